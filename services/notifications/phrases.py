"""Dates, times and amounts as each language writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from services.notifications.texts import fill, words_in
from shared.ambient import HELSINKI
from shared.calendar_entry import SPARRING_DAY, starts_at

SHORT = {"fi": "d.M.yyyy", "sv": "d.M.yyyy", "en": "d MMMM yyyy"}
LONG = {"fi": "cccc d.M.yyyy", "sv": "cccc d.M.yyyy", "en": "cccc d MMMM yyyy"}


def short_date(day: date | None, language: str) -> str:
    return str(format_date(day, SHORT[language], locale=language)) if day else ""


def long_date(day: date, language: str) -> str:
    return str(format_date(day, LONG[language], locale=language))


def clock(moment: datetime, language: str) -> str:
    separator = ":" if language == "en" else "."
    return f"{moment.hour}{separator}{moment.minute:02d}"


def sparring_time(day: date | None, start_time: str, language: str) -> str:
    """As in: sunnuntai 14.3.2027 klo 9.00–15.00."""
    if day is None:
        return ""
    start = starts_at(day, start_time)
    span = f"{clock(start, language)}–{clock(start + SPARRING_DAY, language)}"
    return f"{long_date(day, language)} {words_in(language)['moment.at']} {span}"


def moment(value: datetime, language: str) -> str:
    """A moment in Finnish time: "14.3.2027 klo 9.00"."""
    local = value.astimezone(HELSINKI)
    at = words_in(language)["moment.at"]
    return f"{short_date(local.date(), language)} {at} {clock(local, language)}"


def counted(kind: str, count: int, language: str) -> str:
    """A number with its words; `kind` is the start of their keys, which end in .one and .many."""
    key = f"{kind}.one" if count == 1 else f"{kind}.many"
    return fill(words_in(language)[key], {"count": str(count)})


def day_count(count: int, language: str) -> str:
    return counted("days", count, language)


def hour_count(hours: float, language: str) -> str:
    number = f"{hours:g}" if language == "en" else f"{hours:g}".replace(".", ",")
    key = "hours.one" if hours == 1 else "hours.many"
    return fill(words_in(language)[key], {"count": number})


def heads_by_group(participants: Mapping[str, Any], language: str) -> str:
    """One line for each group with anybody in it."""
    words = words_in(language)
    groups = ("management", "supervisors", "personnel", "users")
    return "\n".join(
        f"{words['group.' + group]}: {participants[group]}"
        for group in groups
        if participants[group]
    )


def named(ids: Iterable[str], kind: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The words for ids that a newer producer may have added to: unknown ones are left out."""
    found = (words.get(f"{kind}.{one}") for one in ids)
    return tuple(dict.fromkeys(word for word in found if word))


def greeting(name: str, language: str) -> str:
    """The first line; also for one whose name we do not know."""
    words = words_in(language)
    return fill(words["greeting"], {"name": name}) if name else words["greeting.nameless"]


def answer_count(count: int, language: str) -> str:
    """How many answered, as a sentence."""
    return counted("answers", count, language) if count else words_in(language)["answers.none"]
