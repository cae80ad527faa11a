"""The human outbox as JSON, for staff's own tools."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from services.notifications.api.mails import MailOut, MailRowOut
from services.notifications.documents import Message
from services.notifications.forms.outbox import ReasonForm
from services.notifications.handlers import waiting
from services.notifications.handlers.casework import discard_mail, find_mail
from services.notifications.handlers.outbox import CaseMoved, hold_mail, release_mail
from services.notifications.handlers.standing import Step, changes_since
from services.notifications.words.events import EVENTS
from services.notifications.words.outbox import REASONS
from services.notifications.workflow.mail import UNRELEASED, WAITING
from shared import ambient
from shared.errors import NotFound
from shared.roles import Role
from shared.settings import LANGUAGES
from shared.web.api import Operations, PageOut, api_actor, require_token
from shared.web.errors import api_error
from shared.workflow.pin import Pin

operations = Operations("outbox_api", __name__, description="Mails that wait to be released")


class StepOut(Schema):
    """Something that happened to the case after the mail was written."""

    event_id = fields.String()
    type = fields.String()
    at = fields.DateTime()
    words = fields.Function(lambda step: str(EVENTS.get(step["type"], step["type"])))


class WaitingRowOut(MailRowOut):
    """`held_because`: why it is on hold; `due_at`: when it ought to be released."""

    held_because = fields.String()
    due_at = fields.Function(
        lambda mail: mail.tasks[0]["due_at"].isoformat() if mail.tasks else None
    )


class WaitingOut(MailOut):
    held_because = fields.String()
    changes = fields.Function(lambda mail: told(changes_since(mail)))


class WaitingsOut(PageOut):
    mails = fields.List(fields.Nested(WaitingRowOut))


class WantedIn(Schema):
    """`q`: part of a recipient or reference; `kind`: the template."""

    state = fields.String(load_default=WAITING, validate=validate.OneOf(UNRELEASED))
    kind = fields.String(load_default="", validate=validate.Length(max=64))
    language = fields.String(load_default="", validate=validate.OneOf(["", *LANGUAGES]))
    q = fields.String(load_default="", validate=validate.Length(max=200))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class VersionIn(Schema):
    """The version you have seen: another one is answered with 409."""

    version = fields.Integer(required=True)


class ReleaseIn(Schema):
    """`seen`: event ids of the changes of the case that you have read: the mail is still right."""

    seen = fields.List(fields.String(), load_default=list)


@operations.get("")
@require_token(Role.STAFF)
@operations.arguments(WantedIn, location="query")
@operations.response(200, WaitingsOut)
def list_waiting(asked: dict[str, Any]) -> ResponseReturnValue:
    """Mails that wait or are on hold, oldest first, 25 a page"""
    wanted = waiting.Wanted(asked["state"], asked["kind"], asked["language"], asked["q"])
    page = waiting.page_of(wanted, asked["page"])
    found = {"mails": page.items, "total": page.total, "page": page.number, "pages": page.pages}
    return found


@operations.get("/<key>")
@require_token(Role.STAFF)
@operations.response(200, WaitingOut)
def show_waiting(key: str) -> Message:
    """One of them, with what has changed in its case since it was written"""
    message = find_mail(key)
    if message.state not in UNRELEASED:
        raise NotFound(f"mail {key} does not wait")
    return message


@operations.post("/<key>/release")
@require_token(Role.STAFF)
@operations.arguments(ReleaseIn)
@operations.arguments(VersionIn, location="query")
@operations.response(200, MailOut)
def release(said: dict[str, Any], seen: dict[str, Any], key: str) -> ResponseReturnValue | Message:
    """Release it to be sent; 409 with the changes when its case has moved on"""
    try:
        return release_mail(find_mail(key), api_actor(), pin_of(seen), seen=said["seen"])
    except CaseMoved as error:
        return api_error(409, str(REASONS["case_moved"]), {"changes": told(error.changes)})


@operations.post("/<key>/hold")
@require_token(Role.STAFF)
@operations.arguments(ReasonForm)
@operations.arguments(VersionIn, location="query")
@operations.response(200, MailOut)
def hold(said: dict[str, Any], seen: dict[str, Any], key: str) -> Message:
    """Put it aside until somebody releases it"""
    return hold_mail(find_mail(key), api_actor(), pin_of(seen), said["reason"])


@operations.post("/<key>/discard")
@require_token(Role.STAFF)
@operations.arguments(ReasonForm)
@operations.arguments(VersionIn, location="query")
@operations.response(200, MailOut)
def discard(said: dict[str, Any], seen: dict[str, Any], key: str) -> Message:
    """It is never sent"""
    message, reason = find_mail(key), said["reason"]
    return discard_mail(message, api_actor(), reason, expected_version=seen["version"])


def pin_of(seen: dict[str, Any]) -> Pin:
    return Pin(seen["version"], ambient.new_id())


def told(steps: list[Step]) -> Any:
    return StepOut(many=True).dump(steps)
