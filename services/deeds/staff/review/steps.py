"""What the office does to a deed: one row a step, with its form and its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from services.deeds.documents import Deed
from services.deeds.documents.deed import TEXT_FIELDS
from services.deeds.forms import review as forms
from services.deeds.handlers import review
from services.deeds.handlers.authoring import content_now
from shared.errors import InvalidInput
from shared.web.forms import Form
from shared.web.steps import Step
from shared.web.steps.kind import Act
from shared.workflow.pin import Pin
from shared.workflow.table import Actor


def by_answers(act: Callable[..., Deed]) -> Act:
    """A use-case that takes the form's answers as keyword arguments."""
    return lambda deed, given, by, pin: act(deed, **given, by=by, pin=pin)


def _correct(deed: Deed, *, by: Actor, pin: Pin, **texts: str) -> Deed:
    return review.correct(deed, texts=texts, by=by, pin=pin)


def _help(deed: Deed, *, by: Actor, pin: Pin, message: str, **given: str) -> Deed:
    """What was left empty is no answer in the form, yet a text that is emptied is changed."""
    texts = {name: given.get(name, "") for name in TEXT_FIELDS}
    return review.give_help(deed, texts=texts, message=message, by=by, pin=pin)


def _number_asked(_deed: Deed) -> dict[str, Any]:
    return {"number": request.args.get("number", "")}


def _another_kept(form: Form) -> bool:
    """The deed to be kept has not been shown yet: it is, before anything is joined to it."""
    return request.form.get("shown_number") != str(form.data["number"])


def _shown_number(deed: Deed, form: Form) -> dict[str, Any]:
    kept = kept_deed(deed, form)
    return {"shown_number": kept.number} if kept else {}


def kept_deed(deed: Deed, form: Form) -> Deed | None:
    """The one that a merge would keep, as far as the form names one."""
    number = form.values.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    try:
        return review.deed_to_keep(deed, int(number))
    except InvalidInput:
        return None


STEPS = (
    Step(
        "publish",
        forms.PublishForm,
        _l("Publish"),
        _l("Publish"),
        by_answers(review.publish_deed),
        at_once=True,
    ),
    Step(
        "ask_more",
        forms.AskMoreForm,
        _l("Ask for more"),
        _l("Ask for more"),
        by_answers(review.ask_more),
        kind="secondary",
    ),
    Step(
        "help",
        forms.HelpForm,
        _l("Help with writing"),
        _l("Save in the draft and tell the author"),
        by_answers(_help),
        content_now,
        note="staff/deeds/_help_wish.html",
        at_once=True,
    ),
    Step(
        "keep_up",
        forms.KeepUpForm,
        _l("Keep it published"),
        _l("Keep it published"),
        by_answers(review.keep_up),
        kind="secondary",
    ),
    Step(
        "correct",
        forms.CorrectForm,
        _l("Correct typing errors"),
        _l("Save the corrections"),
        by_answers(_correct),
        content_now,
        kind="secondary",
    ),
    Step(
        "restore",
        forms.PublishForm,
        _l("Publish again"),
        _l("Publish again"),
        by_answers(review.restore),
    ),
    Step(
        "merge",
        forms.MergeForm,
        _l("Join to another deed"),
        _l("Join to this deed"),
        by_answers(review.merge_deeds),
        _number_asked,
        kind="secondary",
        note="staff/deeds/_kept.html",
        unsure=_another_kept,
        check=(
            _l("Check the deed that is kept"),
            _l("It is named below. Press the button once more if it is the right one."),
        ),
        hidden=_shown_number,
    ),
    Step(
        "decline",
        forms.DeclineForm,
        _l("Do not publish"),
        _l("Do not publish"),
        by_answers(review.decline_deed),
        kind="danger",
    ),
    Step(
        "decline_change",
        forms.DeclineForm,
        _l("Do not publish the update"),
        _l("Do not publish the update"),
        by_answers(review.decline_change),
        kind="danger",
    ),
    Step(
        "take_down",
        forms.TakeDownForm,
        _l("Take it down"),
        _l("Take it down"),
        by_answers(review.take_down),
        kind="danger",
    ),
)
