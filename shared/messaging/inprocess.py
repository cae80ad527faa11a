"""The bus without a broker: the outbox itself is the durable queue.

An event leaves its case's outbox when every consumer has handled it, or it lies among that
consumer's dead letters. Until then its outbox entry keeps `deliveries`: service → how it stands
there. Nothing is taken out before it is handled, so a kill at any point only means a repeat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from shared.messaging import stored_dead_letters
from shared.messaging.dispatch import Dead, Done, Retry, dispatch
from shared.messaging.envelope import Event
from shared.messaging.outbox import Untold, untold
from shared.messaging.worker import Worker
from shared.workflow.case import Case

Delivery = Mapping[str, Any]
"""How an event stands with one consumer: {done} or {attempts, next_at, first_failed_at, reason}."""

HANDLED: Delivery = {"done": True}


def deliver_once(workers: Sequence[Worker], now: datetime) -> int:
    """One sweep: every waiting event to each of its consumers whose turn it is.

    Returns how many times an event was handed to a consumer. A failing consumer holds up neither
    the others nor the next event. In order within a case, except what waits for its retry.
    """
    replayed = sum(stored_dead_letters.redeliver(worker, now) for worker in workers)
    return replayed + sum(
        deliver_case(case_class, case, workers, now)
        for worker in workers
        for case_class in worker.cases
        for case in untold(case_class)
    )


def deliver_case(
    case_class: type[Case], case: Untold, workers: Sequence[Worker], now: datetime
) -> int:
    """Hand over what one case has to tell, then write down in one go how it went."""
    handed = 0
    told: list[str] = []
    updates: list[UpdateOne] = []
    for event in case.events:
        consumers = [worker for worker in workers if worker.listens_to(event.type)]
        before: Mapping[str, Delivery] = case.entries[event.id].get("deliveries", {})
        turn = [worker for worker in consumers if _has_its_turn(before.get(worker.name, {}), now)]
        after = {
            **before,
            **{w.name: _hand_over(w, event, before.get(w.name, {}), now) for w in turn},
        }
        handed += len(turn)
        if all(after[worker.name] == HANDLED for worker in consumers):
            told.append(event.id)
        elif turn:
            updates.append(_note(case.case_id, event.id, after))
    if told:
        updates.append(
            UpdateOne({"_id": case.case_id}, {"$pull": {"outbox": {"id": {"$in": told}}}})
        )
    if updates:
        case_class._get_collection().bulk_write(updates)
    return handed


def _has_its_turn(delivery: Delivery, now: datetime) -> bool:
    return delivery != HANDLED and delivery.get("next_at", now) <= now


def _hand_over(worker: Worker, event: Event, delivery: Delivery, now: datetime) -> Delivery:
    attempt = delivery.get("attempts", 0) + 1
    first_failed_at = delivery.get("first_failed_at", now)
    match dispatch(worker, event, attempt):
        case Done():
            return HANDLED
        case Dead(reason):
            stored_dead_letters.bury(worker.name, event, reason, attempt, first_failed_at, now)
            return HANDLED
        case Retry(reason, after):
            return {
                "attempts": attempt,
                "next_at": now + after,
                "first_failed_at": first_failed_at,
                "reason": reason,
            }


def _note(case_id: str, event_id: str, deliveries: Mapping[str, Delivery]) -> UpdateOne:
    # the whole map: array filters that create a path inside do nothing on the embedded store
    return UpdateOne(
        {"_id": case_id},
        {"$set": {"outbox.$[entry].deliveries": deliveries}},
        array_filters=[{"entry.id": event_id}],
    )
