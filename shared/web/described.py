"""How our questions stand in the OpenAPI documents: as exactly as JSON Schema can say it.

Beyond it are days of the calendar, check digits, what the store knows (themes, experts) and how
answers fit together: those are told by a 422 at the field.
"""

from __future__ import annotations

from typing import Any

from flask_smorest import Api
from marshmallow import fields

from shared.web.fields import Asked
from shared.web.forms import FormSchema

GUESSED = ("type", "format", "pattern", "enum", "minLength", "maxLength", "minimum", "maximum")


def describe_questions(api: Api) -> None:
    """Before the first blueprint is registered."""
    api.ma_plugin.converter.add_attribute_function(question_to_property)


def question_to_property(
    _converter: Any, field: fields.Field, *, ret: dict[str, Any], **_kwargs: Any
) -> dict[str, Any]:
    """What a question takes, in place of what apispec guesses from its base class."""
    told: dict[str, Any] = {}
    if isinstance(field, Asked):
        for key in (*GUESSED, "items"):
            ret.pop(key, None)
        told |= field.json_schema()
    if isinstance(field.parent, FormSchema) and not field.required and "anyOf" not in ret:
        # null is "not answered"; a $ref beside other words would hide them
        told |= {"allOf": [{"$ref": ret.pop("$ref")}]} if "$ref" in ret else {}
        told["nullable"] = True
        if None not in told.get("enum", [None]):
            told["enum"] = [*told["enum"], None]
        elif "" not in ret.get("enum", [""]):
            told["enum"] = [*ret["enum"], ""]  # blank is "not answered", too
    return told
