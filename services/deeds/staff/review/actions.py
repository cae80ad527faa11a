"""The pages on which the office acts: what it does, whom it mails, and one button.

A form carries the version that the person saw and a key of its own: a second click changes
nothing, and a deed that has changed meanwhile gives a page that keeps what was typed.
"""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import Deed
from services.deeds.handlers.finding import deed_by_id
from services.deeds.handlers.review import deed_to_keep
from services.deeds.staff.review.blueprint import blueprint, case_address, left_query
from services.deeds.staff.review.looking import seen_deed
from services.deeds.staff.review.showing import shown_content
from services.deeds.staff.review.steps import Step, step_called
from services.deeds.staff.review.story import changes_since
from services.deeds.staff.review.told import mailed_by
from services.deeds.staff.review.walking import after_address
from services.deeds.words import deed as deed_words
from services.deeds.words import review as words
from shared.errors import Conflict, DomainError, InvalidInput, NotFound, TransitionNotAllowed
from shared.roles import Role
from shared.web.context import private_page
from shared.web.forms import FieldView, Form, parse
from shared.web.pin import Pin, fresh_pin, read_pin
from shared.web.session import actor, require_roles


@blueprint.get("/<deed_id>/<slug>")
@require_roles(Role.STAFF)
def show_step(deed_id: str, slug: str) -> ResponseReturnValue:
    step, deed = _step(slug), seen_deed(deed_id)
    refused = refusal_of(step, deed)
    if refused:
        flash(refused, "warning")
        return redirect(case_address(deed), 303)
    form = Form(step.form, step.starts_with(deed))
    return step_page(step, deed, form, fresh_pin(deed.version))


@blueprint.post("/<deed_id>/<slug>")
@require_roles(Role.STAFF)
def take_step(deed_id: str, slug: str) -> ResponseReturnValue:
    step, deed = _step(slug), seen_deed(deed_id)
    form, pin = parse(step.form, request.form), read_pin()
    if not form.ok:
        return step_page(step, deed, form, pin), 422
    try:
        if another_kept(step, deed, form) and not deed.has_handled(step.action, pin.cause):
            return step_page(step, deed, form, pin, asks_again=True)
        after = step.take(deed, dict(form.data), actor(), pin)
    except InvalidInput as error:
        return step_page(step, deed, form.add_errors(words.problems(error)), pin), 422
    except (Conflict, TransitionNotAllowed) as error:
        return refused_page(step, deed_by_id(deed_id), form, pin, error)
    return done(step, after)


def _step(slug: str) -> Step:
    step = step_called(slug)
    if step is None:
        raise NotFound(f"no step {slug}")
    return step


def refusal_of(step: Step, deed: Deed) -> str:
    """Why the step cannot be taken now, in words; or empty. Raises NotPermitted."""
    try:
        deed.workflow.decide(step.action, deed.state, [actor().role])
    except TransitionNotAllowed as error:
        return words.refusal(error)
    return ""


def another_kept(step: Step, deed: Deed, form: Form) -> bool:
    """The deed to be kept has not been shown yet: it is, before anything is joined to it."""
    if step.action != "merge":
        return False
    number = form.data["number"]
    deed_to_keep(deed, number)
    return request.form.get("shown_number") != str(number)


def step_page(
    step: Step, deed: Deed, form: Form, pin: Pin, *, asks_again: bool = False
) -> Response:
    return private_page(
        render_template(
            "staff/deeds/action.html", asks_again=asks_again, **step_words(step, deed, form, pin)
        )
    )


def step_words(step: Step, deed: Deed, form: Form, pin: Pin) -> dict[str, object]:
    """What the template of a step's form needs."""
    return {
        "step": step,
        "deed": deed,
        "form": form,
        "version": pin.version,
        "key": pin.key,
        "mails": mailed_by(deed.workflow.find(step.action, deed.state), deed),
        "kept": kept_deed(step, deed, form),
        "back": left_query(),
        "next": request.values.get("next", ""),
        "case_address": case_address(deed),
        "seen": shown_content,
        "words": words,
        "deed_words": deed_words,
    }


def kept_deed(step: Step, deed: Deed, form: Form) -> Deed | None:
    """The one that a merge would keep, as far as the form names one."""
    number = form.values.get("number", "") if step.action == "merge" else ""
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    try:
        return deed_to_keep(deed, int(number))
    except InvalidInput:
        return None


def refused_page(
    step: Step, current: Deed, form: Form, pin: Pin, error: DomainError
) -> ResponseReturnValue:
    if current.has_handled(step.action, pin.cause):
        return done(step, current)  # the second click of two at once
    if current.version == pin.version and isinstance(error, TransitionNotAllowed):
        form.add_errors({"_schema": [words.refusal(error)]})
        return step_page(step, current, form, pin), 409
    page = render_template(
        "staff/deeds/conflict.html",
        changes=changes_since(current, pin.version),
        refusal=refusal_of(step, current),
        typed=[(view.label, typed_text(view)) for view in form.fields],
        **step_words(step, current, form, Pin(current.version, pin.key)),
    )
    return private_page((page, 409))


def typed_text(view: FieldView) -> str:
    """What was typed or chosen, as words."""
    labels = [label for value, label, _hint in view.choices if value in view.chosen]
    return ", ".join(labels) or view.value


def done(step: Step, after: Deed) -> ResponseReturnValue:
    row = next(row for row in after.workflow.rows if row.action == step.action)
    people = "; ".join(mailed_by(row, after))
    what = (
        f"{after.reference} {shown_content(after).get('title', '')}".strip()
        + f": {words.ACTIONS[step.action]}."
    )
    mails = _("A mail goes to: %(people)s.", people=people) if people else _("Nobody is mailed.")
    flash(f"{what} {mails}", "success")
    return redirect(after_address(after, request.form.get("next", "")), 303)
