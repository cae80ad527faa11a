"""What the pages of rounds and themes share: one form, one step, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from services.applications import words
from services.applications.staff.story import changes_since
from shared.errors import Conflict, InvalidInput, TransitionNotAllowed
from shared.web.forms import Form
from shared.web.pin import Pin
from shared.workflow.case import Case


def edit_page(
    form: Form, pin: Pin, *, heading: Any, submit: Any, nav: str, conflict: Conflict | None = None
) -> str:
    """The form; after a conflict with what has happened since, made for the case as it stands."""
    changes = changes_since(conflict.case, conflict.since) if conflict else []
    version = conflict.case.version if conflict else pin.version
    return render_template(
        "staff/edit.html",
        form=form,
        version=version,
        key=pin.key,
        heading=heading,
        submit=submit,
        nav=nav,
        changes=changes,
        back_address=f"/staff/{nav}",
    )


def save(
    form: Form,
    act: Callable[[dict[str, Any]], Case],
    page: Callable[..., str],
    *,
    done: Callable[[Case], str],
    to: str,
) -> ResponseReturnValue:
    """Take the step and go on, or show the form again with what was typed and what is wrong."""
    if not form.ok:
        return page(form), 422
    try:
        after = act(form.data)
    except InvalidInput as error:
        return page(form.add_errors(words.problems(error))), 422
    except TransitionNotAllowed as error:
        return page(form.add_errors({"_schema": [words.refusal(error)]})), 409
    except Conflict as error:
        return page(form, conflict=error), 409
    flash(done(after), "success")
    return redirect(to, 303)


def move(act: Callable[[], Case], done: Callable[[Case], str], to: str) -> ResponseReturnValue:
    """A step without a form: what cannot be done is told on the page it came from."""
    try:
        flash(done(act()), "success")
    except TransitionNotAllowed as error:
        flash(words.refusal(error), "warning")
    except Conflict:
        flash(str(words.REASONS["changed"]), "warning")
    return redirect(to, 303)
