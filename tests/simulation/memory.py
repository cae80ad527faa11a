"""A store in memory: mongomock, with what it lacks of what we use, and fewer copies.

Thousands of simulated days would take the embedded store hours. A few runs are played there
too (`test_on_the_real_store`). What is stored is replaced by what takes its place and never
changed, so that rules may look at it, and beginnings be put back, without a copy of it.
"""

import itertools
import pickle
import types

import mongoengine
import mongomock
import mongomock.collection
import mongomock.helpers
import mongomock.store
import pymongo
from mongomock.filtering import filter_applies
from mongomock.results import BulkWriteResult, UpdateResult
from pymongo.operations import DeleteMany, DeleteOne, InsertOne, ReplaceOne, UpdateMany, UpdateOne

from deploy.registry import SERVICES
from shared import ambient
from shared.store import OPTIONS
from tests.simulation.updates import placed, plain, value_of


def copied(value):
    """Several times as fast as `copy.deepcopy`."""
    return pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


_pickled = {}  # id of a stored document → (the document, its bytes)
MOST_PICKLED = 5_000


def copy_of(document):
    """Of one that is stored: it is read many times before another takes its place."""
    found = _pickled.get(id(document))
    if found is None:
        if len(_pickled) >= MOST_PICKLED:
            _pickled.clear()
        found = (document, pickle.dumps(document, pickle.HIGHEST_PROTOCOL))
        _pickled[id(document)] = found
    return pickle.loads(found[1])


def _set_to_now(document, field, _type):
    document[field] = ambient.now()


# by the real clock, which is not the simulation's
mongomock.collection._current_date_updater = _set_to_now
mongomock.store.CollectionStore._remove_expired_documents = lambda _store: None
mongomock.collection.copy = types.SimpleNamespace(deepcopy=copied, copy=copied)
# kept aware, in UTC, cut to milliseconds by `ambient`: they need no changing on the way in or out
mongomock.helpers.patch_datetime_awareness_in_document = plain
mongomock.helpers.make_datetime_timezone_aware_in_document = lambda document: document


