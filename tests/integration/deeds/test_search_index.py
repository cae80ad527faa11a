"""From a published deed to the index of every process that searches, over the real store."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from pymongo.errors import AutoReconnect

from services.deeds.documents import Deed
from services.deeds.documents.deed import reserve_numbers
from services.deeds.documents.search_entry import SearchEntry, keep_entry
from services.deeds.handlers import catalogue, entries, keeping
from services.deeds.handlers.catalogue import Question
from services.deeds.handlers.keeping import Keeper, current_keeper
from services.deeds.search.entry import Published, analyser, entry_of
from shared import ambient
from shared.workflow.perform import perform
from tests.integration.deeds import deedbook
from tests.support.events import event
from tests.support.waiting import until

OLD = datetime(2020, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_directory(app, tmp_path):
    keeping.keep_index_in(str(tmp_path))
    yield
    keeping.keep_index_in("")


def published(title, **changes):
    """Published, and told to our own handlers as the bus does."""
    deed = deedbook.published(title=title, **changes)
    entries.keep_entry_of(deed.id)
    return deed


def found(words="", **choices):
    """Titles, once a look at the store is due again."""
    time.sleep(keeping.LOOK_EVERY)
    return [hit.card["title"] for hit in catalogue.search(Question(words, **choices)).hits]


def many(count, start=1):
    """Entries without deeds: all at once."""
    reserve_numbers(count)
    now = ambient.Source().now()
    rows = []
    for number in range(start, start + count):
        shown = deedbook.content(title=f"Teko {number}", organisation_key="kemi")
        deed = Published(f"deed-{number}", number, "fi", shown, now, now)
        rows.append(
            {"_id": deed.id, "sequence": 1, "changed_at": now, "gone": False, **entry_of(deed)}
        )
    SearchEntry._get_collection().insert_many(rows)


def test_a_published_deed_is_found_within_a_second_and_gone_when_it_is_taken_down():
    assert found("kotihoito") == []
    deed = published("Kotihoidon uudet reitit")
    until(lambda: found("kotihoito"), within=1)
    perform(deed, "take_down", deedbook.STAFF, data={"reason": "Yksikkö on lakannut."})
    entries.keep_entry_of(deed.id)
    assert found("kotihoito") == []


def test_a_new_version_takes_the_place_of_the_old_one():
    deed = published("Kotihoidon uudet reitit")
    assert found("reitti") == ["Kotihoidon uudet reitit"]
    Deed._get_collection().update_one(
        {"_id": deed.id},
        {"$set": {"published.title": "Kirjaston aukiolot"}, "$inc": {"version": 1}},
    )
    entries.keep_entry_of(deed.id)
    assert found("reitti") == []
    assert found("aukiolo") == ["Kirjaston aukiolot"]


def test_an_older_version_that_is_late_changes_nothing():
    deed = published("Kotihoidon uudet reitit")
    older = {**entries.GONE, "analyser": analyser()}
    assert not keep_entry(deed.id, deed.version - 1, older)
    assert not keep_entry(deed.id, deed.version, older)
    assert found("reitti") == ["Kotihoidon uudet reitit"]


def test_the_events_of_a_deed_lead_to_its_entry(deliver):
    deed = deedbook.published(title="Kotihoidon uudet reitit")
    deliver(event("deed.published.v1", deed={"id": deed.id}))
    deliver(event("deed.published.v1", deed={"id": deed.id}))
    assert found("reitti") == ["Kotihoidon uudet reitit"]


def test_facets_leave_out_the_choice_of_their_own_dimension():
    published("Reitit yksi", sector="social_health", stage="done")
    published("Reitit kaksi", sector="technical", stage="done")
    published("Reitit kolme", sector="technical", stage="planned")
    time.sleep(keeping.LOOK_EVERY)
    answer = catalogue.search(Question("reitit", sectors=("technical",), stages=("done",)))
    assert [hit.card["title"] for hit in answer.hits] == ["Reitit kaksi"]
    assert dict(answer.facets["sector"]) == {"social_health": 1, "technical": 1}
    assert dict(answer.facets["stage"]) == {"done": 1, "planned": 1}
    assert dict(answer.facets["region"]) == {"lappi": 1}


def test_sorting_and_pages():
    for title in ("Öljy", "Apila", "Ähtäri", "Zorro"):
        published(title)
    assert found(sort="title") == ["Apila", "Zorro", "Ähtäri", "Öljy"]
    assert found(sort="title", page=2, per_page=3) == ["Öljy"]
    assert found(sort="title", page=10**9) == []
    assert len(found(sort="nonsense", page=-3, per_page=-1)) == 1


def test_similar_deeds_share_rare_words_and_are_others():
    first = published("Kotihoidon reitit kartalle", need="Ajokilometrit")
    published("Ajokilometrit vähenivät kotihoidossa", need="Reitit olivat pitkiä.")
    published("Kirjasto avautuu", need="Aukiolot olivat lyhyitä.")
    for number in range(4):
        published(f"Muu asia {number}", need="Toinen tarve.")
    found()
    assert [hit.card["title"] for hit in catalogue.similar(first.id)] == [
        "Ajokilometrit vähenivät kotihoidossa"
    ]
    assert catalogue.similar("nobody") == ()


def test_a_restart_finds_the_index_as_it_was(tmp_path):
    published("Kotihoidon uudet reitit")
    found()
    before = current_keeper()
    keeping._keepers.clear()
    after = current_keeper()
    assert after is not before
    assert after.building is None
    assert after.reader().count == 1


def test_an_index_that_cannot_be_read_is_built_anew(tmp_path):
    published("Kotihoidon uudet reitit")
    found()
    for file in tmp_path.rglob("*.term"):
        file.write_bytes(b"no")
    keeping._keepers.clear()
    assert found("kotihoito") == ["Kotihoidon uudet reitit"]


def test_while_a_first_build_runs_questions_are_answered_with_what_is_there(monkeypatch):
    many(keeping.FEW + 50)
    monkeypatch.setattr(keeping, "SMALL", 0)  # as a large catalogue is built
    gate = threading.Event()
    finish = Keeper._finish
    monkeypatch.setattr(Keeper, "_finish", lambda *args: gate.wait(10) and finish(*args))
    answer = catalogue.search(Question())
    assert answer.building == 0
    gate.set()
    until(lambda: catalogue.search(Question()).building is None)
    until(lambda: catalogue.search(Question()).total == keeping.FEW + 50)


def test_what_changes_behind_a_first_build_is_not_missed(monkeypatch):
    many(3)
    put = keeping._put

    def change_behind(writer, entry):
        put(writer, entry)
        monkeypatch.setattr(keeping, "_put", put)
        behind = ambient.Source().now() + timedelta(minutes=1)  # a minute of reading later
        update = {"changed_at": behind, "card.title": "Muuttunut"}
        SearchEntry._get_collection().update_one({"_id": entry["_id"]}, {"$set": update})
        update = {"changed_at": behind + timedelta(minutes=1)}
        SearchEntry._get_collection().update_one({"_id": "deed-2"}, {"$set": update})

    monkeypatch.setattr(keeping, "_put", change_behind)
    found()
    assert "Muuttunut" in found()


def test_many_changes_at_once_come_in_without_holding_up_a_question():
    many(3)
    assert len(found()) == 3
    many(keeping.FEW + 50, start=4)
    until(lambda: catalogue.search(Question()).total == keeping.FEW + 53, within=5)


def test_processes_of_one_host_share_a_directory(tmp_path):
    """Each has its own keeper; one writes at a time, and every one sees all."""
    many(1)
    shared = tmp_path / "shared"
    keepers = [Keeper(shared) for _ in range(3)]
    stop = threading.Event()

    def ask(keeper):
        while not stop.is_set():
            keeper.reader()
            stop.wait(0.01)

    threads = [threading.Thread(target=ask, args=[keeper]) for keeper in keepers]
    for thread in threads:
        thread.start()
    try:
        for number in range(2, 10):
            many(1, start=number)
        for keeper in keepers:
            until(lambda keeper=keeper: keeper.reader().count == 9, within=3)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_write_that_shows_late_is_not_missed():
    """Another worker's entry may become visible after one that is stamped later."""
    published("Ensimmäinen")
    assert found() == ["Ensimmäinen"]
    late = deedbook.published(title="Myöhästynyt")
    entries.keep_entry_of(late.id)
    stamp = ambient.Source().now() - keeping.OVERLAP / 2
    SearchEntry._get_collection().update_one({"_id": late.id}, {"$set": {"changed_at": stamp}})
    assert found("myöhästynyt") == ["Myöhästynyt"]


def test_after_a_long_absence_everything_is_gone_through_again(tmp_path):
    many(2)
    found()
    [mark] = tmp_path.rglob("kept-up-to")
    mark.write_text('"2020-01-01T00:00:00+00:00"')
    SearchEntry._get_collection().update_one(
        {"_id": "deed-2"}, {"$set": {"card.title": "Muuttunut", "changed_at": OLD}}
    )
    assert "Muuttunut" in found()


def test_without_the_store_the_index_still_answers(monkeypatch):
    published("Kotihoidon uudet reitit")
    found()

    def away(*_args):
        raise AutoReconnect("nobody there")

    monkeypatch.setattr(Keeper, "_new_since", away)
    assert found("kotihoito") == ["Kotihoidon uudet reitit"]


def test_entries_of_an_earlier_analyser_are_made_anew():
    deed = published("Kotihoidon uudet reitit")
    SearchEntry._get_collection().update_one(
        {"_id": deed.id}, {"$set": {"analyser": "0", "terms": {}}}
    )
    assert entries.renew_entries() == 1
    assert entries.renew_entries() == 0
    assert found("kotihoito") == ["Kotihoidon uudet reitit"]
