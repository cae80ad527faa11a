"""One form, one step of a case: GET shows it, POST takes it and goes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shared.errors import Conflict, InvalidInput, TransitionNotAllowed
from shared.web.forms import Form, FormSchema, parse


@dataclass(frozen=True)
class Refusals:
    """A service's words: why a step was refused (its reason), what is wrong with a field (its
    code). `reasons` has at least "state"."""

    reasons: Mapping[str, Any]
    problems: Mapping[str, Any]

    def refusal(self, error: TransitionNotAllowed) -> str:
        return str(self.reasons.get(error.reason, self.reasons["state"]))

    def problems_of(self, error: InvalidInput) -> dict[str, list[str]]:
        """Field → words. A code without words of ours stands as it is: marshmallow's own."""
        return {
            name: [str(self.problems.get(code, code)) for code in codes]
            for name, codes in error.errors.items()
        }


def acted(
    back: str,
    schema: type[FormSchema],
    act: Callable[[dict[str, Any]], object],
    done: Any,
    page: Callable[[Form], str],
    initial: Mapping[str, Any] | None = None,
    *,
    words: Refusals,
    choices: Mapping[str, Any] | None = None,
) -> ResponseReturnValue:
    """Show the form, or take the step and go `back` with a word of what was done.

    What was typed stays when something is wrong (422), or when the case has changed or moved on
    meanwhile (409).
    """
    if request.method != "POST":
        return page(Form(schema, initial or {}, choices=choices))
    form = parse(schema, request.form, choices=choices)
    code = 422
    if form.ok:
        try:
            act(form.data)
            if done:
                flash(str(done), "success")
            return redirect(back, 303)
        except InvalidInput as error:
            form.add_errors(words.problems_of(error))
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
