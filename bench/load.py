"""How many forms a second nginx, one web process and the store take, and how many are refused.

People at addresses of their own open a form and send it, one after another without a pause; who is
refused waits as long as Retry-After says. Nothing confirmed may be missing from the store.
"""

import os
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from shared.meter import Meter
from tests.support.besieged import Besieged
from tests.support.crowd import Crowd
from tests.support.store import StoreServer

SECONDS = 30
CROWDS = (1, 8, 50, 200)
COUNTED = 300


def measured(system, people, seconds):
    started = time.perf_counter()
    crowd = Crowd(system.base_url, people, seconds).run()
    took = time.perf_counter() - started
    if crowd.complaints or lost(system, crowd):
        raise RuntimeError(f"{crowd.complaints[:3]}, lost: {lost(system, crowd)[:3]}")
    answers = sum(crowd.posts.values()) + sum(crowd.pages.values())
    refused = crowd.refused + crowd.pages[503] + crowd.pages[429]
    print(
        f"{people:4} people   {len(crowd.confirmed) / took:6.1f} forms/s   {answers / took:6.1f} "
        f"requests/s   refused {refused / answers:5.1%}   p50 {median(crowd.seconds):5.2f} s   "
        f"p99 {quantiles(crowd.seconds, n=100)[98]:5.2f} s"
    )
    return len(crowd.confirmed)


def lost(system, crowd):
    with system.store.client() as client:
        found = client[f"{system.store.prefix}deeds"]["tips"].find({}, {"about": 1})
        stored = {tip["about"]: tip["_id"] for tip in found}
    return [about for about, key in crowd.confirmed.items() if stored.get(about) != key]


def counting(system):
    """What it costs to count one request of an address: in our memory, and in the store."""
    meter = Meter()
    started = time.perf_counter()
    for number in range(COUNTED * 100):
        meter.take(f"192.0.2.{number % 200}", 120, time.monotonic())
    ours = (time.perf_counter() - started) / COUNTED / 100
    meter.file.close()
    with system.store.client() as client:
        counters = client[f"{system.store.prefix}bench"]["counters"]
        started = time.perf_counter()
        for number in range(COUNTED):
            key = {"_id": f"192.0.2.{number % 200}"}
            counters.update_one(key, {"$inc": {"count": 1}}, upsert=True)
            counters.find_one(key)
        theirs = (time.perf_counter() - started) / COUNTED
    print(
        f"counting one request of an address: {ours * 1e6:.0f} µs in shared memory, "
        f"{theirs * 1e6:,.0f} µs in the store"
    )


def main(seconds=SECONDS):
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        store = StoreServer(directory).start()
        (directory / "site").mkdir()
        system = Besieged(directory / "site", store, ["deeds"], a_minute=100_000)
        try:
            system.start()
            print(f"other work on the machine when it began: load {os.getloadavg()[0]:.1f}")
            confirmed = sum(measured(system, people, seconds) for people in CROWDS)
            print(f"forms confirmed {confirmed:,}, missing from the store 0")
            counting(system)
        finally:
            system.stop()
            store.stop()


if __name__ == "__main__":
    main()
