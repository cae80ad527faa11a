"""Collections: made and filled by the office, seen by readers when shown."""

import pytest

from services.deeds.documents import Collection
from services.deeds.handlers import collections
from tests.integration.deeds import deedbook

NAMES = {
    "name_fi": "Vaikuttavat käytännöt",
    "name_sv": "Effektfulla arbetssätt",
    "name_en": "Effective practices",
}


@pytest.fixture
def made(staff):
    staff.post("/staff/collections/new", **NAMES)
    return Collection.objects.get()


def pick(staff, collection, number, **kwargs):
    return staff.post(f"/staff/collections/{collection.id}", number=str(number), **kwargs)


def move(staff, collection, action):
    return staff.post(
        f"/staff/collections/{collection.id}/{action}",
        hidden=staff.hidden(f"/staff/collections/{collection.id}"),
    )


def test_a_collection_is_made_filled_shown_and_read(staff, reader, made):
    deeds = [deedbook.published(title=f"Teko {letter}") for letter in "AB"]
    for deed in deeds:
        assert "The deed has been picked." in pick(staff, made, deed.number).text
    assert reader.get("/collections/vaikuttavat-kaytannot").status_code == 404
    assert "Effective practices: Shown." in move(staff, made, "show").text
    page = reader.get("/collections/vaikuttavat-kaytannot").text
    assert page.index("Teko A") < page.index("Teko B")
    assert "Effective practices" in reader.get("/collections").text


def test_it_speaks_the_readers_language_and_each_deed_its_own(staff, reader, made):
    pick(staff, made, deedbook.published(title="Hemvården", language="sv").number)
    move(staff, made, "show")
    page = reader.get("/collections/vaikuttavat-kaytannot?lang=sv").text
    assert "Effektfulla arbetssätt" in page
    assert 'lang="sv">Hemvården' in page


def test_a_deed_is_moved_up_and_left_out(staff, made):
    first, second = (deedbook.published(title=f"Teko {letter}") for letter in "AB")
    for deed in (first, second):
        pick(staff, made, deed.number)
    path = f"/staff/collections/{made.id}"
    staff.post(f"{path}/deeds/{second.id}/raise", hidden=staff.hidden(path))
    assert Collection.objects.get().deeds == [second.id, first.id]
    staff.post(f"{path}/deeds/{second.id}/drop", hidden=staff.hidden(path))
    assert Collection.objects.get().deeds == [first.id]


def test_what_cannot_be_picked_is_told_beside_the_field_and_kept(staff, made):
    answer = pick(staff, made, 999)
    assert answer.status_code == 422
    assert "There is no deed with this number." in answer.text and 'value="999"' in answer.text
    hidden = pick(staff, made, deedbook.submitted().number)
    assert "This deed is not public" in hidden.text


def test_a_deed_picked_twice_stands_once(staff, made):
    deed = deedbook.published()
    pick(staff, made, deed.number)
    pick(staff, made, deed.number)
    assert Collection.objects.get().deeds == [deed.id]


def test_the_second_click_of_making_makes_no_second_collection(staff):
    held = staff.hidden("/staff/collections/new")
    for _ in range(2):
        staff.post("/staff/collections/new", hidden=held, **NAMES)
    assert Collection.objects.count() == 1


def test_two_collections_of_one_name_have_two_addresses(staff):
    for _ in range(2):
        staff.post("/staff/collections/new", **NAMES)
    assert sorted(one.key for one in Collection.objects) == [
        "vaikuttavat-kaytannot",
        "vaikuttavat-kaytannot-2",
    ]


def test_a_stale_page_changes_nothing_and_says_so(staff, made):
    deed = deedbook.published()
    stale = staff.hidden(f"/staff/collections/{made.id}")
    pick(staff, made, deedbook.published().number)
    answer = pick(staff, made, deed.number, hidden=stale)
    assert answer.status_code == 409
    assert "The case has changed since you opened it." in answer.text
    assert deed.id not in Collection.objects.get().deeds


def test_a_deed_that_is_taken_down_leaves_the_page_and_comes_back_with_it(staff, reader, made):
    deed = deedbook.published()
    pick(staff, made, deed.number)
    move(staff, made, "show")
    gone = deedbook.perform(deed, "take_down", deedbook.STAFF, data={"reason": "Pyyntö."})
    assert deed.published["title"] not in reader.get(f"/collections/{made.key}").text
    assert [row.id for row in collections.collections_with(deed.id)] == [made.id]
    deedbook.perform(gone, "restore", deedbook.STAFF, data={"first": False})
    assert deed.published["title"] in reader.get(f"/collections/{made.key}").text


def test_the_home_page_gets_the_deeds_of_the_collections_chosen_for_it(staff, made):
    deed = deedbook.published()
    pick(staff, made, deed.number)
    move(staff, made, "show")
    assert collections.picked_for_home(3) == []
    staff.post(f"/staff/collections/{made.id}/edit", **NAMES, on_home="true")
    assert collections.picked_for_home(3) == [deed]


def test_a_hostile_name_is_shown_as_text(staff, reader):
    staff.post("/staff/collections/new", **{**NAMES, "name_en": "<script>alert(1)</script>"})
    page = staff.get("/staff/collections").text
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("path", ["", "/new", "/nobody", "/nobody/edit"])
def test_readers_do_not_see_the_offices_side(reader, path):
    answer = reader.get(f"/staff/collections{path}")
    assert answer.status_code == 303 and "/account/sign-in" in answer.location
