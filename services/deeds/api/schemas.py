"""The shape of the open data."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.deeds.handlers.catalogue import MOST_PER_PAGE, SORTS


class AskIn(Schema):
    """The filters of the catalogue. Without any of them: every deed, in order of number."""

    q = fields.String(metadata={"description": "Words, as people type them"})
    theme = fields.List(fields.String())
    sector = fields.List(fields.String())
    stage = fields.List(fields.String(), metadata={"description": "planned, under_way, done"})
    region = fields.List(fields.String())
    organisation = fields.List(fields.String(), metadata={"description": "organisation_key"})
    language = fields.List(fields.String(), metadata={"description": "Of the deed: fi, sv, en"})
    sort = fields.String(validate=validate.OneOf(SORTS))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
    per_page = fields.Integer(load_default=50, validate=validate.Range(1, MOST_PER_PAGE))
    after = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 2**53),
        metadata={"description": "The number after which to go on; `next` has it ready"},
    )


class LinkOut(Schema):
    title = fields.String()
    url = fields.String()


class PictureOut(Schema):
    alt = fields.String()
    width = fields.Integer()
    height = fields.Integer()
    url = fields.String()


class ContactOut(Schema):
    name = fields.String()
    email = fields.String()
    phone = fields.String()


class DeedOut(Schema):
    """A published deed. `id`, `number` and `url` never change; texts are plain text."""

    id = fields.String()
    number = fields.Integer()
    url = fields.String()
    language = fields.String(metadata={"description": "That the texts are written in"})
    title = fields.String()
    need = fields.String()
    goal = fields.String()
    done = fields.String()
    results = fields.String()
    surprises = fields.String()
    advice = fields.String()
    organisation = fields.String()
    organisation_key = fields.String()
    unit = fields.String()
    sector = fields.String()
    region = fields.String()
    themes = fields.List(fields.String())
    stage = fields.String()
    took_part = fields.List(fields.String())
    links = fields.List(fields.Nested(LinkOut))
    pictures = fields.List(fields.Nested(PictureOut))
    contact = fields.Nested(
        ContactOut, allow_none=True, metadata={"description": "Only when the author shows it"}
    )
    published_at = fields.DateTime()
    updated_at = fields.DateTime()


class LicenceOut(Schema):
    name = fields.String()
    url = fields.String()
    attribution = fields.String(metadata={"description": "How to name the source"})


class OneOut(Schema):
    licence = fields.Nested(LicenceOut)
    deed = fields.Nested(DeedOut)


class ListOut(Schema):
    licence = fields.Nested(LicenceOut)
    total = fields.Integer()
    pages = fields.Integer(metadata={"description": "Of `per_page` deeds each"})
    next = fields.String(
        allow_none=True, metadata={"description": "The address of the next page; null on the last"}
    )
    deeds = fields.List(fields.Nested(DeedOut))
