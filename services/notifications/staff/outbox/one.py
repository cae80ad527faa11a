"""One mail as it will look, and its release, hold and discarding; then on to the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.documents import Message
from services.notifications.forms.outbox import KeepForm, ReasonForm, ReleaseForm
from services.notifications.handlers.casework import discard_mail, find_mail
from services.notifications.handlers.outbox import hold_mail, release_mail
from services.notifications.handlers.standing import changes_since
from services.notifications.handlers.waiting import is_overdue, next_after, since
from services.notifications.rendering import read_frame
from services.notifications.showing import without_personal_links
from services.notifications.staff.blueprint import pages
from services.notifications.staff.outbox.ways import (
    allowed_actions,
    left_list,
    left_query,
    list_address,
    mail_address,
    next_address,
)
from services.notifications.words import outbox as words
from services.notifications.workflow.mail import UNRELEASED
from shared import ambient
from shared.errors import Conflict, TransitionNotAllowed
from shared.roles import Role
from shared.web.context import private_page
from shared.web.forms import Form, parse
from shared.web.pin import Pin, fresh_pin, read_pin
from shared.web.session import actor, require_roles


@pages.get("/outbox/<key>")
@require_roles(Role.STAFF)
def show_waiting(key: str) -> ResponseReturnValue:
    return waiting_page(find_mail(key))


@pages.post("/outbox/<key>/release")
@require_roles(Role.STAFF)
def release(key: str) -> ResponseReturnValue:
    message, pin, seen = find_mail(key), read_pin(), request.form.getlist("seen")
    form = parse(KeepForm if seen else ReleaseForm, request.form)
    if not form.ok:
        return waiting_page(message, release_form=form), 422
    return taken(message, "release", pin, lambda: release_mail(message, actor(), pin, seen=seen))


@pages.post("/outbox/<key>/<any(hold, discard):action>")
@require_roles(Role.STAFF)
def put_aside(key: str, action: str) -> ResponseReturnValue:
    message, pin, form = find_mail(key), read_pin(), parse(ReasonForm, request.form)
    if not form.ok:
        return waiting_page(message, reason_form=form), 422
    act = PUT_ASIDE[action]
    return taken(
        message, action, pin, lambda: act(message, pin, form.data["reason"]), reason_form=form
    )


def hold(message: Message, pin: Pin, reason: str) -> Message:
    return hold_mail(message, actor(), pin, reason)


def discard(message: Message, pin: Pin, reason: str) -> Message:
    return discard_mail(message, actor(), reason, expected_version=pin.version, cause=pin.cause)


PUT_ASIDE = {"hold": hold, "discard": discard}


def taken(
    message: Message,
    action: str,
    pin: Pin,
    act: Callable[[], Message],
    *,
    reason_form: Form | None = None,
) -> ResponseReturnValue:
    """On to the next mail; or the same page, saying why not and keeping what was typed."""
    try:
        return done(act(), action)
    except (Conflict, TransitionNotAllowed) as error:
        current = find_mail(message.id)
        if current.has_handled(action, pin.cause):
            return done(current, action)  # the second click of two at once
        page = waiting_page(
            current,
            refused=words.CHANGED if isinstance(error, Conflict) else words.refusal(error),
            seen_version=pin.version,
            reason_form=reason_form,
        )
        return page, 409


def done(message: Message, action: str) -> ResponseReturnValue:
    flash(done_words(message, action), "success")
    return redirect(next_address(message), 303)


def done_words(message: Message, action: str) -> str:
    told = {"subject": message.subject, "email": message.recipient.email}
    if action == "release":
        return str(_("Released: “%(subject)s” goes out to %(email)s.", **told))
    if action == "hold":
        return str(_("Put on hold: “%(subject)s” to %(email)s.", **told))
    return str(_("Discarded: “%(subject)s” to %(email)s. Nobody gets it.", **told))


def waiting_page(
    message: Message,
    *,
    release_form: Form | None = None,
    reason_form: Form | None = None,
    refused: str = "",
    seen_version: int | None = None,
    typed: list[str] | None = None,
) -> Response:
    """refused: why nothing happened; typed: words that somebody wrote in vain, to be copied."""
    content, changes = message.content, changes_since(message)
    release_form = release_form or Form(KeepForm if changes else ReleaseForm)
    reason_form = reason_form or Form(ReasonForm)
    pin = fresh_pin(message.version)
    shown: dict[str, Any] = {
        "mail": message,
        "content": content,
        "frame": read_frame(content.frame) if content.frame else None,
        "text": without_personal_links(content.text),
        "changes": changes,
        "actions": allowed_actions(message),
        "waits": message.state in UNRELEASED,
        "since": since(message),
        "overdue": is_overdue(message, ambient.now()),
        "release_form": release_form,
        "reason_form": reason_form,
        "form": release_form if release_form.errors else reason_form,
        "version": pin.version,
        "key": pin.key,
        "refused": refused,
        "meanwhile": [] if seen_version is None else message.changes_since(seen_version),
        "typed": typed or [],
        "back": left_query(),
        "list_address": list_address(left_query()),
        "address": lambda slug="": mail_address(message, "", slug),
        "next_mail": next_after(message, left_list()),
        "mail_address": mail_address,
    }
    return private_page(render_template("staff/outbox_mail.html", **shown))
