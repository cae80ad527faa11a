"""The ledger of a case's reminders: which have gone, to whom, and what comes if nobody answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.web.story import mail_line
from shared.workflow.case import Case
from shared.workflow.mail_rows import COUNT_ANEW

REMIND, ESCALATE = "remind", "escalate"


@dataclass(frozen=True)
class Rung:
    """`action` is remind or escalate, or count_anew: the mail that they belong to left only then.
    `number` counts reminders since that, or since the case came to its state.

    A planned rung goes at `at` unless the case moves on before. One that is done says where its
    mails are; none where it was kept back because an earlier mail had not been released yet.
    """

    action: str
    at: datetime
    number: int
    planned: bool
    mails: tuple[str, ...] = ()


def ladder_of(case: Case) -> list[Rung]:
    """In the order of time. Timers stop when the case moves on, and then nothing is planned."""
    mails = getattr(case, "mails", ())
    done: list[Rung] = []
    number = 0
    for entry in case.history:
        if entry["source_state"] != entry["state"] or entry["action"] == COUNT_ANEW:
            number = 0
        if entry["action"] in (REMIND, ESCALATE, COUNT_ANEW):
            number += entry["action"] == REMIND
            done.append(Rung(entry["action"], entry["at"], number, False, lines(entry, mails)))
    planned = sorted(
        (timer for timer in case.due if timer["action"] in (REMIND, ESCALATE)),
        key=lambda timer: timer["at"],
    )
    for timer in planned:
        number += timer["action"] == REMIND
        done.append(Rung(timer["action"], timer["at"], number, True))
    return done


def lines(entry: Mapping[str, Any], mails: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(mail_line(mail) for mail in mails if mail["event_id"] == entry["id"])
