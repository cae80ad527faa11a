"""Events of a partner search."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import Part, Person
from shared.roles import Role

AUTHOR = (Role.AUTHOR,)


class PartnerSearchFacts(Part):
    """`ends_on` is the last day it stands. `path`: of its public page."""

    id = fields.String(required=True)
    reference = fields.String(required=True)
    state = fields.String(required=True)
    path = fields.String(required=True)
    title = fields.String(required=True)
    organisation = fields.String(required=True)
    ends_on = fields.Date(required=True)
    author = fields.Nested(Person, required=True)


class PartnerSearchEvent(EventContract):
    search = fields.Nested(PartnerSearchFacts, required=True)


class PartnerSearchSent(PartnerSearchEvent):
    """The author's address is still to be confirmed through a link."""

    type = "partner_search.sent.v1"
    tells = AUTHOR


class PartnerSearchSubmitted(PartnerSearchEvent):
    type = "partner_search.submitted.v1"
    tells = AUTHOR


class PartnerSearchPublished(PartnerSearchEvent):
    type = "partner_search.published.v1"
    tells = AUTHOR


class PartnerSearchDeclined(PartnerSearchEvent):
    type = "partner_search.declined.v1"
    tells = AUTHOR

    grounds = fields.String(required=True)
    decided_by = fields.String(required=True)


class Answer(Part):
    """Who answered: their own address goes to the author, so that they can go on by themselves."""

    name = fields.String(required=True)
    email = fields.String(required=True)
    organisation = fields.String(required=True)
    message = fields.String(required=True)


class PartnerSearchAnswered(PartnerSearchEvent):
    type = "partner_search.answered.v1"
    tells = AUTHOR

    answer = fields.Nested(Answer, required=True)


class PartnerSearchEnded(PartnerSearchEvent):
    """`answers`: how many it brought."""

    type = "partner_search.ended.v1"
    tells = AUTHOR

    answers = fields.Integer(required=True)


class PartnerSearchLinkRequested(PartnerSearchEvent):
    """Somebody opened an old link and asked for a fresh one: partner or partner-confirm."""

    type = "partner_search.link_requested.v1"
    tells = AUTHOR

    purpose = fields.String(required=True)
