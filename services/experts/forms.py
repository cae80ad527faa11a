"""What staff say about an expert: the same schemas for the pages, for JSON and for each CSV row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, pre_load, validate, validates_schema

from services.experts.contracts import overlapping
from services.experts.themes import all_themes
from shared import vocabulary
from shared.web.fields import Choice, Choices, Email, FinnishDate, Phone, Text, Tick, numeric_date
from shared.web.forms import FormSchema
from shared.web.language import language

Rows = list[tuple[str, str]]
MOST_CONTRACTS = 9
MAIL_LANGUAGES = ("fi", "sv", "en")
HIGHEST_RATE = Decimal(10_000)
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


def theme_rows() -> Rows:
    return [
        (theme.id, theme.name_in(language()) if theme.active else _old(theme.name_in(language())))
        for theme in all_themes().values()
    ]


def _old(name: str) -> str:
    return str(_("%(theme)s (no longer offered)", theme=name))


def region_rows() -> Rows:
    return list(vocabulary.names_in(vocabulary.REGIONS, language()).items())


def spoken_rows() -> Rows:
    return list(vocabulary.names_in(vocabulary.SPOKEN, language()).items())


def mail_language_rows() -> Rows:
    return [row for row in spoken_rows() if row[0] in MAIL_LANGUAGES]


class Euros(Text):
    """A sum in euros typed as 850, 1 200,50 or 850.00 €; given back in cents."""

    width = "short"
    default_error_messages = {
        "sum": _l("Write “{label}” in euros, for example 850 or 850,50"),
        "range": _l("“{label}” must be at least 1 and at most 10 000 euros"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=20, **kwargs)
        self.validators = []  # Text's is for text, and this becomes a number

    def shown(self, value: Any) -> str:
        return in_euros(value) if isinstance(value, int) else super().shown(value)

    def json_schema(self) -> dict[str, Any]:
        number = {"type": "number", "minimum": 1, "maximum": int(HIGHEST_RATE), "multipleOf": 0.01}
        text = r"[1-9][0-9]{0,3}(?:[.,][0-9]{1,2})?\s?€?"
        return {"anyOf": [number, self.matching(text)]}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)  # JSON may say 850 or 850.5
        typed = super()._deserialize(value, *args, **kwargs)
        text = re.sub(r"[\s€]", "", typed).replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", text, re.ASCII):
            raise self.make_error("sum")
        if not 1 <= Decimal(text) <= HIGHEST_RATE:
            raise self.make_error("range")
        return int(Decimal(text) * 100)

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return None if value is None else f"{Decimal(value) / 100:.2f}"


def in_euros(cents: int) -> str:
    """85000 → 850, 85050 → 850,50: as it would be typed."""
    return f"{cents // 100},{cents % 100:02d}" if cents % 100 else str(cents // 100)


class ContractSchema(FormSchema):
    number = Text(max=50, metadata={"label": _l("Contract number"), "width": "medium"})
    start = FinnishDate(
        earliest=EARLIEST, latest=LATEST, metadata={"label": _l("First day of the contract")}
    )
    end = FinnishDate(
        earliest=EARLIEST, latest=LATEST, metadata={"label": _l("Last day of the contract")}
    )
    day_rate = Euros(
        metadata={
            "label": _l("Day rate, euros"),
            "hint": _l("Without VAT. Only staff see it."),
        }
    )

    @validates_schema
    def end_follows_start(self, contract: Mapping[str, Any], **_kwargs: Any) -> None:
        if contract["end"] < contract["start"]:
            message = _("The last day of the contract cannot be before its first day")
            raise ValidationError({"end": [str(message)]})


class DescriptionSchema(FormSchema):
    fi = Text(
        max=2000,
        metadata={
            "label": _l("Description in Finnish"),
            "hint": _l("Experience, ways of working, what the expert is best at."),
            "widget": "textarea",
            "rows": 6,
        },
    )
    sv = Text(
        max=2000,
        metadata={
            "label": _l("Description in Swedish"),
            "widget": "textarea",
            "rows": 4,
            "optional": True,
        },
    )
    en = Text(
        max=2000,
        metadata={
            "label": _l("Description in English"),
            "widget": "textarea",
            "rows": 4,
            "optional": True,
        },
    )


class ProfileSchema(FormSchema):
    name = Text(max=120, metadata={"label": _l("Name"), "autocomplete": "off"})
    company = Text(max=160, metadata={"label": _l("Company"), "autocomplete": "off"})
    email = Email(
        metadata={
            "label": _l("E-mail"),
            "hint": _l("Orders are sent to this address. It is shown on the public profile."),
            "autocomplete": "off",
        }
    )
    phone = Phone(metadata={"label": _l("Phone"), "optional": True, "autocomplete": "off"})
    language = Choice(
        metadata={
            "label": _l("Language of the mails to the expert"),
            "choices": mail_language_rows,
            "values": MAIL_LANGUAGES,
        }
    )
    description = fields.Nested(DescriptionSchema, required=True)
    themes = Choices(metadata={"label": _l("Themes"), "choices": theme_rows})
    languages = Choices(
        metadata={
            "label": _l("Working languages"),
            "choices": spoken_rows,
            "values": tuple(vocabulary.SPOKEN),
        }
    )
    regions = Choices(
        metadata={
            "label": _l("Regions"),
            "hint": _l("Where the expert comes to the workplace."),
            "choices": region_rows,
            "values": tuple(vocabulary.REGIONS),
            "optional": True,
        }
    )
    remote = Tick(metadata={"label": _l("Also works remotely"), "optional": True})

    @validates_schema
    def can_be_met_somewhere(self, profile: Mapping[str, Any], **_kwargs: Any) -> None:
        if not profile.get("regions") and not profile.get("remote"):
            message = _("Choose at least one region, or tick that the expert works remotely")
            raise ValidationError({"regions": [str(message)]})


class ExpertSchema(ProfileSchema):
    """Everything at once: a JSON body, a CSV row."""

    contracts = fields.List(
        fields.Nested(ContractSchema),
        load_default=list,
        validate=validate.Length(max=MOST_CONTRACTS),
        metadata={"label": _l("Contracts")},
    )

    @validates_schema
    def periods_keep_apart(self, profile: Mapping[str, Any], **_kwargs: Any) -> None:
        refuse_overlap(profile["contracts"], "contracts")


def refuse_overlap(contracts: list[dict[str, Any]], field: str) -> None:
    """Raises ValidationError at `field` if two periods share a day; dates as loaded."""
    as_text = [{**one, "start": str(one["start"]), "end": str(one["end"])} for one in contracts]
    found = overlapping(as_text)
    if found:
        periods = " · ".join(
            f"{one['number']} ({_shown(one['start'])}–{_shown(one['end'])})" for one in found
        )
        raise ValidationError(
            {field: [str(_("Contract periods may not overlap: %(periods)s", periods=periods))]}
        )


def _shown(day: str) -> str:
    return numeric_date(date.fromisoformat(day))


def as_answers(profile: Mapping[str, Any]) -> dict[str, Any]:
    """A stored profile as JSON that ExpertSchema loads: rates in euros, not cents."""
    return dict(profile) | {
        "contracts": [
            {**contract, "day_rate": f"{Decimal(contract['day_rate']) / 100:.2f}"}
            for contract in profile["contracts"]
        ]
    }


class NewExpertSchema(ProfileSchema):
    """The page that adds an expert: the first contract may be filled in at once, or later."""

    contract = fields.Nested(ContractSchema, load_default=None)

    @pre_load
    def drop_blank_contract(self, raw: Any, **_kwargs: Any) -> Any:
        contract = raw.get("contract")
        if isinstance(contract, Mapping) and not any(str(v).strip() for v in contract.values()):
            return {key: value for key, value in raw.items() if key != "contract"}
        return raw


class EndSchema(FormSchema):
    reason = Text(
        max=1000,
        metadata={
            "label": _l("Reason"),
            "hint": _l("For the office: it is kept in the history and not shown to the public."),
            "widget": "textarea",
            "rows": 4,
        },
    )
