"""`kunteko backup` and `kunteko restore` as typed, on the embedded form's own store."""

import os
import subprocess
import sys

import pytest
from pymongo import MongoClient

from deploy.__main__ import main
from deploy.children import ROOT
from deploy.embedded import alone_in
from deploy.embedded_store import store_child, store_url, wait_for_store
from shared.settings import PREFIX
from tests.support.ports import free_port
from tests.support.settings import environment


@pytest.fixture
def here(monkeypatch, tmp_path):
    """No store is named: the embedded form in a directory of its own is meant."""
    for name in environment():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(f"{PREFIX}STORE_PORT", str(free_port()))
    monkeypatch.setenv(f"{PREFIX}VAR", str(tmp_path / "var"))
    return tmp_path


def in_the_store(var, port, act):
    child = store_child(port, var / "store").start()
    try:
        wait_for_store(child, port)
        with MongoClient(store_url(port)) as client:
            return act(client)
    finally:
        child.stop()


def test_a_stopped_embedded_form_is_backed_up_and_restored_into_a_new_one(
    here, monkeypatch, capsys
):
    port = free_port()
    (here / "var").mkdir()
    rows = [{"_id": f"d{number}", "number": number} for number in range(450)]
    in_the_store(here / "var", port, lambda client: client.kunteko_deeds.things.insert_many(rows))
    assert main(["backup", str(here)]) == 0
    (file,) = here.glob("kunteko-*.zip")
    told = capsys.readouterr()
    assert str(file) in told.out
    assert "KUNTEKO_SECRET_KEYS" in told.out
    assert "deeds.things: 450 documents" in told.err

    assert main(["restore", str(file)]) == 1
    assert "the store is not empty (deeds.things)" in capsys.readouterr().err

    monkeypatch.setenv(f"{PREFIX}VAR", str(here / "new"))
    assert main(["restore", str(file)]) == 0
    assert "Restored as of 20" in capsys.readouterr().out
    found = in_the_store(
        here / "new", port, lambda client: list(client.kunteko_deeds.things.find().sort("number"))
    )
    assert found == rows


def test_a_running_embedded_form_is_not_restored_into(here, capsys):
    (here / "var").mkdir()
    with alone_in(here / "var"):
        assert main(["restore", str(here / "any.zip")]) == 1
    assert "already running" in capsys.readouterr().err


def test_a_file_that_is_none_gets_one_clear_line(here, capsys):
    wrong = here / "letter.zip"
    wrong.write_text("Hei!")
    assert main(["restore", str(wrong)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"kunteko: {wrong} is no whole backup: cut short, or another file"
    ]


def test_no_worker_starts_on_half_a_restore(store):
    with store.client() as client:
        client[f"{store.prefix}applications"].restores.insert_one({"_id": "under way"})
    done = subprocess.run(
        [sys.executable, "-m", "deploy", "worker", "--all"],
        env=os.environ | environment(store_url=store.url, store_prefix=store.prefix),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "a restore was cut short" in done.stderr
