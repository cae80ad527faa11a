"""Events of a tip about a deed."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import Part, Person
from shared.roles import Role


class TipFacts(Part):
    """`tipster` is None for one who left no address. `about`: what the deed is, in a few words."""

    id = fields.String(required=True)
    reference = fields.String(required=True)
    about = fields.String(required=True)
    organisation = fields.String(required=True)
    tipster = fields.Nested(Person, required=True, allow_none=True)


class Prefilled(Part):
    """What the invited people's form starts with."""

    title = fields.String(load_default="")
    organisation = fields.String(load_default="")


class TipEvent(EventContract):
    tip = fields.Nested(TipFacts, required=True)


class TipReceived(TipEvent):
    type = "tip.received.v1"
    tells = (Role.READER,)


class TipInvited(TipEvent):
    """The people of the deed are asked to tell about it. `deed_id`: the draft that waits for them.
    `prefilled`: what its form starts with.
    """

    type = "tip.invited.v1"
    tells = (Role.AUTHOR,)

    invited = fields.Nested(Person, required=True)
    message = fields.String(required=True)
    deed_id = fields.String(required=True)
    prefilled = fields.Nested(Prefilled, required=True)


class TipFollowed(TipEvent):
    """The deed has been sent to the office: whoever tipped hears of it."""

    type = "tip.followed.v1"
    tells = (Role.READER,)
