"""Events of application rounds."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import Part, Texts


class RoundFacts(Part):
    id = fields.String(required=True)
    state = fields.String(required=True)
    title = fields.Nested(Texts, required=True)
    notice = fields.Nested(Texts, required=True)
    opens_at = fields.AwareDateTime(required=True)
    closes_at = fields.AwareDateTime(required=True)
    budget_days = fields.Integer(required=True)
    days_per_organisation = fields.Integer(required=True)


class RoundEvent(EventContract):
    round = fields.Nested(RoundFacts, required=True)


class RoundPlanned(RoundEvent):
    type = "round.planned.v1"


class RoundChanged(RoundEvent):
    type = "round.changed.v1"


class RoundOpened(RoundEvent):
    """Those who left their address to be told get their one mail."""

    type = "round.opened.v1"


class RoundClosed(RoundEvent):
    type = "round.closed.v1"


class RoundCancelled(RoundEvent):
    type = "round.cancelled.v1"
