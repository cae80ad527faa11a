"""The pool's use-cases on a real store: what is stored, what is told."""

import pytest

from services.experts.consumer import worker
from services.experts.documents import Expert
from services.experts.handlers import (
    add_expert,
    edit_expert,
    end_expert,
    find_by_email,
    find_expert,
    return_expert,
)
from shared.contracts.experts import ExpertAdded, ExpertChanged, ExpertEnded
from shared.errors import Conflict, InvalidInput, NotPermitted, TransitionNotAllowed
from tests.integration.experts.conftest import BOSS, OFFICE
from tests.unit.experts.samples import contract, profile

pytestmark = pytest.mark.usefixtures("app")


def test_an_added_expert_is_told_with_everything_a_choice_needs_but_the_rate():
    expert = add_expert(profile(), OFFICE)
    stored = find_expert(expert.id)
    told = stored.history[0]
    assert [entry["id"] for entry in stored.outbox] == [told["id"]]
    assert told["type"] == ExpertAdded.type
    facts = told["data"]["expert"]
    assert facts["description"] == {
        "fi": "Prosessit kuntoon.",
        "sv": "Processer i skick.",
        "en": "Prosessit kuntoon.",
    }
    assert facts["contracts"] == [{"number": "KT-1", "start": "2025-01-01", "end": "2099-12-31"}]
    assert "85000" not in str(told)


def test_the_event_of_an_edit_names_the_changed_fields_only():
    expert = add_expert(profile(), OFFICE)
    changed = edit_expert(
        expert, profile(phone="050 1", name="Aino L", contracts=[contract()]), OFFICE
    )
    entry = find_expert(expert.id).history[-1]
    assert entry["type"] == ExpertChanged.type
    assert sorted(entry["data"]["changed"]) == ["email", "name", "phone"]
    assert changed.name == "Aino L"


def test_a_changed_rate_counts_as_changed_contracts():
    expert = add_expert(profile(), OFFICE)
    edit_expert(expert, profile(contracts=[contract(day_rate=90000)]), OFFICE)
    stored = find_expert(expert.id)
    assert stored.history[-1]["data"]["changed"] == ["contracts"]
    assert stored.contracts[0]["day_rate"] == 90000


def test_an_edit_that_changes_nothing_leaves_no_trace():
    expert = add_expert(profile(), OFFICE)
    edit_expert(expert, profile(), OFFICE, expected_version=expert.version)
    assert find_expert(expert.id).version == 1
    assert len(find_expert(expert.id).history) == 1


def test_an_edit_of_an_older_version_is_a_conflict_and_changes_nothing():
    expert = add_expert(profile(), OFFICE)
    edit_expert(expert, {"phone": "1"}, OFFICE, expected_version=1)
    with pytest.raises(Conflict) as caught:
        edit_expert(expert, {"phone": "2"}, BOSS, expected_version=1)
    assert caught.value.since == 1
    assert find_expert(expert.id).phone == "1"


def test_contracts_are_kept_in_the_order_of_time():
    later, earlier = (
        contract("2026-01-01", "2026-12-31", "B"),
        contract("2025-01-01", "2025-12-31", "A"),
    )
    expert = add_expert(profile(contracts=[later, earlier]), OFFICE)
    assert [one["number"] for one in find_expert(expert.id).contracts] == ["A", "B"]


@pytest.mark.parametrize("email", ["aino@lehtoranta.example", "AINO@Lehtoranta.example"])
def test_an_address_belongs_to_one_expert_only(email):
    add_expert(profile(), OFFICE)
    with pytest.raises(InvalidInput) as caught:
        add_expert(profile(email=email), OFFICE)
    assert list(caught.value.errors) == ["email"]
    assert Expert.objects.count() == 1


def test_an_edit_cannot_take_another_experts_address():
    add_expert(profile(), OFFICE)
    other = add_expert(profile(name="Mikko"), OFFICE)
    with pytest.raises(InvalidInput):
        edit_expert(other, {"email": "aino@lehtoranta.example"}, OFFICE)
    assert find_expert(other.id).email == "mikko@pool.example"


def test_the_store_itself_refuses_a_second_expert_with_the_address(monkeypatch):
    """Two staff add the same expert in the same moment: neither sees the other's."""
    add_expert(profile(), OFFICE)
    monkeypatch.setattr("services.experts.handlers._refuse_taken_email", lambda expert: None)
    with pytest.raises(InvalidInput):
        add_expert(profile(), OFFICE)
    other = add_expert(profile(name="Mikko"), OFFICE)
    with pytest.raises(InvalidInput):
        edit_expert(other, {"email": "aino@lehtoranta.example"}, OFFICE)
    assert Expert.objects.count() == 2


def test_an_ended_expert_leaves_with_a_reason_and_cannot_be_edited_until_returned():
    expert = end_expert(add_expert(profile(), OFFICE), "Retired", BOSS)
    stored = find_expert(expert.id)
    assert stored.history[-1]["type"] == ExpertEnded.type
    assert stored.history[-1]["data"]["reason"] == "Retired"
    with pytest.raises(TransitionNotAllowed):
        edit_expert(stored, {"phone": "1"}, OFFICE)
    returned = return_expert(stored, BOSS)
    assert edit_expert(returned, {"phone": "1"}, OFFICE).phone == "1"


def test_staff_cannot_end_an_expert():
    expert = add_expert(profile(), OFFICE)
    with pytest.raises(NotPermitted):
        end_expert(expert, "No", OFFICE)
    assert find_expert(expert.id).state == "active"


def test_an_expert_is_found_by_address_in_any_letter_case():
    expert = add_expert(profile(), OFFICE)
    assert find_by_email("Aino@LEHTORANTA.example").id == expert.id


def test_the_worker_relays_experts_and_listens_to_orders(settings):
    pool = worker(settings)
    assert pool.cases == (Expert,)
    assert pool.listens_to("application.granted.v1")
    assert not pool.listens_to("application.submitted.v1")
