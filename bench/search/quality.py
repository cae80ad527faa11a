"""How well the search finds, beside PostgreSQL, SQLite FTS5 and tantivy, on judged queries.

    python -m bench.search.quality [tuning|set-aside]

384 deeds written for this and 132 queries of eleven kinds, judged 0–3 by meaning before any engine
was run; one half was set aside: no query of it and no result was looked at while the search was
made, only the figures below, twice. 60 more were added to the tuning half between these looks.
"""

import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.search.many import corpus, published
from bench.search.peers import Fts5, PostgreSql, Tantivy
from bench.search.scoring import KINDS, SILENT, mean, score
from services.deeds.documents import SERVICE
from services.deeds.documents.deed import reserve_numbers
from services.deeds.documents.search_entry import SearchEntry
from services.deeds.handlers import catalogue, keeping
from services.deeds.search.entry import entry_of
from shared import store as stores
from tests.support.settings import make_settings
from tests.support.store import StoreServer

HERE = Path(__file__).parent
HALVES = ("tuning", "set-aside")


class Ours:
    """catalogue.search(), as the pages ask it, on the embedded store."""

    def __init__(self, deeds):
        self.folder = tempfile.TemporaryDirectory()
        keeping.keep_index_in(os.path.join(self.folder.name, "search"))
        self.server = StoreServer(Path(self.folder.name)).start()
        stores.connect(make_settings(store_url=self.server.url, store_prefix="quality_"), SERVICE)
        SearchEntry.ensure_indexes()
        reserve_numbers(len(deeds))
        for number, deed in enumerate(deeds, start=1):
            entry = entry_of(published(number, deed["id"], deed))
            row = {"_id": deed["id"], "sequence": 1, "gone": False, **entry}
            row["changed_at"] = datetime.now(UTC)
            SearchEntry._get_collection().insert_one(row)
        while catalogue.search(catalogue.Question()).building is not None:
            pass

    def find(self, text):
        return [hit.id for hit in catalogue.search(catalogue.Question(words=text)).hits]

    def stop(self):
        self.server.stop()
        self.folder.cleanup()


def queries(half):
    return json.loads((HERE / f"queries-{half}.json").read_text())["queries"]


def engines(deeds):
    yield "Kunteko", Ours(deeds)
    yield "PostgreSQL, any word", PostgreSql(deeds, "|")
    yield "PostgreSQL, all words", PostgreSql(deeds, "&")
    yield "FTS5, words", Fts5(deeds, "unicode61")
    yield "FTS5, trigrams", Fts5(deeds, "trigram")
    yield "tantivy, Finnish stems", Tantivy(deeds, 0)
    yield "tantivy, one edit", Tantivy(deeds, 1)


def measured(engine, asked):
    """(kind → nDCG; the whole's figures) of one engine."""
    found = {query["query"]: engine.find(query["query"]) for query in asked}
    scores = [(q["kind"], score(found[q["query"]], q["grades"])) for q in asked if q["grades"]]
    silent = [not found[q["query"]] for q in asked if q["kind"] == SILENT]
    by_kind = {kind: mean(s.ndcg for k, s in scores if k == kind) for kind in KINDS}
    whole = {
        "nDCG@10": mean(s.ndcg for _, s in scores),
        "recall@10": mean(s.recall for _, s in scores),
        "MRR": mean(s.first for _, s in scores),
        "noise": mean(s.noise for _, s in scores if not s.empty),
        "empty": sum(s.empty for _, s in scores),
    }
    return by_kind | {SILENT: mean(silent)}, whole


def table(half, results):
    count = len(queries(half))
    print(f"the {half} half: {count} queries; nDCG@10 by kind, {SILENT}: share left unanswered\n")
    kinds = (*KINDS, SILENT)
    print(f"{'':24}" + "".join(f"{kind[:8]:>9}" for kind in kinds))
    for name, (by_kind, _) in results.items():
        print(f"{name:24}" + "".join(f"{by_kind[kind]:9.2f}" for kind in kinds))
    print(
        f"\n{'queries with an answer':24}{'nDCG@10':>10}{'recall@10':>11}{'MRR':>7}{'noise':>8}"
        f"{'empty':>7}{'Kunteko is ahead by':>21}"
    )
    ours = results["Kunteko"][1]["nDCG@10"]
    for name, (_, whole) in results.items():
        ahead = "" if name == "Kunteko" else f"{ours - whole['nDCG@10']:+.2f}"
        print(
            f"{name:24}{whole['nDCG@10']:10.2f}{whole['recall@10']:11.2f}{whole['MRR']:7.2f}"
            f"{whole['noise']:8.2f}{whole['empty']:7}{ahead:>21}"
        )
    print()


def main(halves=HALVES):
    deeds = corpus()
    results = {half: {} for half in halves}
    for name, engine in engines(deeds):
        try:
            for half in halves:
                results[half][name] = measured(engine, queries(half))
        finally:
            getattr(engine, "stop", lambda: None)()
    for half in halves:
        table(half, results[half])


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or HALVES)
