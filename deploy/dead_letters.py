"""`kunteko dead-letters`: list, sum up, show, replay and drop what could not be handled."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from deploy.operator import log_directory, settings_here
from deploy.registry import Service, workers
from shared import ambient
from shared.messaging.dead_letter import Choice, DeadLetter, DeadLetters, Fault, faults_of
from shared.messaging.dead_letters import dead_letters
from shared.settings import Settings

# where the office reads a case: the end of its events' source → page
PAGES = {
    "applications/applications": "/staff/applications/",
    "deeds/deeds": "/staff/deeds/",
    "deeds/tips": "/staff/tips/",
    "deeds/partner_searches": "/staff/partners/",
    "deeds/awards": "/staff/awards/",
    "experts/experts": "/staff/experts/",
    "notifications/messages": "/staff/mails/",
    "notifications/subscribers": "/staff/subscribers/",
}
DONE = {"replay": "replayed", "drop": "dropped"}


def work_on_dead_letters(chosen: Namespace, services: Sequence[Service]) -> int:
    choice = Choice(
        frozenset(chosen.ids),
        chosen.type,
        chosen.reason,
        chosen.correlation,
        chosen.case,
        chosen.since,
    )
    if chosen.action in DONE and choice == Choice() and not chosen.all:
        print(f"kunteko: say which to {chosen.action}: ids, a filter, or --all", file=sys.stderr)
        return 2
    settings = settings_here()
    listening = [worker.name for worker in workers(settings, services) if worker.handlers]
    act = _act(chosen.action, dead_letters(settings))
    letters = [letter for name in listening for letter in act(name, choice)]
    shown = _page(chosen, letters)
    for part in _written(chosen, settings, shown):
        print(part)
    print(_tally(chosen.action, len(letters), len(shown)), file=sys.stderr)
    missing = choice.ids - {letter.id for letter in letters}
    for name in sorted(missing):
        print(f"kunteko: no dead letter {plain(name)}", file=sys.stderr)
    return 1 if missing else 0


def _act(action: str, letters: DeadLetters) -> Callable[[str, Choice], list[DeadLetter]]:
    return {"replay": letters.replay, "drop": letters.drop}.get(action, letters.find)


def _page(chosen: Namespace, letters: list[DeadLetter]) -> list[DeadLetter]:
    """What was done is told in full; of what is only looked at, so many as were asked for."""
    if chosen.action in DONE or chosen.action == "summary" or not chosen.limit:
        return letters[chosen.offset :]
    return letters[chosen.offset : chosen.offset + chosen.limit]


def _tally(action: str, found: int, shown: int) -> str:
    if found == shown:
        return f"{found} {DONE.get(action, 'found')}"
    return (
        f"{found} found, {shown} shown: --offset and --limit (0: all) show others, "
        "`dead-letters summary` what they died of"
    )


def _written(chosen: Namespace, settings: Settings, letters: list[DeadLetter]) -> list[str]:
    if chosen.action == "summary":
        faults = faults_of(letters)
        return [_json(faults)] if chosen.json else [_fault(fault) for fault in faults]
    if chosen.json:
        return [_json(letters)]
    if chosen.action == "show":
        return [_in_full(letter, settings) for letter in letters]
    return [_line(letter) for letter in letters]


def _json(rows: Sequence[DeadLetter] | Sequence[Fault]) -> str:
    # every other character is escaped: a terminal may read it too
    return json.dumps([asdict(row) for row in rows], indent=2, default=_as_text)


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _line(letter: DeadLetter) -> str:
    parts = (
        letter.service,
        letter.id,
        letter.event_type or "-",
        _when(letter.first_failed),
        in_one_line(letter.reason)[:120],
    )
    return "  ".join(plain(part) for part in parts)


def _fault(fault: Fault) -> str:
    """12 × deed.published.v1 at notifications since 2026-11-22 08:30: KeyError: 'unit'"""
    return (
        f"{fault.count} × {plain(fault.event_type or 'unreadable')} at {fault.service} "
        f"since {_when(fault.first_failed)}: {plain(in_one_line(fault.reason)[:200])}"
    )


def _in_full(letter: DeadLetter, settings: Settings) -> str:
    return f"""\
{plain(letter.id)}
  consumer      {letter.service}
  event         {plain(letter.event_type)}
  case          {plain(letter.subject)} {page_of(letter, settings)}
  correlation   {plain(letter.correlation_id)}
  journey       {journey(letter)}
  first failed  {_when(letter.first_failed)}, {letter.attempts} attempts
  reason        {plain(letter.reason)}
{_indented(letter.body)}
"""


def page_of(letter: DeadLetter, settings: Settings) -> str:
    """The address of its case's page; empty where there is none."""
    for end, page in PAGES.items():
        if letter.source.endswith(f"/{end}"):
            return plain(f"{settings.base_url}{page}{letter.subject}")
    return ""


def journey(letter: DeadLetter) -> str:
    """How to find what led here, in every log of every process."""
    key = "".join(each for each in letter.correlation_id if each.isalnum() or each in "-_")
    if not key:
        return "unknown: it carries no correlation id"
    logs = log_directory()
    return f"grep -h {key} {logs}/*.log" if logs else f"lines of the logs with {key}"


def _when(moment: datetime | None) -> str:
    """Finnish time, as the office reads it."""
    return f"{moment.astimezone(ambient.HELSINKI):%Y-%m-%d %H:%M:%S}" if moment else "-"


def _indented(body: str) -> str:
    try:
        return plain(json.dumps(json.loads(body), ensure_ascii=False, indent=2))
    except (ValueError, RecursionError):
        return plain(body)


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def plain(text: str) -> str:
    """What a stranger wrote must not steer the terminal it is shown on."""
    return "".join(
        each if each.isprintable() or each == "\n" else f"\\x{ord(each):02x}" for each in text
    )
