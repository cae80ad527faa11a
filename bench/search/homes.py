"""Where search terms could live: tantivy's files, arrays in the web process, an indexed array in
the store. The same terms and questions for each; docs/adr/0007 draws the conclusion.

    python -m bench.search.homes [deeds …]

Only the bare work: which deeds have one of the terms, the best twenty, how many in each sector.
"""

import json
import sys
import tempfile
from collections import defaultdict
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import numpy as np
from pymongo import MongoClient

from bench.search.latency import JUDGED, resident
from bench.search.many import many
from services.deeds.search.analysis import terms_of
from services.deeds.search.entry import entry_of
from services.deeds.search.index import SCHEMA, Index
from services.deeds.search.ranking import Query, Should
from services.deeds.search.words import words_of
from shared.vocabulary import SECTORS
from tests.support.store import StoreServer

SIZES = (1_000, 10_000, 100_000)
SHOWN = 20
MOST_IN_STORE = 1_000  # the embedded store did not take 10,000 in twenty minutes
STREAMS = ("title", "need", "text", "text_more", "title_more")
CODES = {name: code for code, name in enumerate(SECTORS)}


def questions():
    """Terms of each judged query, with those of compounds that contain its words."""
    for judged in json.loads(JUDGED.read_text())["queries"]:
        exact = {
            term
            for word in words_of(judged["query"])
            for language in ("fi", "sv")
            for term in terms_of(word.text, language).exact
        }
        yield [mark + term for term in exact for mark in ("", ">", "<")]


def words(entry):
    return {term for stream in STREAMS for term in entry["terms"][stream].split()}


def of_tantivy(entries, directory):
    writer = Index(directory / "tantivy").writer()
    for key, entry in entries:
        writer.put(key, 1, entry)
    writer.commit()
    reader = Index(directory / "tantivy").reader()

    def ask(terms):
        clauses = [
            (Should, Query.term_query(SCHEMA, name, term, "freq"))
            for term in terms
            for name in STREAMS
        ]
        query = Query.boolean_query(clauses)
        reader.find(query, limit=SHOWN)
        reader.facets(query, ["sector"])

    return ask


def of_arrays(entries, directory):
    postings, sectors = defaultdict(list), []
    for place, (_, entry) in enumerate(entries):
        sectors.append(CODES[entry["facets"]["sector"][0]])
        for term in words(entry):
            postings[term].append(place)
    arrays = {term: np.array(places, dtype=np.int32) for term, places in postings.items()}
    sector = np.array(sectors, dtype=np.int8)

    def ask(terms):
        scores = np.zeros(len(sector), dtype=np.float32)
        for term in terms:
            if term in arrays:
                scores[arrays[term]] += np.log(len(sector) / len(arrays[term]))
        found = np.flatnonzero(scores)
        best = found[np.argsort(-scores[found])[:SHOWN]]
        return best, np.bincount(sector[found], minlength=len(CODES))

    return ask


def of_the_store(entries, directory, url):
    collection = MongoClient(url)["homes"]["entries"]
    collection.create_index("words")
    rows = []
    for key, entry in entries:
        sector = entry["facets"]["sector"][0]
        rows.append({"_id": key, "words": sorted(words(entry)), "sector": sector})
        if len(rows) == 500:
            collection.insert_many(rows)
            rows = []

    def ask(terms):
        matched = {"words": {"$in": terms}}
        list(collection.find(matched, {"words": True}))  # to be ranked by what they match
        list(collection.aggregate([{"$match": matched}, {"$group": {"_id": "$sector"}}]))

    return ask


def measure(name, home, count, directory):
    before, start = resident(), perf_counter()
    ask = home(((deed.id, entry_of(deed)) for deed in many(count)), directory)
    built, memory = perf_counter() - start, resident() - before
    taken = []
    for terms in questions():
        begun = perf_counter()
        ask(terms)
        taken.append((perf_counter() - begun) * 1000)
    p99 = quantiles(taken, n=100)[98]
    print(
        f"{count:>7,} {name:22} p50 {median(taken):8.2f} ms   p99 {p99:8.2f} ms"
        f"   built in {built:4.0f} s   {memory:+5.0f} MB in the process",
        flush=True,
    )


def main(sizes=SIZES):
    for _ in map(entry_of, many(min(sizes))):
        pass  # the caches of word forms are not what is compared
    for count in sizes:
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name)
            measure("tantivy", of_tantivy, count, directory)
            measure("arrays in the process", of_arrays, count, directory)
            if count > MOST_IN_STORE:
                continue
            server = StoreServer(directory).start()
            try:
                of_store = partial(of_the_store, url=server.url)
                measure("array in the store", of_store, count, directory)
            finally:
                server.stop()


if __name__ == "__main__":
    main(tuple(int(argument) for argument in sys.argv[1:]) or SIZES)
