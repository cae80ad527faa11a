"""The base of every stored document: read in its newest shape, whatever shape the store has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from mongoengine import Document, QuerySet
from mongoengine.queryset.field_list import QueryFieldList

from shared import store
from shared.migrations.bringing_up import bring_up
from shared.migrations.migration import (
    SCHEMA,
    Migrations,
    current,
    number_of,
    stored_as,
    upgraded,
)

TRIES = 5  # somebody else writes the document meanwhile, each time


class WithSchema(QuerySet):
    """Whatever part of a document is asked for: its number comes along."""

    def fields(self, _only_called: bool = False, **kwargs: Any) -> WithSchema:
        queryset: WithSchema = super().fields(_only_called, **kwargs)
        if _only_called and kwargs:
            queryset._loaded_fields += QueryFieldList([SCHEMA], value=1, _only_called=True)
        return queryset


class Stored(Document):
    """A document of an older shape is read through its `migrations`, and gets its new shape in
    the store when it is written, or when the worker comes by (docs/operations.md, Upgrading).

    A field that this code does not know belongs to another release: it is left where it is.
    """

    meta: ClassVar[dict[str, Any]] = {"abstract": True, "queryset_class": WithSchema}
    migrations: ClassVar[Migrations] = ()

    @classmethod
    def _from_son(cls, son: Mapping[str, Any], *args: Any, **kwargs: Any) -> Stored:
        """Raises NewerDocument."""
        shaped = upgraded(son, cls.migrations)
        known = {name: shaped[name] for name in shaped if name in cls._reverse_db_field_map}
        document: Stored = super()._from_son(known, *args, **kwargs)
        document._is_behind = number_of(son) < current(cls.migrations)
        return document

    def to_mongo(self, use_db_field: bool = True, fields: Any = None) -> Any:
        son = super().to_mongo(use_db_field, fields)
        number = stored_as(current(self.migrations))
        if number and not fields:
            son[SCHEMA] = number
        return son

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.be_current()
        return super().save(*args, **kwargs)

    @classmethod
    def of_this_shape(cls) -> dict[str, Any]:
        """The part of a write's filter that keeps it off a document of another shape."""
        return {SCHEMA: stored_as(current(cls.migrations))}

    def be_current(self) -> None:
        """Before it is written: what the store has takes the shape that it was read in."""
        for _ in range(TRIES):
            if not getattr(self, "_is_behind", False):
                return
            as_stored = self._get_collection().find_one({"_id": self.pk})
            if as_stored and number_of(as_stored) < current(self.migrations):
                settings = store.settings_of(self._meta["db_alias"])
                bring_up(self._get_collection(), self.migrations, [as_stored], settings)
            else:
                self._is_behind = False
