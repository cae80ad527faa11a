"""The indexes that a document declares, against those that its collection has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mongoengine import Document
from pymongo.collection import Collection

OPTIONS = ("unique", "sparse", "expireAfterSeconds")
Documents = Collection[dict[str, Any]]
Declared = dict[str, tuple[Any, dict[str, Any]]]
"""Name → keys and options."""


@dataclass(frozen=True)
class Differences:
    """Names of indexes. `changed`: under the same name with other keys or options."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.surplus)

    def __str__(self) -> str:
        kinds = ("missing", "changed", "surplus")
        named = {kind: getattr(self, kind) for kind in kinds}
        return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in named.items() if names)


def declared(document_class: type[Document]) -> Declared:
    found = {}
    for spec in document_class._meta["index_specs"]:
        options = {name: spec[name] for name in OPTIONS if spec.get(name) not in (None, False)}
        name = spec.get("name") or "_".join(f"{key}_{way}" for key, way in spec["fields"])
        found[name] = ([tuple(pair) for pair in spec["fields"]], options)
    return found


def differences(
    document_class: type[Document], documents: Collection[dict[str, Any]]
) -> Differences:
    """Of a collection that exists."""
    wanted = declared(document_class)
    there = {name: _as_declared(index) for name, index in documents.index_information().items()}
    there.pop("_id_", None)
    both = wanted.keys() & there.keys()
    return Differences(
        missing=tuple(sorted(wanted.keys() - there.keys())),
        changed=tuple(sorted(name for name in both if wanted[name] != there[name])),
        surplus=tuple(sorted(there.keys() - wanted.keys())),
    )


def put_right(document_class: type[Document], documents: Documents) -> Differences:
    """Make them as declared; what was different. On the connected store of the class."""
    found = differences(document_class, documents)
    for name in found.changed:
        documents.drop_index(name)
    if found.missing or found.changed:
        document_class.ensure_indexes()  # as at a start: the embedded store compares every option
    for name in found.surplus:  # last: no query is left without
        documents.drop_index(name)
    return found


def _as_declared(index: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    options = {name: index[name] for name in OPTIONS if index.get(name) not in (None, False)}
    return [tuple(pair) for pair in index["key"]], options
