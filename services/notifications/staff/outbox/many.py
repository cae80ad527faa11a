"""Several mails at once, after a page that lists exactly which."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.documents import Message
from services.notifications.forms.outbox import ReasonForm, ReleaseForm
from services.notifications.handlers.outbox import release_mail
from services.notifications.handlers.standing import changes_of
from services.notifications.handlers.waiting import since
from services.notifications.staff.blueprint import pages
from services.notifications.staff.outbox.one import PUT_ASIDE
from services.notifications.staff.outbox.ways import (
    allowed_actions,
    left_query,
    list_address,
    mail_address,
)
from services.notifications.words import outbox as words
from services.notifications.workflow.mail import MAIL
from shared.errors import Conflict, NotFound, TransitionNotAllowed
from shared.roles import Role
from shared.web.context import private_page
from shared.web.forms import Form, parse
from shared.web.pin import Pin, fresh_pin, read_pin
from shared.web.session import actor, require_roles

MOST = 100  # a page of the list has 25


@dataclass(frozen=True)
class Result:
    """What became of one mail of several; `why` it was not done, empty when it was."""

    message: Message
    why: str = ""


@pages.get("/outbox/chosen")
@require_roles(Role.STAFF)
def show_chosen() -> ResponseReturnValue:
    action = asked_action()
    keys = [text.partition(":")[0] for text in request.args.getlist("mail")[:MOST]]
    messages = found(keys)
    if not messages:
        flash(_("Choose at least one mail first."), "warning")
        return redirect(list_address(left_query()), 303)
    return chosen_page(action, messages, Form(form_of(action)), fresh_pin().key)


@pages.post("/outbox/chosen")
@require_roles(Role.STAFF)
def take_chosen() -> ResponseReturnValue:
    action, pin, form = asked_action(), read_pin(), parse(form_of(asked_action()), request.form)
    versions = read_versions(request.form.getlist("mail")[:MOST])
    messages = found(versions)
    if not form.ok:
        return chosen_page(action, messages, form, pin.key), 422
    act = act_of(action, str(form.data.get("reason", "")))
    results = [
        result_of(message, action, Pin(versions[message.id], pin.key), act) for message in messages
    ]
    return results_page(action, results)


def asked_action() -> str:
    """Raises NotFound for what cannot be done with several."""
    action = request.values.get("do", "")
    if action not in words.CHOICES:
        raise NotFound(f"nothing called {action} is done with several mails")
    return action


def form_of(action: str) -> Any:
    return ReleaseForm if action == "release" else ReasonForm


def act_of(action: str, reason: str) -> Callable[[Message, Pin], Message]:
    if action == "release":
        # never past a change of the case: that is for somebody who reads this very mail
        return lambda message, pin: release_mail(message, actor(), pin)
    return lambda message, pin: PUT_ASIDE[action](message, pin, reason)


def read_versions(chosen: Iterable[str]) -> dict[str, int]:
    """`<mail>:<version>` as the page named each; what is neither is left out."""
    parts = [text.partition(":") for text in chosen]
    return {key: int(number) for key, _, number in parts if number.isascii() and number.isdigit()}


def found(keys: Iterable[str]) -> list[Message]:
    return list(Message.objects(id__in=list(keys)).order_by("created_at", "id"))


def result_of(
    message: Message, action: str, pin: Pin, act: Callable[[Message, Pin], Message]
) -> Result:
    try:
        return Result(act(message, pin))
    except (Conflict, TransitionNotAllowed) as error:
        current: Message = Message.objects(id=message.id).get()
        if current.has_handled(action, pin.cause):
            return Result(current)  # the second click of two at once
        return Result(current, refusal(current, action, error))


def refusal(current: Message, action: str, error: Conflict | TransitionNotAllowed) -> str:
    if isinstance(error, TransitionNotAllowed):
        return words.refusal(error)
    dealt_with = MAIL.find(action, current.state) is None
    return str(words.REASONS["state"] if dealt_with else words.CHANGED)


def chosen_page(action: str, messages: list[Message], form: Form, key: str) -> Response:
    """Those that cannot go are named with the reason, and are no part of the form."""
    changes = changes_of(messages) if action == "release" else {}
    left_out = [
        Result(message, str(words.REASONS["case_moved" if changes.get(message.id) else "state"]))
        for message in messages
        if changes.get(message.id) or MAIL.find(action, message.state) is None
    ]
    gone = {result.message.id for result in left_out}
    going = [message for message in messages if message.id not in gone]
    return private_page(
        render_template(
            "staff/outbox_many.html",
            action=action,
            going=going,
            left_out=left_out,
            may_act=all(action in allowed_actions(message) for message in going),
            since=since,
            form=form,
            key=key,
            **ways_back(),
        )
    )


def results_page(action: str, results: list[Result]) -> Response:
    page = render_template(
        "staff/outbox_results.html",
        action=action,
        done=[result.message for result in results if not result.why],
        refused=[result for result in results if result.why],
        **ways_back(),
    )
    return private_page(page)


def ways_back() -> dict[str, Any]:
    return {
        "back": left_query(),
        "list_address": list_address(left_query()),
        "mail_address": mail_address,
    }
