"""The pages on which the office takes a step: what it does, whom it mails, and one button.

A form carries the version that the person saw and a key of its own: a second click changes
nothing, and a case that has changed meanwhile gives the page again, with what was typed kept.
"""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.staff.cases import Kind, Step
from shared.errors import Conflict, InvalidInput, TransitionNotAllowed
from shared.web.context import private_page
from shared.web.forms import Form, parse
from shared.web.pin import Pin, fresh_pin, read_pin
from shared.web.session import actor
from shared.workflow.case import Case


def step_views(kind: Kind, case_id: str, slug: str) -> ResponseReturnValue:
    """GET shows the step, POST takes it. For a view behind require_roles(Role.STAFF)."""
    case, step = kind.find(case_id), kind.step(slug)
    return take(kind, step, case) if request.method == "POST" else show(kind, step, case)


def show(kind: Kind, step: Step, case: Case) -> ResponseReturnValue:
    try:
        case.workflow.decide(step.action, case.state, [actor().role])
    except TransitionNotAllowed as error:
        flash(kind.words.refusals.refusal(error), "warning")
        return redirect(kind.address(case), 303)
    form = Form(step.form(case), step.starts_with(case), choices=step.choices(case))
    return step_page(kind, step, case, form, fresh_pin(case.version))


def take(kind: Kind, step: Step, case: Case) -> ResponseReturnValue:
    form = parse(step.form(case), request.form, choices=step.choices(case))
    pin = read_pin()
    if not form.ok:
        return step_page(kind, step, case, form, pin, 422)
    try:
        after = step.act(case, dict(form.data), actor(), pin)
    except InvalidInput as error:
        form.add_errors(kind.words.refusals.problems_of(error))
        return step_page(kind, step, case, form, pin, 422)
    except TransitionNotAllowed as error:
        form.add_errors({"_schema": [kind.words.refusals.refusal(error)]})
        return step_page(kind, step, kind.find(case.id), form, pin, 409)
    except Conflict:
        # the form now stands for the case as it is, so that it can be sent once more
        current = kind.find(case.id)
        now = Pin(current.version, pin.key)
        return step_page(kind, step, current, form, now, 409, seen=pin.version)
    flash(done(kind, step, after), "success")
    return redirect(kind.address(after), 303)


def step_page(
    kind: Kind, step: Step, case: Case, form: Form, pin: Pin, code: int = 200, *, seen: int = -1
) -> Response:
    """`seen`: the version that the person saw before others changed the case."""
    row = case.workflow.find(step.action, case.state)
    page = render_template(
        step.template,
        kind=kind,
        step=step,
        case=case,
        form=form,
        pin=pin,
        mails=kind.mails(row, case) if row else [],
        changes=kind.words.history.changes_since(case, seen) if seen >= 0 else [],
    )
    return private_page((page, code))


def done(kind: Kind, step: Step, after: Case) -> str:
    row = next(row for row in after.workflow.rows if row.action == step.action)
    people = "; ".join(kind.mailed(row, after))
    mails = _("A mail goes to: %(people)s.", people=people) if people else _("Nobody is mailed.")
    return f"{kind.called(after)}: {kind.words.history.actions[step.action]}. {mails}"
