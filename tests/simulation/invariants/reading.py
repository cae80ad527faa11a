"""Stored documents as they are, without the product's own reading of them."""

from functools import cache

from mongoengine.base import get_document
from mongoengine.base.common import _document_registry

from tests.simulation import memory
from tests.support.settings import make_settings

PREFIX = make_settings().store_prefix


@cache
def document_classes():
    """(database, collection) → the class of its documents."""
    found = {}
    for name in list(_document_registry):
        each = get_document(name)
        if not each._meta.get("abstract") and each._meta.get("db_alias"):
            found[PREFIX + each._meta["db_alias"], each._get_collection_name()] = each
    return found


def changed_documents(changed):
    """(class, document) of what was written, as it stands now."""
    for database, collection, key in changed:
        document_class = document_classes().get((database, collection))
        if document_class is None:
            continue
        for document in rows(document_class, {} if key is None else {"_id": key}):
            yield document_class, document


def rows(document_class, wanted=None):
    """To be looked at only: the store in memory gives what it has, not a copy."""
    collection = document_class._get_collection()
    look = collection.stored if isinstance(collection, memory.Collection) else collection.find
    return list(look(wanted or {}))
