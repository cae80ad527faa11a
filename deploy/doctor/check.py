"""One check, and how it is made: bounded in time, and never in the way of the next one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from deploy.doctor.finding import Away, Finding, unknown
from deploy.doctor.patient import Patient

WITHIN = 10.0  # seconds

Look = Callable[[Patient], Iterable[Finding]]
"""Yields at least one finding. Raises Away; whatever else it raises becomes one line."""


@dataclass(frozen=True)
class Check:
    """`needs` names the checks whose subject must answer first; `within` is in seconds."""

    name: str
    look: Look
    needs: frozenset[str] = frozenset()
    within: float = WITHIN


@dataclass(frozen=True)
class Result:
    check: str
    finding: Finding


@dataclass
class _Made:
    """What has come of a check so far: its thread may outlive our patience."""

    findings: list[Finding] = field(default_factory=list)
    away: bool = False
    done: bool = False


def examine(patient: Patient, checks: Sequence[Check]) -> Iterator[Result]:
    away: set[str] = set()
    for check in checks:
        lacking = sorted(check.needs & away)
        if lacking:
            yield Result(check.name, unknown(f"not looked at: see {lacking[0]}"))
            continue
        made = _make(check, patient)
        if made.away or not made.done:
            away.add(check.name)
        yield from (Result(check.name, finding) for finding in made.findings)


def _make(check: Check, patient: Patient) -> _Made:
    made = _Made()
    thread = threading.Thread(target=_look, args=(check, patient, made), daemon=True)
    thread.start()
    thread.join(check.within)
    if thread.is_alive():
        late = unknown(
            f"no answer within {check.within:g} seconds", "is what it asks stopped, or busy?"
        )
        return _Made([*made.findings, late])
    return made


def _look(check: Check, patient: Patient, made: _Made) -> None:
    try:
        for finding in check.look(patient):
            made.findings.append(finding)
    except Away as away:
        made.findings.append(away.finding)
        made.away = True
    except Exception as error:
        made.findings.append(unknown(f"could not be checked: {_in_one_line(error)}"))
    made.done = True


def _in_one_line(error: Exception) -> str:
    # the store's driver adds its whole topology to a message
    text = " ".join(str(error).split()).partition(", Timeout:")[0]
    return f"{type(error).__name__}: {text}"[:300]
