"""Collections: deeds that the office, or a network, has picked under one name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.deeds.addresses import key_of
from services.deeds.documents import Collection, Deed
from services.deeds.handlers.finding import deed_by_number
from services.deeds.handlers.form_keys import id_of_form
from services.deeds.workflow.collection import RETIRED, SHOWN
from shared import ambient
from shared.errors import InvalidInput, NotFound
from shared.workflow.perform import perform
from shared.workflow.table import Actor

MOST = 100  # deeds a collection


def collection_by_id(collection_id: str) -> Collection:
    """Raises NotFound."""
    found: Collection | None = Collection.objects(id=collection_id).first()
    if found is None:
        raise NotFound(f"no collection {collection_id}")
    return found


def shown_collection(key: str) -> Collection:
    """By the key of its address. Raises NotFound for one that readers do not see."""
    found: Collection | None = Collection.objects(key=key, state=SHOWN).first()
    if found is None:
        raise NotFound(f"no collection {key}")
    return found


def shown_collections() -> list[Collection]:
    return list(Collection.objects(state=SHOWN).order_by("created_at"))


def all_collections() -> list[Collection]:
    """Those out of use last."""
    return sorted(Collection.objects, key=lambda one: (one.state == RETIRED, one.created_at))


def deeds_of(collection: Collection) -> list[Deed]:
    """Its public deeds in its order; one that has been taken down is left out until it is back."""
    found = {deed.id: deed for deed in Deed.objects(id__in=collection.deeds)}
    return [
        found[deed_id]
        for deed_id in collection.deeds
        if deed_id in found and found[deed_id].is_public
    ]


def picked_for_home(limit: int) -> list[Deed]:
    """The first deeds of the collections that the office shows on the home page."""
    picked: dict[str, Deed] = {}
    for collection in Collection.objects(state=SHOWN, on_home=True).order_by("created_at"):
        picked.update({deed.id: deed for deed in deeds_of(collection)})
    return list(picked.values())[:limit]


def collections_with(deed_id: str) -> list[Collection]:
    """The collections, as readers see them, that have this deed."""
    return list(Collection.objects(state=SHOWN, deeds=deed_id).order_by("created_at"))


def create_collection(answers: Mapping[str, Any], *, by: Actor, cause: str) -> Collection:
    """A repeat with the same `cause` returns what stands."""
    while True:
        key = _free_key(answers["names"]["fi"])
        try:
            collection = Collection(id=id_of_form(cause), key=key, **answers)
            return perform(collection, "create", by, cause=cause)
        except NotFound:
            continue  # another of this name came first, and has the address


def _free_key(name: str) -> str:
    """Two collections of one name get two addresses."""
    key = key_of(name) or ambient.new_id()[:8]
    taken = {one.key for one in Collection.objects.only("key")}
    return next(
        each for each in (key, *(f"{key}-{n}" for n in range(2, 1000))) if each not in taken
    )


def edit_collection(
    collection: Collection, answers: Mapping[str, Any], *, by: Actor, version: int, cause: str
) -> Collection:
    """The address stays: others may link to it. Raises Conflict."""
    return perform(collection, "edit", by, sets=answers, cause=cause, expected_version=version)


def pick_deed(
    collection: Collection, number: int, *, by: Actor, version: int, cause: str
) -> Collection:
    """Add a public deed at the end; one that is there already stays where it is.

    Raises InvalidInput at `number`: unknown_deed, not_public, full; Conflict.
    """
    try:
        deed = deed_by_number(number)
    except NotFound:
        raise InvalidInput({"number": ["unknown_deed"]}) from None
    if not deed.is_public:
        raise InvalidInput({"number": ["not_public"]})
    if deed.id in collection.deeds:
        return collection
    if len(collection.deeds) >= MOST:
        raise InvalidInput({"number": ["full"]})
    return _with_deeds(
        collection, "pick", [*collection.deeds, deed.id], deed.id, by, version, cause
    )


def drop_deed(
    collection: Collection, deed_id: str, *, by: Actor, version: int, cause: str
) -> Collection:
    """Raises Conflict. A deed that is not there: nothing to do."""
    left = [each for each in collection.deeds if each != deed_id]
    if len(left) == len(collection.deeds):
        return collection
    return _with_deeds(collection, "drop", left, deed_id, by, version, cause)


def raise_deed(
    collection: Collection, deed_id: str, *, by: Actor, version: int, cause: str
) -> Collection:
    """One place up. The first one stays. Raises Conflict."""
    order = list(collection.deeds)
    place = order.index(deed_id) if deed_id in order else 0
    if place == 0:
        return collection
    order[place - 1], order[place] = order[place], order[place - 1]
    return _with_deeds(collection, "arrange", order, deed_id, by, version, cause)


def _with_deeds(
    collection: Collection,
    action: str,
    deeds: list[str],
    deed_id: str,
    by: Actor,
    version: int,
    cause: str,
) -> Collection:
    return perform(
        collection,
        action,
        by,
        sets={"deeds": deeds},
        data={"deed_id": deed_id},
        cause=cause,
        expected_version=version,
    )


def move_collection(
    collection: Collection, action: str, *, by: Actor, version: int, cause: str
) -> Collection:
    """show, hide, retire or restore. Raises TransitionNotAllowed, Conflict."""
    return perform(collection, action, by, cause=cause, expected_version=version)