class Collection(mongomock.collection.Collection):
    """One write after the other, as they reach the store: a bulk may be cut anywhere."""

    def bulk_write(self, requests, ordered=True, **_options):
        counted = dict.fromkeys(
            ("nInserted", "nMatched", "nModified", "nRemoved", "nUpserted"), 0
        ) | {"upserted": [], "writeErrors": [], "writeConcernErrors": []}
        for place, request in enumerate(requests):
            try:
                self._one_of_bulk(request, counted)
            except pymongo.errors.DuplicateKeyError as error:
                counted["writeErrors"].append(
                    {"index": place, "code": 11000, "errmsg": str(error), "op": None}
                )
                if ordered:
                    break
        if counted["writeErrors"]:
            raise pymongo.errors.BulkWriteError(counted)
        return BulkWriteResult(counted, True)

    def _one_of_bulk(self, request, counted):
        match request:
            case InsertOne():
                self.insert_one(request._doc)
                counted["nInserted"] += 1
            case UpdateOne() | UpdateMany():
                update = self.update_one if isinstance(request, UpdateOne) else self.update_many
                result = update(
                    request._filter,
                    request._doc,
                    upsert=bool(request._upsert),
                    array_filters=request._array_filters,
                )
                counted["nMatched"] += result.matched_count
                counted["nModified"] += result.modified_count
                counted["nUpserted"] += result.upserted_id is not None
            case ReplaceOne():
                result = self.replace_one(
                    request._filter, request._doc, upsert=bool(request._upsert)
                )
                counted["nMatched"] += result.matched_count
                counted["nModified"] += result.modified_count
            case DeleteOne():
                counted["nRemoved"] += self.delete_one(request._filter).deleted_count
            case DeleteMany():
                counted["nRemoved"] += self.delete_many(request._filter).deleted_count
            case _:
                raise NotImplementedError(type(request).__name__)

    def _insert(self, data, session=None, ordered=True):
        """One document, which is what ours get; the checks of its field names are left out."""
        key = data["_id"]
        if key in self._store:
            raise pymongo.errors.DuplicateKeyError("E11000 Duplicate Key Error", 11000)
        self._store[key] = plain(data)
        try:
            self._ensure_uniques(data)
        except pymongo.errors.DuplicateKeyError:
            del self._store[key]
            raise
        return key

    def _copy_only_fields(self, document, fields, container):
        if fields:
            return super()._copy_only_fields(document, fields, container)
        return copy_of(document)

    def _update(self, spec, document, upsert=False, multi=False, **_options):
        """As mongomock's, but what is stored is replaced and not changed."""
        spec, document = plain(spec), plain(document)
        found = list(itertools.islice(self._iter_documents(spec), None if multi else 1))
        if not found and upsert:
            return super()._update(spec, document, upsert=True)
        changed = sum(self._replace(existing, spec, document) for existing in found)
        return {"n": len(found), "nModified": changed, "upserted": None}

    def _replace(self, existing, spec, update):
        after = copy_of(existing)
        if isinstance(update, list):
            self._apply_update_pipeline(after, update, None)
        else:
            self._apply_update_document(after, spec, update, False)
        if after == existing:
            return False
        self._store[after["_id"]] = after
        try:
            self._ensure_uniques(after)
        except pymongo.errors.DuplicateKeyError:
            self._store[after["_id"]] = existing
            raise
        return True

    def _apply_update_pipeline(self, existing_document, pipeline, session):
        """The one stage that we use, of which mongomock lacks operators."""
        (stage,) = pipeline
        values = {name: value_of(part, existing_document) for name, part in stage["$set"].items()}
        existing_document.update(values)

    def update_one(self, filter, update, upsert=False, array_filters=None, **options):
        for document in list(self._iter_documents(filter)) if array_filters else ():
            meant = placed(update, document, array_filters)
            meant = {operator: fields for operator, fields in meant.items() if fields}
            if not meant:  # no item fits: nothing is changed
                return UpdateResult({"n": 1, "nModified": 0, "updatedExisting": True}, True)
            return super().update_one({"_id": document["_id"]}, meant, **options)
        return super().update_one(filter, update, upsert=upsert, **options)

    def stored(self, wanted):
        """As `find`, without copies: to be looked at only."""
        return self._iter_documents(wanted) if wanted else self._store._documents.values()

    def _iter_documents(self, filter):
        """As mongomock's, but what is asked for by its id is not looked for."""
        wanted = filter.get("_id")
        if isinstance(wanted, str):
            ids = [wanted]
        elif isinstance(wanted, dict) and set(wanted) == {"$in"}:
            ids = wanted["$in"]
        else:
            return super()._iter_documents(filter)
        documents = self._store._documents
        found = [documents[key] for key in dict.fromkeys(ids) if key in documents]
        return (document for document in found if filter_applies(filter, document))

    def insert_many(self, documents, ordered=True, **_options):
        documents = list(documents)
        self.bulk_write([InsertOne(each) for each in documents], ordered=ordered)
        return types.SimpleNamespace(inserted_ids=[each["_id"] for each in documents])


class Database(mongomock.Database):
    def get_collection(self, name, *args, **kwargs):
        made = super().get_collection(name, *args, **kwargs)
        made.__class__ = Collection
        return made


class Client(mongomock.MongoClient):
    def get_database(self, *args, **kwargs):
        made = super().get_database(*args, **kwargs)
        made.__class__ = Database
        return made


def connect(settings):
    """Every service on a store in memory."""
    for service in SERVICES:
        mongoengine.disconnect(alias=service.name)
        mongoengine.connect(
            db=settings.store_prefix + service.name,
            alias=service.name,
            host="mongodb://memory",
            mongo_client_class=Client,
            uuidRepresentation="standard",
            tz_aware=OPTIONS["tz_aware"],
        )


def collections():
    """(service, name) → documents by id, of every collection that there is."""
    return {
        (service.name, name): collection._documents
        for service in SERVICES
        for name, collection in mongoengine.get_db(service.name)._store._collections.items()
    }


def snapshot():
    """Everything that is stored, to be put back later."""
    return {place: dict(documents) for place, documents in collections().items()}


def restore(kept):
    """As it was when `kept` was taken, also in a store made since; {} for empty. Indexes stay."""
    for service, name in kept:
        mongoengine.get_db(service)[name]._store.create()
    for (service, name), documents in collections().items():
        documents.clear()
        documents.update(kept.get((service, name), {}))
