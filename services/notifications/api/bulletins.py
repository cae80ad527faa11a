"""Newsletters and contact person letters as JSON, for staff's own tools."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from services.notifications.api.mails import SeenIn
from services.notifications.audience import by_language, members_of
from services.notifications.documents import Bulletin
from services.notifications.forms.bulletins import BulletinForm, stored
from services.notifications.handlers.bulletins import (
    bulletin_by_id,
    move_bulletin,
    save_bulletin,
    send_bulletin,
    start_bulletin,
)
from services.notifications.tallies import progress_of
from services.notifications.words import bulletins as words
from services.notifications.workflow.bulletin import BULLETIN
from shared import ambient
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.web.api import Operations, PageOut, api_actor, require_token
from shared.web.errors import api_error
from shared.web.paging import SIZE, Page, skipped
from shared.workflow.pin import Pin

operations = Operations("bulletins_api", __name__, description="Newsletters and letters")


class ByLanguageOut(Schema):
    """Empty where it is not written."""

    fi = fields.String(dump_default="")
    sv = fields.String(dump_default="")
    en = fields.String(dump_default="")


class BulletinRowOut(Schema):
    """`languages`: of the subscribers who get it, empty for all; `audience`: how many were to get
    it when somebody sent it.
    """

    id = fields.String()
    state = fields.String()
    version = fields.Integer()
    kind = fields.String()
    languages = fields.List(fields.String())
    title = fields.Nested(ByLanguageOut)
    audience = fields.Integer()
    created_at = fields.DateTime()
    started_at = fields.DateTime(allow_none=True)


class ProgressOut(Schema):
    """`recipients`: state → how many. `halted`: why nothing goes out now, in the mail server's
    words.
    """

    listed = fields.Integer()
    all_listed = fields.Boolean()
    recipients = fields.Dict(attribute="counts", keys=fields.String(), values=fields.Integer())
    a_minute = fields.Integer()
    halted = fields.String()


class BulletinOut(BulletinRowOut):
    """`text` in Markdown."""

    text = fields.Nested(ByLanguageOut)
    written_in = fields.List(fields.String())
    progress = fields.Function(lambda bulletin: ProgressOut().dump(progress_of(bulletin)))


class BulletinsOut(PageOut):
    bulletins = fields.List(fields.Nested(BulletinRowOut))


class AudienceOut(Schema):
    """Who would get it if it were sent now; `by_language`: of the reader."""

    total = fields.Integer()
    by_language = fields.Dict(keys=fields.String(), values=fields.Integer())


class WantedIn(Schema):
    state = fields.String(load_default="", validate=validate.OneOf(["", *BULLETIN.states]))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class SendIn(Schema):
    """`recipients`: how many you have seen in its audience; another number is refused with 409."""

    recipients = fields.Integer(required=True, validate=validate.Range(1, 10_000_000))


@operations.errorhandler(TransitionNotAllowed)
def show_refusal(error: TransitionNotAllowed) -> Response:
    return api_error(409, str(words.REFUSALS.refusal(error)), {})


@operations.get("")
@require_token(Role.STAFF)
@operations.arguments(WantedIn, location="query")
@operations.response(200, BulletinsOut)
def list_bulletins(asked: dict[str, Any]) -> ResponseReturnValue:
    """Bulletins, newest first, 25 a page"""
    wanted = {"state": asked["state"]} if asked["state"] else {}
    found = Bulletin.objects(**wanted).exclude("text", "history").order_by("-created_at")
    rows = list(found.skip(skipped(asked["page"])).limit(SIZE))
    page = Page(rows, found.count(), asked["page"])
    return {"bulletins": rows, "total": page.total, "page": page.number, "pages": page.pages}


@operations.post("")
@require_token(Role.STAFF)
@operations.arguments(BulletinForm)
@operations.response(201, BulletinOut)
def write(given: dict[str, Any]) -> Bulletin:
    """A new draft: nobody gets it before it is sent"""
    return start_bulletin(stored(given), by=api_actor(), pin=Pin(0, ambient.new_id()))


@operations.get("/<bulletin_id>")
@require_token(Role.STAFF)
@operations.response(200, BulletinOut)
def show_bulletin(bulletin_id: str) -> Bulletin:
    """One of them, with its words and how far its sending is"""
    return bulletin_by_id(bulletin_id)


@operations.put("/<bulletin_id>")
@require_token(Role.STAFF)
@operations.arguments(BulletinForm)
@operations.arguments(SeenIn, location="query")
@operations.response(200, BulletinOut)
def save(given: dict[str, Any], seen: dict[str, Any], bulletin_id: str) -> Bulletin:
    """Change a draft"""
    return save_bulletin(
        bulletin_by_id(bulletin_id), stored(given), by=api_actor(), pin=pin_of(seen)
    )


@operations.get("/<bulletin_id>/audience")
@require_token(Role.STAFF)
@operations.response(200, AudienceOut)
def audience(bulletin_id: str) -> ResponseReturnValue:
    """How many would get it"""
    bulletin = bulletin_by_id(bulletin_id)
    members = members_of(bulletin)
    return {"total": len(members), "by_language": by_language(bulletin, members)}


@operations.post("/<bulletin_id>/send")
@require_token(Role.STAFF)
@operations.arguments(SendIn)
@operations.arguments(SeenIn, location="query")
@operations.response(200, BulletinOut)
def send(said: dict[str, Any], seen: dict[str, Any], bulletin_id: str) -> Bulletin:
    """Send it to everybody in its audience; 409 when they are not as many as you have seen"""
    count = said["recipients"]
    return send_bulletin(bulletin_by_id(bulletin_id), by=api_actor(), pin=pin_of(seen), seen=count)


@operations.post("/<bulletin_id>/<any(pause, resume, cancel, send_unclear):action>")
@require_token(Role.STAFF)
@operations.arguments(SeenIn, location="query")
@operations.response(200, BulletinOut)
def move(seen: dict[str, Any], bulletin_id: str, action: str) -> Bulletin:
    """Stop its sending for now, go on, end it for good, or send again where it is unclear"""
    return move_bulletin(bulletin_by_id(bulletin_id), action, by=api_actor(), pin=pin_of(seen))


def pin_of(seen: dict[str, Any]) -> Pin:
    return Pin(seen["version"], ambient.new_id())
