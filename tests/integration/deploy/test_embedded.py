"""`kunteko run`, as a person starts and stops it."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from deploy.children import ROOT
from tests.support.ports import free_port, listens
from tests.support.waiting import until


def kunteko(platform, *words):
    return subprocess.run(
        [sys.executable, "-m", "deploy", *words],
        env=platform.environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def children_of(pid):
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def command_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def child_running(platform, part):
    for pid in children_of(platform.child.pid):
        if part in command_of(pid):
            return pid
    return None


def test_it_tells_where_to_go_and_the_site_answers_there(platform):
    assert f"Public site   {platform.base_url}/" in platform.output
    assert f"{platform.base_url}/account/sign-in" in platform.output
    assert "(manager)" in platform.output
    assert platform.get("/")[0] == 200
    assert platform.get("/health/ready")[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/sparring", "/experts", "/account/sign-in", "/mailbox", "/privacy", "/static/app.css"],
)
def test_every_service_answers_behind_the_one_address(platform, path):
    assert platform.get(path)[0] == 200


def test_an_unknown_address_is_a_page_of_ours(platform):
    status, text = platform.get("/no-such-page")
    assert status == 404
    assert "<html" in text
    assert "Traceback" not in text


def test_a_second_run_on_the_same_data_is_refused_in_one_line(platform):
    done = kunteko(platform, "run")
    assert done.returncode == 1
    assert done.stderr == f"kunteko: already running, as process {platform.running}\n"


def test_the_data_of_a_running_one_is_not_reset(platform):
    done = kunteko(platform, "reset")
    assert done.returncode == 1
    assert "stop it first" in done.stderr
    assert platform.get("/")[0] == 200


def test_the_operator_commands_find_the_running_one(platform):
    assert kunteko(platform, "dead-letters", "list").stderr == "0 found\n"
    assert "needs no broker" in kunteko(platform, "topology", "check").stdout


def test_the_doctor_finds_the_running_one_well(platform):
    done = kunteko(platform, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"process {platform.running}\n" in done.stdout
    assert done.stdout.endswith("findings: all is well\n")


def test_the_doctor_says_how_to_start_one_that_does_not_run(own_platform):
    done = kunteko(own_platform, "doctor")
    assert done.returncode == 1
    assert "Kunteko is not running on this machine\n" in done.stdout
    assert "→ `./kunteko run`\n" in done.stdout
    assert done.stderr == ""


def test_the_key_is_not_readable_by_others(platform):
    assert stat.S_IMODE((platform.var / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize("part", ["gunicorn", "deploy worker", "deploy mailbox", "secantusd"])
def test_a_process_that_is_killed_comes_back(platform, part):
    before = child_running(platform, part)
    os.kill(before, signal.SIGKILL)
    until(
        lambda: child_running(platform, part) not in (None, before), within=20, what=f"{part} again"
    )
    until(lambda: platform.get("/health/ready")[0] == 200, within=30, what="the site is ready")


def test_a_port_in_use_is_one_clear_line(own_platform, platform):
    own_platform.environ["KUNTEKO_PORT"] = str(platform.port)
    done = kunteko(own_platform, "run")
    assert done.returncode == 1
    assert done.stderr.startswith(f"kunteko: cannot use port {platform.port}")
    assert done.stderr.endswith("choose another with KUNTEKO_PORT\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("KUNTEKO_STAFF", "nobody"), ("KUNTEKO_PROT", "1"), ("KUNTEKO_PORT", "x")],
)
def test_a_wrong_setting_is_named_and_nothing_starts(own_platform, name, value):
    own_platform.environ[name] = value
    done = kunteko(own_platform, "run")
    assert done.returncode == 1
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_killed_run_leaves_no_process_and_loses_nothing_and_a_reset_clears_all(own_platform):
    own_platform.start()
    key = (own_platform.var / "secret").read_text()
    with own_platform.client() as client:
        client.kunteko_deeds.notes.insert_one({"_id": "kept"})
    own_platform.kill()
    own = own_platform
    ports = (own.port, own.store_port, own.mailbox_port, own.metrics_port)
    until(lambda: not any(map(listens, ports)), within=30, what="all its ports are free")

    own_platform.start()
    assert (own_platform.var / "secret").read_text() == key
    with own_platform.client() as client:
        assert client.kunteko_deeds.notes.count_documents({"_id": "kept"}) == 1

    assert kunteko(own_platform, "stop").stdout == "Stopped.\n"
    until(lambda: not own_platform.child.alive, within=10, what="the run ends")
    assert own_platform.child.status == 0
    assert "Everything is kept" in own_platform.output

    assert kunteko(own_platform, "reset").returncode == 0
    assert not own_platform.var.exists()


def test_stopping_what_does_not_run_is_no_error(own_platform):
    own_platform.environ["KUNTEKO_PORT"] = str(free_port())
    done = kunteko(own_platform, "stop")
    assert (done.returncode, done.stdout) == (0, "It is not running.\n")


def test_a_body_that_is_too_large_is_taken_in_and_answered_in_words(platform):
    form = Request(f"{platform.base_url}/sparring/apply", data=b"x" * 8_000_000)
    with pytest.raises(HTTPError) as refused:
        urlopen(form, timeout=30)
    assert refused.value.code == 413
    assert "Lähetys on liian suuri" in refused.value.read().decode()


def test_the_figures_of_the_bus_and_of_the_mails_can_be_read(platform):
    with urlopen(f"http://127.0.0.1:{platform.metrics_port}/metrics", timeout=10) as answer:
        figures = answer.read().decode()
    for name in ("kunteko_outbox_age_seconds", "kunteko_queue_messages", "kunteko_handler_seconds"):
        assert f"# HELP {name}" in figures
    assert 'kunteko_mails{state="queued"}' in figures
