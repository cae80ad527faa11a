"""What the office does to a deed: one row a step, with its form and its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from services.deeds.documents import Deed
from services.deeds.documents.deed import TEXT_FIELDS
from services.deeds.forms import review as forms
from services.deeds.handlers import review
from services.deeds.handlers.authoring import content_now
from shared.web.forms import FormSchema
from shared.workflow.pin import Pin
from shared.workflow.table import Actor


@dataclass(frozen=True)
class Step:
    """`action` is the table's; `title` heads the page, `button` says what pressing it does.

    act          keyword arguments: the form's answers, by, pin
    at_once      its form stands open when the deed is looked at in the queue
    """

    action: str
    form: type[FormSchema]
    title: Any
    button: Any
    act: Callable[..., Deed]
    starts_with: Callable[[Deed], dict[str, Any]] = lambda _deed: {}
    kind: str = "primary"
    at_once: bool = False

    @property
    def slug(self) -> str:
        return self.action.replace("_", "-")

    def take(self, deed: Deed, given: dict[str, Any], by: Actor, pin: Pin) -> Deed:
        return self.act(deed, **given, by=by, pin=pin)


def _correct(deed: Deed, *, by: Actor, pin: Pin, **texts: str) -> Deed:
    return review.correct(deed, texts=texts, by=by, pin=pin)


def _help(deed: Deed, *, by: Actor, pin: Pin, message: str, **given: str) -> Deed:
    """What was left empty is no answer in the form, yet a text that is emptied is changed."""
    texts = {name: given.get(name, "") for name in TEXT_FIELDS}
    return review.give_help(deed, texts=texts, message=message, by=by, pin=pin)


def _number_asked(_deed: Deed) -> dict[str, Any]:
    return {"number": request.args.get("number", "")}


STEPS = (
    Step(
        "publish",
        forms.PublishForm,
        _l("Publish"),
        _l("Publish"),
        review.publish_deed,
        at_once=True,
    ),
    Step(
        "ask_more",
        forms.AskMoreForm,
        _l("Ask for more"),
        _l("Ask for more"),
        review.ask_more,
        kind="secondary",
    ),
    Step(
        "help",
        forms.HelpForm,
        _l("Help with writing"),
        _l("Save in the draft and tell the author"),
        _help,
        content_now,
        at_once=True,
    ),
    Step(
        "keep_up",
        forms.KeepUpForm,
        _l("Keep it published"),
        _l("Keep it published"),
        review.keep_up,
        kind="secondary",
    ),
    Step(
        "correct",
        forms.CorrectForm,
        _l("Correct typing errors"),
        _l("Save the corrections"),
        _correct,
        content_now,
        kind="secondary",
    ),
    Step("restore", forms.PublishForm, _l("Publish again"), _l("Publish again"), review.restore),
    Step(
        "merge",
        forms.MergeForm,
        _l("Join to another deed"),
        _l("Join to this deed"),
        review.merge_deeds,
        _number_asked,
        kind="secondary",
    ),
    Step(
        "decline",
        forms.DeclineForm,
        _l("Do not publish"),
        _l("Do not publish"),
        review.decline_deed,
        kind="danger",
    ),
    Step(
        "decline_change",
        forms.DeclineForm,
        _l("Do not publish the update"),
        _l("Do not publish the update"),
        review.decline_change,
        kind="danger",
    ),
    Step(
        "take_down",
        forms.TakeDownForm,
        _l("Take it down"),
        _l("Take it down"),
        review.take_down,
        kind="danger",
    ),
)


def step_called(slug: str) -> Step | None:
    return next((step for step in STEPS if step.slug == slug), None)
