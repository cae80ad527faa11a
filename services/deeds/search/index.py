"""The index: a directory of tantivy's, filled with ready-made terms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy

from services.deeds.search.entry import DIMENSIONS, SECTIONS

VERSION = f"1 {version('tantivy')}"  # raise the number when the schema changes
WRITER_BYTES = 20_000_000
# å, ä and ö are letters of their own after z
AFTER_Z = str.maketrans({"å": "\ue000", "ä": "\ue001", "æ": "\ue001", "ö": "\ue002", "ø": "\ue002"})
MOST_FACETS = 2_000
SORT_FIELDS = {
    "newest": ("published", tantivy.Order.Desc),
    "updated": ("updated", tantivy.Order.Desc),
    "title": ("order", tantivy.Order.Asc),
}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for section in SECTIONS:
        builder.add_text_field(section, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(f"{section}_more", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("forms", tokenizer_name="whitespace", index_option="basic")
    for dimension in DIMENSIONS:
        builder.add_text_field(dimension, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("order", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("published", fast=True)
    builder.add_integer_field("updated", fast=True)
    builder.add_integer_field("number", stored=True)
    builder.add_integer_field("changed", stored=True)
    builder.add_bytes_field("card", stored=True)
    return builder.build()


SCHEMA = _schema()


@dataclass(frozen=True)
class Found:
    """One result as the index keeps it."""

    id: str
    number: int
    card: dict[str, Any]


class Reader:
    """The index at one moment."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self.count: int = searcher.num_docs
        self._frequencies: dict[tuple[str, str], int] = {}

    def frequency(self, field: str, term: str) -> int:
        """How many deeds have the term in the field."""
        known = self._frequencies.get((field, term))
        if known is None:
            known = self._frequencies[field, term] = self._searcher.doc_freq(field, term)
        return known

    def beginning_with(self, letters: str, fields: Iterable[str]) -> set[str]:
        """Terms of the fields, not more than a hundred of each."""
        found = (self._searcher.terms_with_prefix(name, letters, limit=100) for name in fields)
        return {term for terms in found for term, _ in terms}

    def changed(self, key: str) -> int | None:
        """When the entry that stands under the key was written, in milliseconds; None for none."""
        result = self._searcher.search(only(key), limit=1)
        return self._searcher.doc(result.hits[0][1]).get_first("changed") if result.hits else None

    def card(self, key: str) -> dict[str, Any] | None:
        _, found = self.find(only(key), limit=1)
        return found[0].card if found else None

    def find(
        self, query: tantivy.Query, *, sort: str = "relevance", limit: int, offset: int = 0
    ) -> tuple[int, list[Found]]:
        """(how many in all, these of them)."""
        ordered: dict[str, Any] = {}
        if sort in SORT_FIELDS:
            field, order = SORT_FIELDS[sort]
            ordered = {"order_by_field": field, "order": order}
        result: Any = self._searcher.search(query, limit=limit, offset=offset, **ordered)
        return int(result.count), [self._found(address) for _, address in result.hits]

    def near_the_best(self, query: tantivy.Query, share: float, limit: int) -> list[str] | None:
        """Ids of what has at least this share of the best one's score.

        None when that is all there is, or `limit` and more.
        """
        hits: list[Any] = self._searcher.search(query, limit=limit, count=False).hits
        kept = [address for score, address in hits if score >= share * hits[0][0]]
        if len(kept) == len(hits):
            return None
        return [str(self._searcher.doc(address).get_first("id")) for address in kept]

    def facets(
        self, query: tantivy.Query, dimensions: Iterable[str]
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        """Dimension → (key, count), most first."""
        wanted = {
            name: {"terms": {"field": name, "size": MOST_FACETS, "segment_size": MOST_FACETS}}
            for name in dimensions
        }
        counted = self._searcher.aggregate(query, wanted) if wanted and self.count else {}
        return {
            name: tuple((row["key"], row["doc_count"]) for row in counted[name]["buckets"])
            if counted
            else ()
            for name in wanted
        }

    def _found(self, address: tantivy.DocAddress) -> Found:
        stored: dict[str, list[Any]] = self._searcher.doc(address).to_dict()
        return Found(stored["id"][0], stored["number"][0], json.loads(stored["card"][0]))


def only(key: str) -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, "id", key, "basic")


class WriterTaken(Exception):
    """Another process, or thread, is writing."""


class Index:
    """Opens the directory or makes it. Raises ValueError when what is there cannot be read."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(SCHEMA, path=str(directory))

    def reader(self) -> Reader:
        """As of the last commit of whichever process writes."""
        self._index.reload()
        return Reader(self._index.searcher())

    def writer(self) -> Writer:
        """Raises WriterTaken while another has it."""
        try:
            return Writer(self._index.writer(heap_size=WRITER_BYTES, num_threads=1))
        except ValueError as error:
            raise WriterTaken from error


class Writer:
    """There is one at a time. It writes until it is dropped."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def put(self, key: str, changed: int, entry: Mapping[str, Any]) -> None:
        """Replaces what stood under the key."""
        self.remove(key)
        self._writer.add_document(_document(key, changed, entry))

    def remove(self, key: str) -> None:
        self._writer.delete_documents_by_term("id", key)

    def commit(self) -> None:
        self._writer.commit()


def _document(key: str, changed: int, entry: Mapping[str, Any]) -> tantivy.Document:
    card = entry["card"]
    return tantivy.Document(
        id=key,
        number=entry["number"],
        changed=changed,
        published=_seconds(card["published_at"]),
        updated=_seconds(card["updated_at"]),
        order=card["title"].casefold().translate(AFTER_Z)[:100],
        card=json.dumps(card, ensure_ascii=False).encode(),
        **entry["terms"],
        **entry["facets"],
    )


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
