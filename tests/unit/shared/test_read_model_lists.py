"""A list on a case, mended: each item in its place."""

from services.applications.documents import Application
from shared.read_models.looking import MISSING, SURPLUS, Difference
from shared.read_models.mending import _place
from shared.read_models.model import View
from shared.read_models.told import Told, Unit

VIEW = View(Application, items="mails", same=("id",), order="at")


def placed(items, found, kind=MISSING, name="b"):
    items = list(items)
    told = Told(Application, "case", False, found) if found else None
    _place(VIEW, items, Difference(Unit(VIEW, "case", (name,)), kind, told=told))
    return items


A, B, C = ({"id": name, "at": at} for name, at in (("a", 1), ("b", 2), ("c", 3)))


def test_a_missing_item_stands_before_the_first_that_is_later():
    assert placed([A, C], B) == [A, B, C]
    assert placed([A], B) == [A, B]
    assert placed([C], B) == [B, C]
    assert placed([], B) == [B]


def test_a_wrong_item_keeps_its_place():
    assert placed([{"id": "b", "at": 9}, A, C], B) == [B, A, C]


def test_an_item_that_stands_twice_stands_once():
    assert placed([A, B, C, B], B) == [A, B, C]


def test_an_item_too_many_is_taken_away():
    assert placed([A, B, C], None, SURPLUS) == [A, C]


def test_items_without_what_makes_them_the_same_are_nobodys():
    assert placed([A, {"at": 5}], None, SURPLUS, name=None) == [A]
