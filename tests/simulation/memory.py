"""A store in memory: mongomock, with what it lacks of what we use, and a quicker copy.

Thousands of simulated days would take the embedded store hours. A few runs are played there
too (`test_on_the_real_store`).
"""

import pickle
import types
from datetime import UTC, datetime

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
from shared.store import OPTIONS


def plain(value):
    """A document as it is stored: dicts, lists and values that nobody changes, moments aware."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)  # as a store takes it
    return value


def copied(document):
    """Of what is stored; several times as fast as `copy.deepcopy`."""
    return pickle.loads(pickle.dumps(document, pickle.HIGHEST_PROTOCOL))


# by the real clock, which is not the simulation's
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
        return copied(document)

    def _apply_update_pipeline(self, existing_document, pipeline, session):
        """The one stage that we use, of which mongomock lacks operators."""
        (stage,) = pipeline
        values = {name: _value(part, existing_document) for name, part in stage["$set"].items()}
        existing_document.update(values)

    def update_one(self, filter, update, upsert=False, array_filters=None, **options):
        for document in list(self._iter_documents(filter)) if array_filters else ():
            placed = _placed(update, document, array_filters)
            meant = {operator: fields for operator, fields in placed.items() if fields}
            if not meant:  # no item fits: nothing is changed
                return UpdateResult({"n": 1, "nModified": 0, "updatedExisting": True}, True)
            return super().update_one({"_id": document["_id"]}, meant, **options)
        return super().update_one(filter, update, upsert=upsert, **options)

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


def _value(expression, document):
    """What an expression of an update's pipeline comes to; of the operators that we use."""
    if isinstance(expression, str) and expression.startswith("$"):
        return document.get(expression[1:])
    if not isinstance(expression, dict):
        return expression
    ((operator, given),) = expression.items()
    if operator == "$literal":
        return plain(given)
    parts = [_value(part, document) for part in given]
    match operator:
        case "$arrayElemAt":
            return parts[0][parts[1]]
        case "$indexOfArray":
            return parts[0].index(parts[1])
        case "$concatArrays":
            return [item for part in parts for item in part]
        case "$ifNull":
            return next(part for part in parts if part is not None)
    raise NotImplementedError(operator)


def _placed(update, document, array_filters):
    """`outbox.$[entry].x` → `outbox.3.x`, for each place that the filter means."""
    wanted = {}
    for condition in array_filters:
        name = next(iter(condition)).split(".")[0]
        wanted[name] = {key.partition(".")[2]: value for key, value in condition.items()}
    return {
        operator: {
            placed: value
            for path, value in fields.items()
            for placed in _places(path.split("."), document, wanted)
        }
        for operator, fields in update.items()
    }


def _places(parts, at, wanted):
    """The paths that one with a `$[name]` stands for; none where no item fits."""
    if not parts:
        return [""]
    first, rest = parts[0], parts[1:]
    if first.startswith("$["):
        fits = wanted[first[2:-1]]
        names = [str(i) for i, item in enumerate(at) if filter_applies(fits, item)]
    else:
        names = [first]
    return [
        f"{name}.{below}".rstrip(".")
        for name in names
        for below in _places(rest, _part(at, name), wanted)
    ]


def _part(at, name):
    if isinstance(at, list):
        return at[int(name)]
    return at.get(name, {}) if isinstance(at, dict) else {}


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
    return {place: copied(dict(documents)) for place, documents in collections().items()}


def restore(kept):
    """As it was when `kept` was taken, also in a store made since; {} for empty. Indexes stay."""
    for service, name in kept:
        mongoengine.get_db(service)[name]._store.create()
    for (service, name), documents in collections().items():
        documents.clear()
        documents.update(copied(kept.get((service, name), {})))
