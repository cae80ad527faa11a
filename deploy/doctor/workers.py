"""The workers: does one hold each service's lease, do events go out, do timers fire?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from deploy.doctor.finding import Finding, fault, ok, warning
from deploy.doctor.patient import Patient
from deploy.doctor.words import ago, many
from shared import ambient
from shared.messaging.outbox import WAITING
from shared.messaging.worker import Worker
from shared.workflow.case import Case

PATIENCE = timedelta(minutes=1)  # everything here is a matter of a second
AHEAD = timedelta(minutes=1)  # a lease is ten seconds long


def look_at_leases(patient: Patient) -> Iterator[Finding]:
    now = ambient.now()
    found = [each for worker in patient.workers for each in _lease(patient, worker.name, now)]
    yield from found or [ok(f"a worker is at work for each of {len(patient.workers)} services")]


def _lease(patient: Patient, service: str, now: datetime) -> Iterator[Finding]:
    lease = patient.database(service)["leases"].find_one({"_id": "worker"})
    still = "events, timers and loops stand still"
    if lease is None:
        yield fault(f"no worker is at work for {service}: {still}", patient.start_worker(service))
    elif lease["until"] <= now:
        since = ago(now - lease["until"])
        yield fault(
            f"the lease of the worker of {service} ran out {since}: {still}",
            patient.start_worker(service),
        )
    elif lease["until"] > now + AHEAD:
        yield fault(
            f"the lease of the worker of {service} is good until {lease['until']:%H:%M:%S}, which "
            "is too long: a clock is wrong",
            f"set the clocks right, then remove it from `leases` of {service}",
        )


def look_at_outboxes(patient: Patient) -> Iterator[Finding]:
    now, waiting = ambient.now(), 0
    stuck: list[Finding] = []
    for worker in patient.workers:
        for case_class in worker.cases:
            found = patient.stored(case_class).find(WAITING, {"outbox": 1})
            entries = [entry for document in found for entry in document["outbox"]]
            waiting += len(entries)
            stuck += _stuck(patient, worker, case_class, entries, now)
    yield from stuck or [ok(f"{many(waiting, 'event')} on the way, none longer than a minute")]


def _stuck(
    patient: Patient,
    worker: Worker,
    case_class: type[Case],
    entries: list[Mapping[str, Any]],
    now: datetime,
) -> Iterator[Finding]:
    late = [entry for entry in entries if entry["at"] < now - PATIENCE]
    # on the in-process bus an event waits in the outbox for its next try
    retried = [entry for entry in late if _failed(entry)]
    name = f"{case_class._get_collection_name()} of {worker.name}"
    if retried:
        consumer, delivery = min(_failed(retried[0]).items())
        yield warning(
            f"{many(len(retried), 'event')} of {name} wait to be tried again, the first at "
            f"{consumer}: {' '.join(delivery['reason'].split())[:120]}",
            "mend the cause; it is tried again within half an hour, six times in all",
        )
    if len(late) > len(retried):
        oldest = min(entry["at"] for entry in late if not _failed(entry))
        yield fault(
            f"{many(len(late) - len(retried), 'event')} of {name} untold, the oldest since "
            f"{ago(now - oldest)}",
            f"is the broker away? If not: {patient.start_worker(worker.name)}",
        )


def _failed(entry: Mapping[str, Any]) -> dict[str, Any]:
    deliveries: Mapping[str, Any] = entry.get("deliveries", {})
    return {name: each for name, each in deliveries.items() if each.get("attempts")}


def look_at_timers(patient: Patient) -> Iterator[Finding]:
    now, found = ambient.now(), []
    for worker in patient.workers:
        for case_class in worker.cases:
            late = _late_timers(patient, case_class, now)
            if late:
                found.append(
                    fault(
                        f"{many(len(late), 'timer')} of {case_class._get_collection_name()} should "
                        f"have fired, the first ({late[0][1]} of {late[0][2]}) "
                        f"{ago(now - late[0][0])}",
                        f"`grep 'timer failed'` in the worker's log; if there is nothing: "
                        f"{patient.start_worker(worker.name)}",
                    )
                )
    yield from found or [ok("none is overdue")]


def _late_timers(
    patient: Patient, case_class: type[Case], now: datetime
) -> list[tuple[datetime, str, str]]:
    before = now - PATIENCE
    cases = patient.stored(case_class).find({"due.at": {"$lt": before}}, {"due": 1})
    return sorted(
        (timer["at"], timer["action"], case["_id"])
        for case in cases
        for timer in case["due"]
        if timer["at"] < before
    )
