"""The pages on which the office acts: what it does, whom it mails, and one button.

A form carries the version that the person saw and a key of its own: a second click changes
nothing, and a case that has changed meanwhile gives a page that keeps what was typed.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import show, words
from services.applications.documents import Application, ExpertView
from services.applications.handlers.casework import room_for
from services.applications.handlers.drafts import application_by_id
from services.applications.staff.blueprint import blueprint, queue_address
from services.applications.staff.case import seen_application
from services.applications.staff.steps import Step, obstacle, step_called
from services.applications.staff.story import changes_since
from services.applications.staff.told import mailed_by
from shared.errors import Conflict, DomainError, InvalidInput, NotFound, TransitionNotAllowed
from shared.roles import Role
from shared.web.context import private_page
from shared.web.forms import FieldView, Form, parse
from shared.web.pin import Pin, fresh_pin, read_pin
from shared.web.session import actor, require_roles
from shared.workflow.table import Transition


@blueprint.get("/applications/<application_id>/<slug>")
@require_roles(Role.STAFF)
def show_step(application_id: str, slug: str) -> ResponseReturnValue:
    step, application = _step(slug), seen_application(application_id)
    refused = refusal_of(step, application)
    if refused:
        flash(refused, "warning")
        return redirect(case_address(application), 303)
    pin = fresh_pin(application.version)
    return step_page(step, application, Form(step.form, step.starts_with(application)), pin)


@blueprint.post("/applications/<application_id>/<slug>")
@require_roles(Role.STAFF)
def take_step(application_id: str, slug: str) -> ResponseReturnValue:
    step, application = _step(slug), seen_application(application_id)
    form, pin = parse(step.form, request.form), read_pin()
    if not form.ok:
        return step_page(step, application, form, pin), 422
    if other_expert(form, application) and not application.has_handled(step.action, pin.cause):
        return step_page(step, application, form, pin, asks_again=True)
    try:
        after = step.act(application, dict(form.data), actor(), pin)
    except InvalidInput as error:
        return step_page(step, application, form.add_errors(words.problems(error)), pin), 422
    except (Conflict, TransitionNotAllowed) as error:
        return refused_page(step, application_by_id(application_id), form, pin, error)
    return done(step, after)


def _step(slug: str) -> Step:
    step = step_called(slug)
    if step is None:
        raise NotFound(f"no step {slug}")
    return step


def row_of(step: Step, application: Application) -> Transition:
    """Raises NotPermitted, TransitionNotAllowed."""
    return application.workflow.decide(step.action, application.state, [actor().role])


def refusal_of(step: Step, application: Application) -> str:
    """Why the step cannot be taken now, in words. Raises NotPermitted."""
    try:
        row = row_of(step, application)
    except TransitionNotAllowed as error:
        return words.refusal(error)
    reason = obstacle(row, application, room_for(application))
    return str(words.REASONS[reason]) if reason else ""


def other_expert(form: Form, application: Application) -> bool:
    """The order would go to somebody else than the page said: say so before it goes."""
    chosen = form.data.get("expert")
    shown = request.form.get("told_expert") or application.expert.get("id")
    return chosen is not None and chosen != shown


def step_page(
    step: Step, application: Application, form: Form, pin: Pin, *, asks_again: bool = False
) -> Response:
    return private_page(
        render_template(
            "staff/action.html",
            asks_again=asks_again,
            **page_words(step, application, form, pin),
        )
    )


def page_words(step: Step, application: Application, form: Form, pin: Pin) -> dict[str, object]:
    row = application.workflow.find(step.action, application.state)
    to_be = with_chosen_expert(application, form)
    return {
        "step": step,
        "application": application,
        "form": form,
        "version": pin.version,
        "key": pin.key,
        "told_expert": to_be.expert.get("id", ""),
        "mails": mailed_by(row, to_be) if row else [],
        "room": room_for(application),
        "day": show.day_text(application),
        "words": words,
        "back": request.values.get("back", ""),
        "case_address": case_address(application),
    }


def with_chosen_expert(application: Application, form: Form) -> Application:
    """The application as the form would make it, as far as the mails are concerned."""
    chosen = ExpertView.objects(id=form.values.get("expert", "")).first()
    if chosen is None:
        return application
    return Application(contact=application.contact, expert=chosen.card(), round_id="")


def refused_page(
    step: Step, current: Application, form: Form, pin: Pin, error: DomainError
) -> ResponseReturnValue:
    if current.has_handled(step.action, pin.cause):
        return done(step, current)  # the second click of two at once
    if current.version == pin.version and isinstance(error, TransitionNotAllowed):
        form.add_errors({"_schema": [words.refusal(error)]})
        return step_page(step, current, form, pin), 409
    page = render_template(
        "staff/conflict.html",
        changes=changes_since(current, pin.version),
        refusal=refusal_of(step, current),
        typed=[(view.label, typed_text(view)) for view in form.fields],
        **page_words(step, current, form, Pin(current.version, pin.key)),
    )
    return private_page((page, 409))


def typed_text(view: FieldView) -> str:
    """What was typed or chosen, as words."""
    labels = [label for value, label, _hint in view.choices if value in view.chosen]
    return ", ".join(labels) or view.value


def done(step: Step, after: Application) -> ResponseReturnValue:
    row = next(row for row in after.workflow.rows if row.action == step.action)
    people = "; ".join(mailed_by(row, after))
    what = f"{after.reference} {after.organisation}: {words.ACTIONS[step.action]}."
    mails = _("A mail goes to: %(people)s.", people=people) if people else _("Nobody is mailed.")
    flash(f"{what} {mails}", "success")
    return redirect(queue_address(), 303)


def case_address(application: Application) -> str:
    back = request.values.get("back", "")
    address = f"/staff/applications/{application.id}"
    return f"{address}?{urlencode({'back': back})}" if back else address
