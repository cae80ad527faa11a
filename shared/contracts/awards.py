"""Events of an award round."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import Part, Person, Texts
from shared.roles import Role

JUROR = (Role.JUROR,)


class Juror(Person):
    id = fields.String(required=True)


class AwardFacts(Part):
    """`score_by`: the last day for the jury's scores."""

    id = fields.String(required=True)
    title = fields.Nested(Texts, required=True)
    score_by = fields.Date(required=True)
    nominations = fields.Integer(required=True)


class AwardEvent(EventContract):
    award = fields.Nested(AwardFacts, required=True)


class JudgingOpened(AwardEvent):
    """Every juror gets a link of their own."""

    type = "award.judging_opened.v1"
    tells = JUROR

    jury = fields.List(fields.Nested(Juror), required=True)


class JurorInvited(AwardEvent):
    """One who joined the jury after it had begun."""

    type = "award.juror_invited.v1"
    tells = JUROR

    juror = fields.Nested(Juror, required=True)


class JuryReminded(AwardEvent):
    """`jury`: those who have not scored everything yet."""

    type = "award.jury_reminded.v1"
    tells = JUROR

    jury = fields.List(fields.Nested(Juror), required=True)


class JuryLinkRequested(AwardEvent):
    type = "award.link_requested.v1"
    tells = JUROR

    juror = fields.Nested(Juror, required=True)


class Winner(Part):
    """`path`: of the deed's public page. `author` is None where the deed has none to tell."""

    deed_id = fields.String(required=True)
    deed_title = fields.String(required=True)
    path = fields.String(required=True)
    category = fields.Nested(Texts, required=True)
    grounds = fields.Nested(Texts, required=True)
    author = fields.Nested(Person, required=True, allow_none=True)


class AwardDecided(AwardEvent):
    """The winners are public, and their authors are told. `year` is the award's."""

    type = "award.decided.v1"
    tells = (Role.AUTHOR,)

    year = fields.Integer(required=True)
    winners = fields.List(fields.Nested(Winner), required=True)
