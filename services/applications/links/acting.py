"""One form behind a link, one step of the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import words
from services.applications.documents import Application
from services.applications.workflow import SPARRING
from shared.errors import Conflict, InvalidInput, TransitionNotAllowed
from shared.roles import Role
from shared.web.forms import Form, FormSchema, parse


def actions_of(application: Application, role: Role) -> set[str]:
    return {row.action for row in SPARRING.open_to(application.state, [role])}


def acted(
    application: Application,
    back: str,
    schema: type[FormSchema],
    act: Callable[[dict[str, Any]], Application],
    done: Any,
    page: Callable[[Form], str],
    initial: dict[str, Any] | None = None,
) -> ResponseReturnValue:
    """One form, one step: GET shows it, POST takes it and goes back with a word of what was done.

    What was typed stays when something is wrong, or when the case has changed meanwhile.
    """
    if request.method != "POST":
        return page(Form(schema, initial or {}))
    form = parse(schema, request.form)
    code = 422
    if form.ok:
        try:
            act(form.data)
            if done:
                flash(str(done), "success")
            return redirect(back, 303)
        except InvalidInput as error:
            form.add_errors(words.problems(error))
        except TransitionNotAllowed as error:
            form.add_errors({"_schema": [words.refusal(error)]})
            code = 409
        except Conflict:
            text = _(
                "The case has changed since you opened it. Check how it stands and send again."
            )
            form.add_errors({"_schema": [text]})
            code = 409
    return page(form), code


def act_page(**context: Any) -> Callable[[Form], str]:
    return lambda form: render_template("public/act.html", form=form, **context)
