"""Mails as JSON, for staff's own tools."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from services.notifications import listing
from services.notifications.documents import Message
from services.notifications.forms.mails import AddressForm, DiscardForm
from services.notifications.handlers.casework import discard_mail, find_mail, resend_mail
from services.notifications.handlers.readdressing import readdress_mail
from services.notifications.handlers.returned import came_back_of
from services.notifications.showing import without_personal_links
from services.notifications.workflow.mail import MAIL
from shared.roles import Role
from shared.web.api import Operations, PageOut, api_actor, require_token
from shared.web.context import current_settings

operations = Operations("mails_api", __name__, description="Mails and their delivery")


class RecipientOut(Schema):
    name = fields.String()
    email = fields.String()
    language = fields.String()


class AttemptOut(Schema):
    """`words`: what the mail server said."""

    at = fields.DateTime()
    outcome = fields.String()
    words = fields.String()


class ReturnedOut(Schema):
    """What came back for the mail. `verdict`: what it says, empty until it has been read."""

    id = fields.String()
    received_at = fields.DateTime()
    verdict = fields.String()
    words = fields.String()


class MailRowOut(Schema):
    """`about`: id of the case; `template`: the kind of mail."""

    id = fields.String()
    state = fields.String()
    version = fields.Integer()
    about = fields.String()
    reference = fields.String()
    template = fields.String()
    recipient = fields.Nested(RecipientOut)
    subject = fields.String()
    created_at = fields.DateTime()
    next_at = fields.DateTime()
    attempts = fields.List(fields.Nested(AttemptOut))


class MailOut(MailRowOut):
    """With its text; the personal links in it are left out."""

    text = fields.Function(lambda mail: without_personal_links(mail.content.text))
    correlation_id = fields.String()
    came_back = fields.Function(lambda mail: ReturnedOut(many=True).dump(came_back_of(mail)))


class MailsOut(PageOut):
    mails = fields.List(fields.Nested(MailRowOut))


class WantedIn(Schema):
    """`q`: part of an address, reference, subject or Message-ID. `kind`: a template's name."""

    state = fields.String(load_default="", validate=validate.OneOf(["", *MAIL.states]))
    q = fields.String(load_default="", validate=validate.Length(max=200))
    about = fields.String(load_default="", validate=validate.Length(max=64))
    kind = fields.String(load_default="", validate=validate.Length(max=64))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class VersionIn(Schema):
    """The version you have seen: another one is answered with 409."""

    version = fields.Integer(load_default=None, allow_none=True)


class SeenIn(Schema):
    version = fields.Integer(required=True)


@operations.get("")
@require_token(Role.STAFF)
@operations.arguments(WantedIn, location="query")
@operations.response(200, MailsOut)
def list_mails(asked: dict[str, Any]) -> ResponseReturnValue:
    """Mails, newest first, 25 a page"""
    wanted = listing.Wanted(asked["state"], asked["q"], asked["about"], asked["kind"])
    page = listing.page_of(wanted, asked["page"])
    found = {"mails": page.items, "total": page.total, "page": page.number, "pages": page.pages}
    return found


@operations.get("/<key>")
@require_token(Role.STAFF)
@operations.response(200, MailOut)
def show_mail(key: str) -> Message:
    """One mail with every attempt to deliver it"""
    return find_mail(key)


@operations.post("/<key>/resend")
@require_token(Role.STAFF)
@operations.arguments(VersionIn, location="query")
@operations.response(200, MailOut)
def resend(seen: dict[str, Any], key: str) -> Message:
    """Put a failed mail back to be sent"""
    return resend_mail(find_mail(key), api_actor(), expected_version=seen["version"])


@operations.post("/<key>/readdress")
@require_token(Role.STAFF)
@operations.arguments(AddressForm)
@operations.arguments(SeenIn, location="query")
@operations.response(200, MailOut)
def readdress(said: dict[str, Any], seen: dict[str, Any], key: str) -> Message:
    """Send a mail that did not arrive to a corrected address, with fresh personal links"""
    return readdress_mail(
        find_mail(key),
        said["email"],
        api_actor(),
        current_settings(),
        expected_version=seen["version"],
    )


@operations.post("/<key>/discard")
@require_token(Role.STAFF)
@operations.arguments(DiscardForm)
@operations.arguments(VersionIn, location="query")
@operations.response(200, MailOut)
def discard(said: dict[str, Any], seen: dict[str, Any], key: str) -> Message:
    """Give up a waiting or failed mail; it is never sent"""
    mail = find_mail(key)
    return discard_mail(mail, api_actor(), said["reason"], expected_version=seen["version"])
