"""One form, one step of the author. A second click and a page that is out of date lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.deeds.documents import Deed
from services.deeds.handlers.finding import deed_by_id
from services.deeds.links.deed import showing
from services.deeds.words import authoring as words
from shared.errors import Conflict, DomainError, InvalidInput, TransitionNotAllowed
from shared.web.forms import FieldView, Form, FormSchema, parse
from shared.web.pin import Pin, fresh_pin, read_pin


class Page(Protocol):
    """Draws the form of the step. `since`: what has happened since the author opened it."""

    def __call__(
        self, deed: Deed, form: Form, pin: Pin, since: list[showing.Entry] | None = None
    ) -> str: ...


@dataclass(frozen=True)
class Step:
    """What a form of the author's asks, and what comes of it.

    actions   of the table; while one of them is open, so is the form
    act       takes what was filled in
    problems  known before the form is read: field → codes
    redrawn   what to say when a button within the form was pressed, not the one that sends it
    leads_to  page after the step; "" is where the deed stands
    """

    actions: tuple[str, ...]
    schema: FormSchema
    act: Callable[[dict[str, Any], Pin], object]
    page: Page
    done: Any
    starts_with: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, list[str]] = field(default_factory=dict)
    redrawn: Any = ""
    leads_to: str = ""

    def is_open(self, deed: Deed) -> bool:
        return bool(showing.actions_of(deed) & set(self.actions))


def stepped(step: Step, deed: Deed, token: str) -> ResponseReturnValue:
    here = f"/deeds/mine/{token}"
    if request.method == "POST":
        return taken(step, deed, here)
    if not step.is_open(deed):
        flash(str(words.REFUSALS.reasons["state"]), "info")
        return redirect(here, 303)
    form = Form(step.schema, step.starts_with, choices=step.choices)
    return step.page(deed, form, fresh_pin(deed.version))


def taken(step: Step, deed: Deed, here: str) -> ResponseReturnValue:
    form, pin = parse(step.schema, request.form, choices=step.choices), read_pin()
    if step.redrawn:
        form.errors = {}
    form.add_errors(words.REFUSALS.problems_of(InvalidInput(step.problems)))
    if step.redrawn and form.ok:
        flash(str(step.redrawn), "success")
        return step.page(deed, form, pin)
    if form.ok:
        try:
            step.act(form.data, pin)
        except InvalidInput as error:
            form.add_errors(words.REFUSALS.problems_of(error))
        except (Conflict, TransitionNotAllowed) as error:
            return refused(step, deed_by_id(deed.id), form, pin, error, here)
        else:
            flash(str(step.done), "success")
            return redirect(here + step.leads_to, 303)
    return step.page(deed, form, pin), 422


def refused(
    step: Step, deed: Deed, form: Form, pin: Pin, error: DomainError, here: str
) -> ResponseReturnValue:
    """The deed as it stands now, and what was typed: to be sent anew, or to be copied."""
    if deed.version == pin.version and isinstance(error, TransitionNotAllowed):
        form.add_errors({"_schema": [words.REFUSALS.refusal(error)]})
        return step.page(deed, form, pin), 409
    since = showing.timeline(deed, pin.version)
    if step.is_open(deed):
        return step.page(deed, form, Pin(deed.version, pin.key), since), 409
    page = render_template(
        "links/deed/moved_on.html",
        deed=deed,
        here=here,
        words=words,
        since=since,
        typed=[(view.label, typed_text(view)) for view in newly_typed(step, form)],
        actions=showing.actions_of(deed),
    )
    return page, 409


def newly_typed(step: Step, form: Form) -> list[FieldView]:
    """What stands nowhere else yet."""
    stored = Form(step.schema, step.starts_with).values
    return [
        view
        for view in form.fields
        if form.values[view.name] not in ("", [], stored[view.name]) and view.widget != "checkbox"
    ]


def typed_text(view: FieldView) -> str:
    """What was typed or chosen, as words."""
    labels = [label for value, label, _hint in view.choices if value in view.chosen]
    return ", ".join(labels) or view.value
