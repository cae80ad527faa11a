"""Fires the timers of cases that are due, through the same `perform` as everything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo.errors import PyMongoError

from shared import tracing
from shared.errors import Conflict, DomainError
from shared.workflow.case import Case
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM

BATCH = 100


def fire_due(case_class: type[Case], now: datetime) -> int:
    """Perform every timer due by `now`, at most BATCH cases; returns how many fired.

    Safe to run twice at once: the timer's key is the step's cause, so it happens once. A timer that
    the case's state, or a guard, forbids is dropped; one that fails otherwise stays due, is logged,
    and holds up no other case. Raises only when the store cannot be reached.
    """
    fired = 0
    for case in case_class.objects(__raw__={"due.at": {"$lte": now}}).limit(BATCH):
        for entry in [timer for timer in case.due if timer["at"] <= now]:
            fired += _fire(case_class, case.id, entry)
    return fired


def _fire(case_class: type[Case], case_id: str, timer: dict[str, Any]) -> int:
    case = case_class.objects(id=case_id).first()
    if case is None or timer["key"] not in {entry["key"] for entry in case.due}:
        return 0  # an earlier timer, or somebody, has moved the case on
    with tracing.bound():
        try:
            perform(
                case, timer["action"], SYSTEM, cause=f"timer:{timer['key']}", fired=timer["key"]
            )
        except PyMongoError:
            raise
        except Conflict:
            return 0  # a busy case: the next round tries again
        except DomainError as error:
            tracing.log.warning(
                "timer dropped", case=case_id, timer=timer["key"], reason=str(error)
            )
            case_class._get_collection().update_one(
                {"_id": case_id}, {"$pull": {"due": {"key": timer["key"]}}}
            )
            return 0
        except Exception:
            tracing.log.exception("timer failed", case=case_id, timer=timer["key"])
            return 0
    return 1
