"""Pieces that several contracts carry."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields


class Part(Schema):
    class Meta:
        unknown = EXCLUDE


class Texts(Part):
    """One text in the three languages of the service."""

    fi = fields.String(required=True)
    sv = fields.String(required=True)
    en = fields.String(required=True)


class Person(Part):
    """Somebody who gets mail, and the language it is written in (fi, sv, en)."""

    name = fields.String(required=True)
    email = fields.String(required=True)
    phone = fields.String(load_default="")
    language = fields.String(required=True)


class ThemeName(Part):
    id = fields.String(required=True)
    names = fields.Nested(Texts, required=True)


class Participants(Part):
    """Heads by group."""

    management = fields.Integer(required=True)
    supervisors = fields.Integer(required=True)
    personnel = fields.Integer(required=True)
    users = fields.Integer(required=True)


class ExpertCard(Part):
    """The expert as the order knows them."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    company = fields.String(required=True)
    email = fields.String(required=True)
    phone = fields.String(load_default="")
    language = fields.String(required=True)


class ApplicationFacts(Part):
    """A sparring application as it stood after the step. `order` counts the experts asked so far.

    `date` is the first day of the sparring, `start_time` Finnish clock time as HH:MM.
    """

    id = fields.String(required=True)
    reference = fields.String(required=True)
    state = fields.String(required=True)
    organisation = fields.String(required=True)
    unit = fields.String(load_default="")
    business_id = fields.String(required=True)
    sector = fields.String(load_default="")
    contact = fields.Nested(Person, required=True)
    situation = fields.String(load_default="")
    goal = fields.String(load_default="")
    themes = fields.List(fields.Nested(ThemeName), load_default=list)
    days = fields.Integer(required=True)
    mode = fields.String(load_default="on_site")
    place = fields.String(load_default="")
    participants = fields.Nested(Participants, required=True)
    expert = fields.Nested(ExpertCard, required=True, allow_none=True)
    date = fields.Date(required=True, allow_none=True)
    start_time = fields.String(load_default="09:00")
    order = fields.Integer(load_default=0)
    cooperative = fields.Boolean(required=True)
