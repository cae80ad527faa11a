"""The words of one mail, changed by somebody at the office before it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from services.notifications.documents import MailContent, Message
from services.notifications.editing import changes_in, retold
from services.notifications.handlers.queueing import composed
from services.notifications.handlers.versions import store_version
from services.notifications.mime import Envelope
from services.notifications.rendering import read_frame, read_words
from services.notifications.texts import Text
from shared.errors import Conflict
from shared.settings import Settings
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import Actor


def edit_mail(
    message: Message, typed: Mapping[str, str], actor: Actor, pin: Pin, settings: Settings
) -> Message:
    """Give the mail a new content in the typed words (part → words, see `editing`).

    What it said before stays readable in the history. Words that change nothing, and a repeat with
    the same pin, return what stands. Raises what `perform` raises.
    """
    if message.has_handled("edit", pin.cause):
        return message
    message.workflow.decide("edit", message.state, [actor.role])
    if message.version != pin.version:
        # before anything is compared with words that the person has not seen
        raise Conflict(message, pin.version)
    content = message.content
    words = read_words(content.words)
    changes = changes_in(words, typed)
    if not changes:
        return message
    new = store_version(message, version_in(retold(words, typed), message, content, settings))
    return perform(
        message,
        "edit",
        actor,
        sets={"content_id": new.id, "subject": new.subject},
        data={"changes": [asdict(change) for change in changes]},
        cause=pin.cause,
        expected_version=pin.version,
    )


def version_in(
    words: Text, message: Message, content: MailContent, settings: Settings
) -> MailContent:
    """The mail in these words, not stored."""
    to = message.recipient
    envelope = Envelope(to.name, to.email, message.message_id)
    frame = read_frame(content.frame)
    return composed("", words, frame, list(content.attachments), envelope, settings)
