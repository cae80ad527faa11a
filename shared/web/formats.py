"""Dates, times and sums as people here write them: filters, and for mails with `language`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from flask import Flask
from markupsafe import Markup, escape

from shared.ambient import HELSINKI
from shared.web.fields import is_web_address, numeric_date
from shared.web.language import language as reader_language

JOINTS = {"fi": "klo", "sv": "kl.", "en": "at"}


def in_finland(moment: datetime) -> datetime:
    """Stored moments are UTC, also when the store gives them back without saying so."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(HELSINKI)


def finnish_date(value: date | datetime | str | None, language: str | None = None) -> str:
    """14.3.2027 in Finnish and Swedish, 14 March 2027 in English. Reads ISO text too."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    day = in_finland(value).date() if isinstance(value, datetime) else value
    if (language or reader_language()) == "en":
        return format_date(day, "d MMMM y", locale="en")
    return numeric_date(day)


def clock(value: datetime | time | str | None, language: str | None = None) -> str:
    """13.05 in Finnish and Swedish, 13:05 in English; from a moment, a time or "13:05"."""
    if not value:
        return ""
    if isinstance(value, str):
        text = value
    else:
        text = f"{in_finland(value) if isinstance(value, datetime) else value:%H:%M}"
    hours, _, minutes = text.partition(":")
    english = (language or reader_language()) == "en"
    return f"{hours}:{minutes}" if english else f"{int(hours)}.{minutes}"


def date_time(value: datetime | str | None, language: str | None = None) -> str:
    """14.3.2027 klo 13.05"""
    if not value:
        return ""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    joint = JOINTS[language or reader_language()]
    return f"{finnish_date(moment, language)} {joint} {clock(moment, language)}"


def euros(value: Decimal | float | int | None, language: str | None = None) -> str:
    """1 200 €, or 1 200,50 € when there are cents."""
    if value is None:
        return ""
    whole = value == int(value)
    pattern = "#,##0 ¤" if whole else "#,##0.00 ¤"
    locale = language or reader_language()
    return format_currency(value, "EUR", pattern, locale=locale, currency_digits=False)


def number(value: Decimal | float | int | None, language: str | None = None) -> str:
    """1 500; 4,7"""
    return "" if value is None else format_decimal(value, locale=language or reader_language())


def linked(text: str) -> Markup:
    """Plain text with its web addresses as links; everything else is escaped."""
    parts = re.split(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)])", text or "")
    return Markup("").join(
        Markup('<a href="{0}" rel="nofollow noopener">{0}</a>').format(part)
        if is_web_address(part)
        else escape(part)
        for part in parts
    )


def register_formats(app: Flask) -> None:
    for function in (finnish_date, clock, date_time, euros, number, linked):
        app.add_template_filter(function)
