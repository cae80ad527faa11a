"""What a migration may do, and what a document looks like on its way through several."""

from itertools import pairwise

import pytest

from deploy.migrate import places
from deploy.registry import SERVICES
from shared.migrations.migration import NewerDocument, current, number_of, update_of, upgraded
from tests.unit.migrations.memo import STEPS, Memo, Note

OLD = {"_id": "m1", "version": 3, "title": "Otsikko", "text": "Sanat", "history": [{"id": "e"}]}


def test_a_document_goes_through_every_step_in_order():
    new = upgraded(OLD, STEPS)
    assert new == {
        "_id": "m1", "version": 3, "heading": "Otsikko", "text_id": "m1.1", "schema": 3,
        "history": [{"id": "e"}],
    }  # fmt: skip
    assert OLD["title"] == "Otsikko", "the given one stays as it was"
    assert upgraded(new, STEPS) == new


def test_one_in_the_middle_takes_only_the_steps_it_needs():
    middle = {"_id": "m1", "heading": "Otsikko", "text": "Sanat", "schema": 2}
    assert upgraded(middle, STEPS)["heading"] == "Otsikko"


def test_a_document_without_a_number_has_the_first_shape():
    assert number_of(OLD) == 1
    assert current(()) == 1


def test_what_a_newer_release_wrote_is_refused():
    with pytest.raises(NewerDocument, match=r"m1 has schema 4.*knows 3"):
        upgraded({"_id": "m1", "schema": 4}, STEPS)


def test_only_what_differs_is_written():
    assert update_of(OLD, upgraded(OLD, STEPS)) == {
        "$set": {"heading": "Otsikko", "text_id": "m1.1", "schema": 3},
        "$unset": {"title": "", "text": ""},
    }


@pytest.mark.parametrize("field", ["state", "version", "history", "outbox", "tasks", "mails"])
def test_a_migration_leaves_the_kernels_fields_alone(field):
    with pytest.raises(ValueError, match=field):
        update_of(OLD, {**OLD, field: "anything"})


def test_a_new_document_is_stored_with_its_number_and_a_first_shape_without():
    assert Memo().to_mongo()["schema"] == 3
    assert "schema" not in upgraded({"_id": "x"}, ())


def test_a_field_of_another_release_is_left_out_when_it_is_read():
    note = Note._from_son({"_id": "n", "schema": 2, "words": "a", "of_tomorrow": [1]})
    assert note.words == "a"
    assert not hasattr(note, "of_tomorrow")


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_the_numbers_of_every_document_follow_one_another(service):
    found = places(service)
    assert found, "a service without documents: is the search for them broken?"
    for place in found:
        numbers = [1, *(each.to for each in place.of.migrations)]
        assert all(later == earlier + 1 for earlier, later in pairwise(numbers)), str(place)
