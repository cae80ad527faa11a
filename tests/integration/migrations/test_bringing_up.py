"""Documents of an older shape are read, written and brought up while everybody works on."""

import threading

import pytest

from shared.errors import Conflict
from shared.migrations import bringing_up
from shared.migrations.migration import NewerDocument
from shared.workflow.perform import perform
from shared.workflow.perform_many import Wanted, perform_many
from tests.integration.migrations.conftest import WRITER, bring_all_up, old_memo, raw, texts
from tests.unit.migrations.memo import Memo, Note, OldMemo

SET_APART = {"m1.1": "Otsikko: Sanat (Kunteko-ohjelma)"}


def test_an_old_document_is_read_in_its_new_shape_and_not_written_by_that():
    before = raw(old_memo().id)
    memo = Memo.objects.get(id="m1")
    assert (memo.heading, memo.text_id) == ("Otsikko", "m1.1")
    assert raw() == before


def test_a_part_of_a_document_is_read_in_its_new_shape_too():
    old_memo()
    assert Memo.objects(id="m1").only("id", "state").first().state == "written"
    bring_all_up_and_touch = perform(Memo.objects.get(id="m1"), "count", WRITER)
    assert Memo.objects(id="m1").only("heading").first().heading == "Otsikko"
    assert list(Memo.objects.scalar("heading")) == [bring_all_up_and_touch.heading]


def test_the_sweep_brings_all_up_once_and_leaves_what_happened(settings):
    before = raw(old_memo().id)
    assert bring_all_up(settings) == 1
    after = raw()
    assert after["schema"] == 3
    assert {"title", "text"}.isdisjoint(after)
    assert texts() == SET_APART
    for name in ("version", "state", "history", "outbox", "tasks", "due", "updated_at"):
        assert after[name] == before[name], name
    assert bring_all_up(settings) == 0
    assert raw() == after


def test_a_step_on_an_old_document_brings_it_up_first():
    old_memo()
    perform(Memo.objects.get(id="m1"), "count", WRITER, sets={"heading": "Uusi"})
    stored = raw()
    assert (stored["heading"], stored["schema"], stored["version"]) == ("Uusi", 3, 2)
    assert "title" not in stored
    assert texts() == SET_APART


def test_steps_of_many_old_documents_bring_them_up_first():
    for key in ("m1", "m2", "m3"):
        old_memo(key)
    wanted = [Wanted(memo, "count", sets={"counted": 1}) for memo in Memo.objects]
    assert [memo.counted for memo in perform_many(wanted, WRITER)] == [1, 1, 1]
    assert {raw(key)["schema"] for key in ("m1", "m2", "m3")} == {3}


def test_saving_an_old_document_that_is_no_case_brings_it_up_first():
    notes = Note._get_collection()
    notes.insert_one({"_id": "n", "line": "rivi"})
    note = Note.objects.get(id="n")
    assert note.words == "rivi"
    note.line = "toinen"
    note.save()
    assert notes.find_one() == {"_id": "n", "line": "toinen", "words": "rivi", "schema": 2}


def test_a_note_that_somebody_changed_meanwhile_keeps_the_change(settings):
    notes = Note._get_collection()
    found = {"_id": "n", "line": "rivi"}
    notes.insert_one({**found, "line": "muutettu"})
    assert bringing_up.bring_up(notes, Note.migrations, [found], settings) == 0
    assert bringing_up.sweep(notes, Note.migrations, settings) == 1
    assert notes.find_one()["words"] == "muutettu"


def test_a_process_of_the_release_before_neither_reads_nor_writes_what_is_new(settings):
    read_before = old_memo()
    bring_all_up(settings)
    with pytest.raises(NewerDocument):
        perform(read_before, "count", WRITER, sets={"title": "Vanha sana"})
    with pytest.raises(NewerDocument):
        OldMemo.objects.get(id="m1")
    assert "title" not in raw()
    assert raw()["version"] == 1


def test_killed_between_the_text_and_the_memo_a_repeat_does_the_rest(settings, monkeypatch):
    for number in range(30):
        old_memo(f"m{number:02d}", title=f"Otsikko {number}")
    monkeypatch.setattr(bringing_up, "BATCH", 10)
    insert, calls = bringing_up._insert_missing, []

    def insert_and_die(documents, rows):
        insert(documents, rows)
        calls.append(len(rows))
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(bringing_up, "_insert_missing", insert_and_die)
    with pytest.raises(KeyboardInterrupt):
        bring_all_up(settings)
    assert (len(texts()), Memo._get_collection().count_documents({"schema": 3})) == (20, 10)
    monkeypatch.setattr(bringing_up, "_insert_missing", insert)
    assert bring_all_up(settings) == 20
    assert len(texts()) == 30


def test_one_that_cannot_be_migrated_holds_up_no_other(settings):
    old_memo("m1")
    old_memo("m2")
    Memo._get_collection().update_one({"_id": "m1"}, {"$unset": {"text": ""}})
    assert bring_all_up(settings) == 1
    assert "schema" not in raw("m1")
    assert raw("m2")["schema"] == 3


def test_two_sweeps_beside_writers_of_both_releases_lose_no_step(settings):
    """Each counts its own steps; what was confirmed is what is stored."""
    keys = [f"m{number:02d}" for number in range(12)]
    for key in keys:
        old_memo(key)
    confirmed, refused, wrong = [], [], []
    done = threading.Event()

    def write(kind):
        while not done.is_set():
            for key in keys:
                try:
                    memo = kind.objects.get(id=key)
                    counted = memo.counted + 1
                    at = memo.version
                    perform(memo, "count", WRITER, sets={"counted": counted}, expected_version=at)
                    confirmed.append(key)
                except Conflict:
                    pass  # another was faster
                except NewerDocument:
                    refused.append(key)
                except Exception as error:
                    wrong.append(error)

    def bring_up():
        for _ in range(40):
            if not bring_all_up(settings) and not Memo._get_collection().count_documents(
                bringing_up.behind(Memo.migrations)
            ):
                return

    writers = [threading.Thread(target=write, args=(kind,)) for kind in (OldMemo, Memo, OldMemo)]
    sweepers = [threading.Thread(target=bring_up) for _ in range(2)]
    for thread in (*writers, *sweepers):
        thread.start()
    for thread in sweepers:
        thread.join(30)
    done.set()
    for thread in writers:
        thread.join(30)
    assert wrong == []
    assert refused, "the old processes met what was new"
    for key in keys:
        stored = raw(key)
        assert (stored["schema"], "title" in stored) == (3, False)
        assert stored["counted"] == confirmed.count(key) == stored["version"] - 1
        assert [entry["version"] for entry in stored["history"]] == list(
            range(1, stored["version"] + 1)
        )
    assert len(texts()) == len(keys)
