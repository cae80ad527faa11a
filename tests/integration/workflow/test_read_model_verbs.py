"""The verbs of read models: in memory they make what they make in the store, in any order."""

from functools import partial
from itertools import permutations
from random import Random

import pytest
from mongoengine import Document, IntField, ListField, StringField
from mongoengine.fields import DictField
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from shared import store as stores
from shared.read_models import (
    add_item_once,
    fill_in,
    keep_newest_items,
    set_if_newer,
    set_item_if_newer,
    set_once,
)
from shared.read_models.shadow import row_of, shadowing

ALIAS = "verbs"


class Shelf(Document):
    id = StringField(primary_key=True)
    sequence = IntField()
    name = StringField()
    colour = StringField()
    items = ListField(DictField())
    meta = {"db_alias": ALIAS, "collection": "shelves"}


@pytest.fixture(autouse=True)
def shelves(settings):
    stores.connect(settings, ALIAS)
    Shelf._collection = None


def item(name, sequence=0):
    return {"id": name, "of": {"fi": name}, "sequence": sequence}


STEPS = {
    "newest": [
        lambda: set_if_newer(Shelf, "a", 1, {"name": "one", "colour": "red"}),
        lambda: set_if_newer(Shelf, "a", 2, {"name": "two"}),
        lambda: set_if_newer(Shelf, "a", 2, {"name": "two"}),
        lambda: set_if_newer(Shelf, "b", 1, {"name": "b"}),
    ],
    "filled": [
        lambda: set_if_newer(Shelf, "a", 1, {"name": "one"}),
        lambda: fill_in(Shelf, "a", "colour", {"colour": "red"}),
        lambda: fill_in(Shelf, "a", "colour", {"colour": "blue"}),
        lambda: fill_in(Shelf, "nobody", "colour", {"colour": "blue"}),
    ],
    "once": [
        lambda: set_once(Shelf, "a", lambda: {"name": "one"}),
        lambda: set_once(Shelf, "a", lambda: {"name": "two"}),
        lambda: set_once(Shelf, "b", dict),
    ],
    "newest items": [
        partial(keep_newest_items, Shelf, "a", "items", item(str(n), n), same="id", kept=2)
        for n in (2, 1, 3, 3)
    ],
}


@pytest.mark.parametrize("kind", STEPS)
def test_memory_and_store_come_to_the_same_in_any_order(kind):
    for order in permutations(STEPS[kind]):
        Shelf.drop_collection()
        for step in order:
            step()
        assert in_memory(order) == in_store()


def test_items_of_cases_come_to_the_same_in_any_order():
    random = Random(7)
    for _ in range(20):
        Shelf.drop_collection()
        Shelf._get_collection().insert_one({"_id": "a"})
        noted = [item(random.choice("xyz"), random.randrange(4)) for _ in range(6)]
        added = [item(random.choice("pq")) for _ in range(4)]

        def act(noted=noted, added=added):
            for each in noted:
                set_item_if_newer(Shelf, "a", "items", each, same="id")
            for each in added:
                add_item_once(Shelf, "a", "items", each, same=("id", "of.fi"))

        act()
        assert in_memory([act]) == in_store()


def test_an_older_item_that_another_worker_appends_meanwhile_does_not_stay(monkeypatch):
    Shelf._get_collection().insert_one({"_id": "a"})
    between(monkeypatch, 1, lambda: set_item_if_newer(Shelf, "a", "items", item("x", 1), same="id"))
    set_item_if_newer(Shelf, "a", "items", item("x", 2), same="id")
    assert in_store()["a"]["items"] == [item("x", 2)]


def test_an_older_row_that_another_worker_makes_meanwhile_does_not_stay(monkeypatch):
    def refused(*_args, **_kwargs):
        """As two upserts at once end: the other's row is there, ours is not."""
        Shelf._get_collection().insert_one({"_id": "a", "sequence": 1, "name": "one"})
        raise DuplicateKeyError("E11000")

    instead(monkeypatch, refused)
    assert set_if_newer(Shelf, "a", 2, {"name": "two"})
    assert in_store()["a"] == {"_id": "a", "sequence": 2, "name": "two"}


def between(monkeypatch, count, act):
    """`act` when `count` updates have been made."""
    update_one, made = Collection.update_one, []

    def counted(self, *args, **kwargs):
        result = update_one(self, *args, **kwargs)
        made.append(1)
        if len(made) == count:
            act()
        return result

    monkeypatch.setattr(Collection, "update_one", counted)


def instead(monkeypatch, act):
    """`act` in place of the first update."""
    update_one = Collection.update_one

    def replaced(*args, **kwargs):
        monkeypatch.setattr(Collection, "update_one", update_one)
        return act(*args, **kwargs)

    monkeypatch.setattr(Collection, "update_one", replaced)


def test_nothing_is_added_to_a_case_that_is_not_there():
    assert not set_item_if_newer(Shelf, "nobody", "items", item("x"), same="id")
    add_item_once(Shelf, "nobody", "items", item("x"), same=("id",))
    assert in_store() == {}


def test_what_is_there_is_not_made_again():
    made = []
    for _ in range(2):
        set_once(Shelf, "a", lambda: made.append(1) or {"name": "one"})
    assert made == [1]


def test_what_is_made_in_memory_is_made_only_when_it_is_asked_for():
    made = []
    with shadowing() as shadow:
        set_once(Shelf, "a", lambda: made.append(1) or {"name": "one"})
    assert made == []
    assert row_of(shadow[Shelf]["a"]) == {"_id": "a", "name": "one"}
    assert in_store() == {}


def in_memory(steps):
    with shadowing() as shadow:
        for step in steps:
            step()
    return {key: row_of(made) for key, made in shadow[Shelf].items()}


def in_store():
    return {row["_id"]: row for row in Shelf._get_collection().find()}
