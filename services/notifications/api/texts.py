"""The words of every mail as JSON, for staff's own tools."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from services.notifications.api.mails import SeenIn
from services.notifications.checking import Allowed
from services.notifications.documents import MailText
from services.notifications.handlers.rewording import (
    default_of,
    edit_text,
    find_text,
    is_usable,
    reset_text,
    text_in_use,
)
from services.notifications.kinds import sample_mail
from services.notifications.staff.texts.editing import name_of, said
from services.notifications.staff.texts.form import (
    TextForm,
    as_text,
    as_typed,
    marks,
    placeholders,
)
from services.notifications.staff.texts.listing import all_kinds
from services.notifications.staff.texts.versions import Version, versions_of
from services.notifications.words import texts as words
from services.notifications.workflow.wording import EDITED, TEXT
from shared.errors import InvalidInput
from shared.roles import Role
from shared.web.api import Operations, api_actor, require_token
from shared.web.context import current_settings

operations = Operations("texts_api", __name__, description="The words of the mails")


class WordsOut(Schema):
    """`body` in the notation of the staff's form; `tag_kind` is the colour of the tag."""

    subject = fields.String()
    heading = fields.String()
    tag = fields.String()
    tag_kind = fields.String()
    body = fields.String()


class TextRowOut(Schema):
    """`state`: edited, or default for the product's own words. `version` is 0 before any edit.

    `usable`: false for an edited text that this version of Kunteko cannot use: mails go out in the
    product's own words until it is corrected.
    """

    template = fields.String()
    language = fields.String()
    name = fields.String()
    about = fields.String(metadata={"description": "sparring, deed, tip, partner, award, …"})
    subject = fields.String()
    state = fields.String()
    version = fields.Integer()
    usable = fields.Boolean()


class PlaceholderOut(Schema):
    """`sample`: what stands in its place in the preview."""

    notation = fields.String()
    meaning = fields.String()
    sample = fields.String()
    may_be_empty = fields.Boolean()


class TextOut(TextRowOut, WordsOut):
    placeholders = fields.List(fields.Nested(PlaceholderOut))
    marks = fields.List(fields.Nested(PlaceholderOut))


class TextsOut(Schema):
    texts = fields.List(fields.Nested(TextRowOut))


class VersionOut(WordsOut):
    """`action`: edit or reset."""

    version = fields.Integer()
    action = fields.String()
    at = fields.DateTime()
    by = fields.String()
    in_use = fields.Boolean()


class VersionsOut(Schema):
    versions = fields.List(fields.Nested(VersionOut))


class WantedIn(Schema):
    """`q`: words in the name or in any language of the text."""

    state = fields.String(load_default="", validate=validate.OneOf(["", *TEXT.states]))
    q = fields.String(load_default="", validate=validate.Length(max=200))


@operations.get("")
@require_token(Role.STAFF)
@operations.arguments(WantedIn, location="query")
@operations.response(200, TextsOut)
def list_texts(asked: dict[str, Any]) -> ResponseReturnValue:
    """Every kind of mail in every language"""
    kinds = [kind for kind in all_kinds() if kind.has(asked["q"].strip().casefold())]
    rows = [
        row(kind.edited.get(code) or find_text(kind.template, code))
        for kind in kinds
        for code in kind.texts
    ]
    wanted = asked["state"]
    return {"texts": [each for each in rows if not wanted or each["state"] == wanted]}


@operations.get("/<template>/<code>")
@require_token(Role.STAFF)
@operations.response(200, TextOut)
def show_text(template: str, code: str) -> ResponseReturnValue:
    """One text, with everything that it may ask for"""
    return whole(find_text(template, code))


@operations.put("/<template>/<code>")
@require_token(Role.STAFF)
@operations.arguments(TextForm)
@operations.arguments(SeenIn, location="query")
@operations.response(200, TextOut)
def edit(
    given: dict[str, Any], seen: dict[str, Any], template: str, code: str
) -> ResponseReturnValue:
    """Give it these words; 422 says at each field what could not be sent"""
    standing, version = find_text(template, code), seen["version"]
    try:
        edited = edit_text(
            standing, as_text(given), api_actor(), current_settings(), expected_version=version
        )
    except InvalidInput as refused:
        problems = [each for found in refused.errors.values() for each in found]
        raise InvalidInput(said(problems)) from refused
    return whole(edited)


@operations.post("/<template>/<code>/default")
@require_token(Role.STAFF)
@operations.arguments(SeenIn, location="query")
@operations.response(200, TextOut)
def back_to_default(seen: dict[str, Any], template: str, code: str) -> ResponseReturnValue:
    """The product's own words again"""
    standing = find_text(template, code)
    return whole(reset_text(standing, api_actor(), expected_version=seen["version"]))


@operations.get("/<template>/<code>/versions")
@require_token(Role.STAFF)
@operations.response(200, VersionsOut)
def list_versions(template: str, code: str) -> ResponseReturnValue:
    """What it has said when, newest first"""
    return {"versions": [version(one) for one in versions_of(find_text(template, code))]}


def row(standing: MailText) -> dict[str, Any]:
    is_edited = standing.state == EDITED
    return {
        "template": standing.template,
        "language": standing.language,
        "name": name_of(standing),
        "about": words.subject_of(standing.template),
        "subject": text_in_use(standing).subject,
        "state": EDITED if is_edited else "default",
        "version": standing.version,
        "usable": not is_edited or is_usable(standing, current_settings()),
    }


def whole(standing: MailText) -> dict[str, Any]:
    sample = sample_mail(standing.template, standing.language, current_settings())
    allowed = Allowed.by(sample, current_settings())
    return {
        **row(standing),
        **as_typed(text_in_use(standing)),
        "placeholders": list(placeholders(allowed, default_of(standing))),
        "marks": list(marks(allowed)),
    }


def version(one: Version) -> dict[str, Any]:
    known = {"action": one.action, "at": one.at, "by": one.by, "in_use": one.in_use}
    return {"version": one.number, **known, **as_typed(one.text)}
