"""How long one step of a case takes, beside the bare write it stands on, and a whole grant.

    python -m bench.grants

Starts its own store. The floor is one update_one of the same document, filtered by id and version.
"""

import logging
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import structlog

from services.applications.documents import SERVICE, Application
from services.applications.handlers import drafts, orders
from shared import store as stores
from shared.workflow.perform import perform
from tests.integration.applications import casebook
from tests.support.settings import make_settings
from tests.support.store import StoreServer

TIMES = 100


def timed(act, times=TIMES):
    """Milliseconds of each call."""
    taken = []
    for number in range(times):
        start = perf_counter()
        act(number)
        taken.append((perf_counter() - start) * 1000)
    return taken


def line(name, taken, floor):
    print(
        f"{name:44} p50 {median(taken):6.1f} ms  p99 {quantiles(taken, n=100)[98]:6.1f} ms"
        f"  {median(taken) / floor:5.1f} × floor"
    )


def measure():
    casebook.add_themes("processes")
    casebook.add_expert()
    casebook.open_round(budget=9000)
    draft = casebook.draft()
    collection = Application._get_collection()

    def bare(number):
        met = {"_id": draft.id, "version": draft.version}
        collection.update_one(met, {"$set": {"unit": f"unit {number}"}})

    floor = timed(bare)
    base = median(floor)
    line("floor: one guarded update_one", floor, base)
    case = [draft]

    def save(number):
        actor = drafts.applicant_of(case[0])
        case[0] = perform(case[0], "save", actor, sets={"unit": f"unit {number}"})

    line(f"a step without an event ({TIMES} on one case)", timed(save), base)
    waiting = [casebook.submitted(business_id=f"{1000000 + n}-0") for n in range(TIMES)]
    line("grant: reserve, decide, order, tell", timed(lambda n: casebook.grant(waiting[n])), base)
    granted = [casebook.stored(one) for one in waiting]
    line("accept", timed(lambda n: orders.accept_order(granted[n], order=1)), base)


def main():
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as directory:
        server = StoreServer(Path(directory)).start()
        try:
            stores.connect(make_settings(store_url=server.url, store_prefix="bench_"), SERVICE)
            measure()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
