"""The dead letters: how many, and what they died of."""

from __future__ import annotations

from collections.abc import Iterator

from deploy.dead_letters import in_one_line, plain
from deploy.doctor.finding import Finding, fault, ok
from deploy.doctor.patient import Patient
from deploy.doctor.words import ago, many
from shared import ambient
from shared import store as stores
from shared.messaging.dead_letter import EVERY, Fault, faults_of
from shared.messaging.dead_letters import dead_letters

SHOWN = 5


def look_at_dead_letters(patient: Patient) -> Iterator[Finding]:
    letters = dead_letters(patient.settings)
    listening = [worker.name for worker in patient.workers if worker.handlers]
    for service in listening:
        stores.connect(patient.settings, service)
    faults = faults_of(letter for name in listening for letter in letters.find(name, EVERY))
    for each in faults[:SHOWN]:
        yield fault(
            _said(each),
            f"mend the cause, then `kunteko dead-letters replay --service {each.service} "
            f"--type {plain(each.event_type) or '…'}`; `show` tells more",
        )
    if len(faults) > SHOWN:
        rest = sum(each.count for each in faults[SHOWN:])
        yield fault(f"and {rest} that died of something else", "`kunteko dead-letters summary`")
    if not faults:
        yield ok("none")


def _said(each: Fault) -> str:
    since = f", the first {ago(ambient.now() - each.first_failed)}" if each.first_failed else ""
    event = plain(each.event_type) or "something unreadable"
    return f"{many(each.count, 'letter')}: {event} at {each.service}{since}: {_reason(each)}"


def _reason(each: Fault) -> str:
    return plain(in_one_line(each.reason))[:160]
