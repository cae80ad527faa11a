"""A named collection of deeds."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import BooleanField, DictField, ListField, StringField

from services.deeds.documents.deed import SERVICE
from services.deeds.workflow.collection import COLLECTION
from shared.workflow.case import Case


class Collection(Case):
    """`names`, `texts` {fi, sv, en}. `deeds` ids in the order shown."""

    workflow = COLLECTION
    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "collections",
        "indexes": ["state", {"fields": ["key"], "unique": True}],
    }

    key = StringField(required=True)  # of its address: /collections/vaikuttavat-kaytannot
    names = DictField()
    texts = DictField()
    made_by = StringField(default="")  # a development network's name; empty: the office
    on_home = BooleanField(default=False)  # its deeds are the picked ones of the home page
    deeds = ListField(StringField())
