"""The morning's mail to one of the office: what is overdue, due, new, stuck, about to close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from services.notifications import phrases
from services.notifications.mails.mail import Addressee, Mail, address_of
from services.notifications.texts import fill, words_in
from shared.ambient import HELSINKI
from shared.settings import Settings, StaffMember
from shared.workflow.morning import standing

# in the order of the mail, the most urgent first
PARTS = ("overdue", "due", "new", "failed", "outbox", "rounds")
OF_TASKS = ("overdue", "due", "new")
MOST_ROWS = 15  # of one part; how many more there are is said
LASTS = timedelta(hours=12)  # yesterday's morning is of no use


@dataclass(frozen=True)
class OfficeMorning:
    """What there is to tell. tasks, rounds: as the services summed them up; counts: all of them.

    failed, outbox: mails as (subject, address, the mail's page).
    """

    day: date
    at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
    tasks: Sequence[Mapping[str, Any]] = ()
    rounds: Sequence[Mapping[str, Any]] = ()
    failed: Sequence[tuple[str, str, str]] = ()
    outbox: Sequence[tuple[str, str, str]] = ()


def morning(
    told: OfficeMorning, member: StaffMember, parts: Sequence[str], settings: Settings
) -> Mail | None:
    """None when nothing of what they want to hear has happened."""
    words = words_in(member.language)
    rows = {part: rows_of(part, told, member.language)[:MOST_ROWS] for part in parts}
    counts = {part: count_of(part, told) for part in PARTS if rows.get(part)}
    if not counts:
        return None
    summary = ", ".join(
        phrases.counted(f"morning.{part}", count, member.language) for part, count in counts.items()
    )
    return Mail(
        template="morning",
        to=Addressee(member.name, member.email, member.language),
        values={
            "greeting": phrases.greeting(member.name, member.language),
            "day": phrases.short_date(told.day, member.language),
            "summary": summary,
        },
        lists={part: shortened(rows.get(part, ()), counts.get(part, 0), words) for part in PARTS},
        leads={
            row: address_of(settings, path, member.language)
            for part in rows.values()
            for row, path in part
        },
        link=address_of(settings, "/staff/applications", member.language),
        links={"choices": address_of(settings, "/staff/mails/morning", member.language)},
        lasts=LASTS,
    )


def count_of(part: str, told: OfficeMorning) -> int:
    if part in OF_TASKS:
        return told.counts.get(part, 0)
    return len({"failed": told.failed, "outbox": told.outbox, "rounds": told.rounds}[part])


def rows_of(part: str, told: OfficeMorning, language: str) -> tuple[tuple[str, str], ...]:
    """Each with the path of the page where somebody sees to it."""
    if part in OF_TASKS:
        return tuple(
            (task_row(task, language), task["path"])
            for task in told.tasks
            if part in standing(task["opened_at"], task["due_at"], told.at)
        )
    if part == "rounds":
        return tuple((round_row(each, language), each["path"]) for each in told.rounds)
    mails = told.failed if part == "failed" else told.outbox
    return tuple((f"{subject} → {email}", path) for subject, email, path in mails)


def task_row(task: Mapping[str, Any], language: str) -> str:
    words = words_in(language)
    name = words.get(f"task.{task['kind']}.{task['task']}", words["task.other"])
    what = " ".join(filter(None, (task["reference"], task["title"])))
    day = task["due_at"].astimezone(HELSINKI).date()
    by = fill(words["morning.by"], {"day": phrases.short_date(day, language)})
    return f"{name}: {what} ({by})"


def round_row(closing: Mapping[str, Any], language: str) -> str:
    told = {
        "at": phrases.moment(closing["closes_at"], language),
        "count": str(closing["undecided"]),
    }
    return f"{closing['title'][language]}: {fill(words_in(language)['morning.closes'], told)}"


def shortened(
    rows: Sequence[tuple[str, str]], count: int, words: Mapping[str, str]
) -> tuple[str, ...]:
    """The rows, and how many more there are."""
    shown = tuple(told for told, _path in rows)
    left = count - len(shown)
    return (*shown, fill(words["morning.more"], {"count": str(left)})) if left > 0 else shown
