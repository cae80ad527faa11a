"""How long a question takes, with facets, at 1,000, 10,000 and 100,000 deeds; and the memory.

    python -m bench.search.latency [deeds …]

Starts its own store. Every question goes through `catalogue.search`, as a page asks it: the
corpus's own words in one to six a question, filters in every third, every tenth a typing error.
"""

import json
import os
import random
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep, thread_time

from bench.search.many import corpus, many
from services.deeds.documents import SERVICE
from services.deeds.documents.deed import reserve_numbers
from services.deeds.documents.search_entry import SearchEntry
from services.deeds.handlers import catalogue, keeping
from services.deeds.search.entry import entry_of
from shared import store as stores
from shared.vocabulary import REGIONS, SECTORS
from tests.support.settings import make_settings
from tests.support.store import StoreServer

SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 600
JUDGED = Path(__file__).parent / "queries-tuning.json"


def resident():
    """Megabytes of this process, without the index's mapped files."""
    fields = dict(re.findall(r"(\w+):\s+(\d+) kB", Path("/proc/self/status").read_text()))
    return int(fields["RssAnon"]) / 1024


def questions(seed=2):
    """The same for every size."""
    chance = random.Random(seed)
    words = [w for deed in corpus() for w in re.findall(r"\w{3,}", deed["title"] + deed["need"])]
    judged = [query["query"] for query in json.loads(JUDGED.read_text())["queries"]]
    for number in range(QUESTIONS):
        if number % 2:
            text = chance.choice(judged)
        else:
            text = " ".join(chance.choices(words, k=chance.choice((1, 1, 2, 2, 3, 4, 6))))
        if number % 10 == 0:
            place = chance.randrange(len(text))
            text = text[:place] + chance.choice("aeiklnst") + text[place + 1 :]
        filters = {}
        if number % 3 == 0:
            filters = {
                "sectors": (chance.choice(list(SECTORS)),),
                "regions": tuple(chance.sample(list(REGIONS), 3)),
            }
        yield catalogue.Question(words=text, page=chance.choice((1, 1, 1, 2, 5)), **filters)


def keep(count):
    """Entries straight into the store, as many deeds' events would leave them."""
    collection = SearchEntry._get_collection()
    reserve_numbers(count)
    rows = []
    for deed in many(count):
        at = datetime.now(UTC)
        rows.append(
            {"_id": deed.id, "sequence": 1, "changed_at": at, "gone": False, **entry_of(deed)}
        )
        if len(rows) == 1000:
            collection.insert_many(rows, ordered=False)
            rows = []
    if rows:
        collection.insert_many(rows, ordered=False)


def built():
    """Seconds until the index is whole; the first question starts it."""
    start = perf_counter()
    while catalogue.search(catalogue.Question()).building is not None:
        sleep(0.05)
    return perf_counter() - start


def asked():
    """Milliseconds of each question: as they pass, and of the processor's own."""
    taken, worked = [], []
    for question in questions():
        start, began = perf_counter(), thread_time()
        catalogue.search(question)
        taken.append((perf_counter() - start) * 1000)
        worked.append((thread_time() - began) * 1000)
    return taken, worked


def measure(server, count):
    stores.connect(make_settings(store_url=server.url, store_prefix=f"bench{count}_"), SERVICE)
    SearchEntry.ensure_indexes()
    start = perf_counter()
    keep(count)
    kept = perf_counter() - start
    before = resident()
    build = built()
    asked()  # the first questions fill the caches, as they do in any process that lives
    taken, worked = asked()
    size = sum(file.stat().st_size for file in keeping._base.rglob("*") if file.is_file())
    p99, p99_worked = (quantiles(each, n=100)[98] for each in (taken, worked))
    print(
        f"{count:>7,} deeds   p50 {median(taken):6.1f} ms   p99 {p99:6.1f} ms"
        f"   slowest {max(taken):6.1f} ms   processor p99 {p99_worked:5.1f} ms"
        f"   built in {build:5.1f} s   written in {kept:5.1f} s"
        f"   {size / 2**20:4.0f} MB on disk   {resident():4.0f} MB in the process"
        f" ({resident() - before:+.0f})",
        flush=True,
    )


def main(sizes=SIZES):
    for count in sizes:
        with tempfile.TemporaryDirectory() as directory:
            keeping.keep_index_in(os.path.join(directory, "search"))
            server = StoreServer(Path(directory)).start()
            try:
                measure(server, count)
            finally:
                server.stop()


if __name__ == "__main__":
    main(tuple(int(argument) for argument in sys.argv[1:]) or SIZES)
