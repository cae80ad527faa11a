"""Events of subscribers to the newsletter and to the letters to contact persons."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import Part
from shared.roles import Role

READER = (Role.READER,)


class SubscriberFacts(Part):
    """`kinds`: newsletter, contact_letter. `name` is empty for one who left only an address."""

    id = fields.String(required=True)
    email = fields.String(required=True)
    name = fields.String(load_default="")
    organisation = fields.String(load_default="")
    position = fields.String(load_default="")
    language = fields.String(required=True)
    kinds = fields.List(fields.String(), required=True)


class SubscriptionAsked(EventContract):
    """Somebody left the address: a link to confirm goes there, and nothing else."""

    type = "subscription.asked.v1"
    tells = READER

    subscriber = fields.Nested(SubscriberFacts, required=True)


class SubscriptionConfirmed(EventContract):
    """Whoever reads the address wants it. `wishes`: what a contact person wrote for the office."""

    type = "subscription.confirmed.v1"

    subscriber = fields.Nested(SubscriberFacts, required=True)
    wishes = fields.String(load_default="")


class WishesSent(EventContract):
    """A contact person tells the office what their organisation wishes and needs."""

    type = "subscription.wishes_sent.v1"

    subscriber = fields.Nested(SubscriberFacts, required=True)
    wishes = fields.String(required=True)


class PreferencesLinkRequested(EventContract):
    type = "subscription.link_requested.v1"
    tells = READER

    subscriber = fields.Nested(SubscriberFacts, required=True)
