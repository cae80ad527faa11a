"""Events of the expert pool."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import Part, Texts


class Contract(Part):
    """A tendered contract period, both days included."""

    number = fields.String(required=True)
    start = fields.Date(required=True)
    end = fields.Date(required=True)


class ExpertFacts(Part):
    """The public profile, and the contract periods that say when the expert can be chosen.

    themes: theme ids; languages: fi, sv, en, …; regions: region ids; the day rate is not told.
    """

    id = fields.String(required=True)
    state = fields.String(required=True)
    name = fields.String(required=True)
    company = fields.String(required=True)
    email = fields.String(required=True)
    phone = fields.String(load_default="")
    language = fields.String(required=True)
    description = fields.Nested(Texts, required=True)
    themes = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    regions = fields.List(fields.String(), required=True)
    remote = fields.Boolean(required=True)
    contracts = fields.List(fields.Nested(Contract), required=True)


class ExpertEvent(EventContract):
    expert = fields.Nested(ExpertFacts, required=True)


class ExpertAdded(ExpertEvent):
    type = "expert.added.v1"


class ExpertChanged(ExpertEvent):
    """`changed`: names of the fields that the edit changed; the day rate counts as contracts."""

    type = "expert.changed.v1"

    changed = fields.List(fields.String(), load_default=list)


class ExpertEnded(ExpertEvent):
    """The expert has left the pool; orders under way stand."""

    type = "expert.ended.v1"

    reason = fields.String(load_default="")


class ExpertReturned(ExpertEvent):
    type = "expert.returned.v1"
