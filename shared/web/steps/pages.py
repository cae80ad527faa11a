"""GET shows what a step does, whom it mails and what; POST takes it.

A form carries the version that the person saw and a key of its own: a second click changes
nothing, and a case that has changed meanwhile gives a page that keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shared.errors import Conflict, DomainError, InvalidInput, TransitionNotAllowed
from shared.web.context import private_page
from shared.web.forms import FieldView, Form, parse
from shared.web.pin import Pin, fresh_pin, read_pin
from shared.web.session import actor
from shared.web.steps.kind import Kind, Step, left_query
from shared.web.steps.preview import preview_of
from shared.workflow.case import Case
from shared.workflow.rehearsal import rehearse

StepPage = Callable[..., Response]


def step_views(kind: Kind, case_id: str, slug: str) -> ResponseReturnValue:
    """For a view behind require_roles(Role.STAFF)."""
    case, step = kind.find(case_id), kind.step(slug)
    return take(kind, step, case) if request.method == "POST" else show(kind, step, case)


def show(kind: Kind, step: Step, case: Case) -> ResponseReturnValue:
    refused = kind.refusal(step, case)
    if refused:
        flash(refused, "warning")
        return redirect(kind.address(case), 303)
    return step_page(kind, step, case, first_form(step, case), fresh_pin(case.version))


def first_form(step: Step, case: Case) -> Form:
    return Form(step.form_of(case), step.starts_with(case), choices=step.choices(case))


def take(kind: Kind, step: Step, case: Case, shown: StepPage | None = None) -> ResponseReturnValue:
    """`shown` draws the form again, when it is not on the step's own page."""
    shown = shown or step_page
    form = parse(step.form_of(case), request.form, choices=step.choices(case))
    pin = read_pin()
    if not form.ok:
        return shown(kind, step, case, form, pin, 422)

    def act() -> Case:
        return step.act(case, dict(form.data), actor(), pin)

    asks = step.unsure(form) and "show_mails" not in request.form
    looks = asks or "show_mails" in request.form
    try:
        after = rehearse(act) if looks else act()
    except InvalidInput as error:
        form.add_errors(kind.words.refusals.problems_of(error))
        return shown(kind, step, case, form, pin, 422)
    except (Conflict, TransitionNotAllowed) as error:
        return refused_page(kind, step, kind.find(case.id), form, pin, error, shown)
    if looks and not case.has_handled(step.action, pin.cause):
        return shown(kind, step, case, form, pin, asks=asks)
    return done(kind, step, after)


def step_page(
    kind: Kind, step: Step, case: Case, form: Form, pin: Pin, code: int = 200, *, asks: bool = False
) -> Response:
    texts = step_words(kind, step, case, form, pin)
    page = render_template("steps/page.html", asks=asks, **texts)
    return private_page((page, code))


def step_words(kind: Kind, step: Step, case: Case, form: Form, pin: Pin) -> dict[str, Any]:
    """What the templates of a step's form need."""
    preview = preview_of(kind, step, case, form, pin)
    return {
        "kind": kind,
        "step": step,
        "case": case,
        "form": form,
        "pin": pin,
        "preview": preview,
        "mails": kind.mails(case.workflow.find(step.action, case.state), preview.after),
        "hidden": {**ways(), **step.hidden(preview.after, form)},
    }


def ways() -> dict[str, str]:
    """What pages carry along, so that a step leads back to where the person came from."""
    return {"back": left_query(), "next": request.values.get("next", "")}


def refused_page(
    kind: Kind,
    step: Step,
    current: Case,
    form: Form,
    pin: Pin,
    error: DomainError,
    shown: StepPage,
) -> ResponseReturnValue:
    if current.has_handled(step.action, pin.cause):
        return done(kind, step, current)  # the second click of two at once
    if current.version == pin.version and isinstance(error, TransitionNotAllowed):
        form.add_errors({"_schema": [kind.words.refusals.refusal(error)]})
        return shown(kind, step, current, form, pin, 409)
    # the form now stands for the case as it is, so that it can be sent once more
    now = Pin(current.version, pin.key)
    page = render_template(
        "steps/conflict.html",
        changes=kind.words.history.changes_since(current, pin.version),
        refusal=kind.refusal(step, current),
        typed=[(view.label, typed_text(view)) for view in form.fields],
        **step_words(kind, step, current, form, now),
    )
    return private_page((page, 409))


def typed_text(view: FieldView) -> str:
    """What was typed or chosen, as words."""
    labels = [label for value, label, _hint in view.choices if value in view.chosen]
    return ", ".join(labels) or view.value


def done(kind: Kind, step: Step, after: Case) -> ResponseReturnValue:
    row = next(row for row in after.workflow.rows if row.action == step.action)
    people = "; ".join(kind.mails(row, after))
    mails = _("A mail goes to: %(people)s.", people=people) if people else _("Nobody is mailed.")
    what = kind.words.history.actions[step.action]
    flash(f"{kind.called(after)}: {what}. {mails}", "success")
    return redirect(kind.leads_to(after) if kind.leads_to else kind.address(after), 303)
