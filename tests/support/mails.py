"""A mail as its recipient gets it, without a store: in the product's own words."""

from email import message_from_bytes, policy

from services.notifications.mime import Envelope, as_bytes
from services.notifications.rendering import drawn, frame_of, worded
from services.notifications.texts import text_of


def render(mail, settings):
    words = worded(mail, text_of(mail.template, mail.to.language), settings)
    return drawn(words, frame_of(mail), settings)


def letter_of(mail, settings):
    """As the mail server gets it; the mail's files are left out."""
    envelope = Envelope(mail.to.name, mail.to.email, "<m@x.example>")
    raw = as_bytes(render(mail, settings), frame_of(mail), [], envelope, settings)
    return message_from_bytes(raw, policy=policy.default)
