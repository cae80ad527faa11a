"""The words of this one mail, edited before it goes."""

from __future__ import annotations

import re

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.documents import Message
from services.notifications.editing import cleaned, parts_of
from services.notifications.forms.outbox import words_form
from services.notifications.handlers.casework import find_mail
from services.notifications.handlers.retelling import edit_mail
from services.notifications.rendering import read_frame, read_words
from services.notifications.showing import without_personal_links
from services.notifications.staff.blueprint import pages
from services.notifications.staff.outbox.one import waiting_page
from services.notifications.staff.outbox.ways import allowed_actions, left_query, mail_address
from services.notifications.words import outbox as words
from shared.errors import Conflict, TransitionNotAllowed
from shared.roles import Role
from shared.web.context import current_settings, private_page
from shared.web.forms import Form, parse
from shared.web.pin import Pin, fresh_pin, read_pin
from shared.web.session import actor, require_roles

PART_NAME = re.compile(r"subject|heading|tag|block_\d{1,4}")


@pages.get("/outbox/<key>/edit")
@require_roles(Role.STAFF)
def show_words(key: str) -> ResponseReturnValue:
    message = find_mail(key)
    if "edit" not in allowed_actions(message):
        return redirect(mail_address(message, left_query()), 303)
    parts = parts_of(read_words(message.content.words))
    stored = {part.name: cleaned(part.kind, part.words) for part in parts}
    return words_page(message, Form(words_form(parts), stored), fresh_pin(message.version))


@pages.post("/outbox/<key>/edit")
@require_roles(Role.STAFF)
def save_words(key: str) -> ResponseReturnValue:
    message, pin = find_mail(key), read_pin()
    if message.version != pin.version:
        return settled_or_refused(message, pin, words.CHANGED)
    form = parse(words_form(parts_of(read_words(message.content.words))), request.form)
    if not form.ok:
        return words_page(message, form, pin), 422
    try:
        after = edit_mail(message, form.data, actor(), pin, current_settings())
    except Conflict:
        return settled_or_refused(find_mail(key), pin, words.CHANGED)
    except TransitionNotAllowed as error:
        return settled_or_refused(find_mail(key), pin, words.refusal(error))
    return edited(after, after.version != message.version)


def edited(message: Message, changed: bool) -> ResponseReturnValue:
    if changed:
        flash(_("The words of the mail are changed. Read it once more below."), "success")
    else:
        flash(_("Nothing was changed: the words are as they were."), "info")
    return redirect(mail_address(message, left_query()), 303)


def settled_or_refused(message: Message, pin: Pin, why: str) -> ResponseReturnValue:
    """The mail is another now: what was typed is shown beside it, to be copied."""
    if message.has_handled("edit", pin.cause):
        return edited(message, True)  # the second click
    typed = [text for name, text in request.form.items() if PART_NAME.fullmatch(name) and text]
    return waiting_page(message, refused=str(why), seen_version=pin.version, typed=typed), 409


def words_page(message: Message, form: Form, pin: Pin) -> Response:
    content = message.content
    frame = read_frame(content.frame)
    return private_page(
        render_template(
            "staff/outbox_edit.html",
            mail=message,
            parts=parts_of(read_words(content.words)),
            rows=[(label, without_personal_links(value)) for label, value in frame.rows],
            form=form,
            version=pin.version,
            key=pin.key,
            back=left_query(),
            mail_address=mail_address(message, left_query()),
        )
    )
