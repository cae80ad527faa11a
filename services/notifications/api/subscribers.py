"""Subscribers as JSON, for staff's own tools. Nobody is added here: people confirm by link."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from services.notifications import roll
from services.notifications import subscriber_list as listing
from services.notifications.documents import Subscriber
from services.notifications.forms.subscriptions import RemoveForm
from services.notifications.handlers.subscriptions import find_subscriber, leave
from services.notifications.workflow.bulletin import KINDS
from services.notifications.workflow.subscriber import SUBSCRIBED
from shared.roles import Role
from shared.settings import LANGUAGES
from shared.web.api import Operations, PageOut, api_actor, require_token

operations = Operations("subscribers_api", __name__, description="Who gets newsletters and letters")


class SubscriberOut(Schema):
    """`kinds`: what they get. Whoever has left has no address and no name here."""

    id = fields.String()
    state = fields.String()
    version = fields.Integer()
    email = fields.String()
    name = fields.String()
    organisation = fields.String()
    position = fields.String()
    language = fields.String()
    kinds = fields.List(fields.String())
    created_at = fields.DateTime()


class SubscribersOut(PageOut):
    subscribers = fields.List(fields.Nested(SubscriberOut))


class WantedIn(Schema):
    """`q`: part of an address, a name or an organisation."""

    state = fields.String(load_default=SUBSCRIBED, validate=validate.OneOf(listing.STATES))
    kind = fields.String(load_default="", validate=validate.OneOf(["", *KINDS]))
    language = fields.String(load_default="", validate=validate.OneOf(["", *LANGUAGES]))
    q = fields.String(load_default="", validate=validate.Length(max=200))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


@operations.get("")
@require_token(Role.STAFF)
@operations.arguments(WantedIn, location="query")
@operations.response(200, SubscribersOut)
def list_subscribers(asked: dict[str, Any]) -> ResponseReturnValue:
    """Subscribers, newest first, 25 a page"""
    wanted = listing.Wanted(asked["state"], asked["kind"], asked["language"], asked["q"])
    found = listing.matching(roll.read(), wanted)
    page = listing.page_of(found, wanted.state, asked["page"])
    return {
        "subscribers": page.items,
        "total": page.total,
        "page": page.number,
        "pages": page.pages,
    }


@operations.get("/<subscriber_id>")
@require_token(Role.STAFF)
@operations.response(200, SubscriberOut)
def show_subscriber(subscriber_id: str) -> Subscriber:
    """One of them"""
    return find_subscriber(subscriber_id)


@operations.post("/<subscriber_id>/remove")
@require_token(Role.STAFF)
@operations.arguments(RemoveForm)
@operations.response(200, SubscriberOut)
def remove(said: dict[str, Any], subscriber_id: str) -> Subscriber:
    """For somebody who has asked the office: at once, for good, and all about them is deleted"""
    return leave(find_subscriber(subscriber_id), api_actor(), reason=said["reason"])
