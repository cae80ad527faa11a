"""The operator's commands, on a real RabbitMQ."""

import json
from dataclasses import dataclass

import pika
import pytest

from deploy.__main__ import main
from shared.settings import PREFIX
from tests.support.ports import free_port
from tests.support.settings import environment

QUEUE = "kunteko.notifications"
BODY = b'{"specversion": "0.3", "hello": "<b>w\xc3\xb6rld</b>"}'


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def use(monkeypatch, store):
    """use(broker_url): the settings of the commands that follow."""

    def use(broker_url):
        given = {"store_url": store.url, "store_prefix": store.prefix, "bus": "rabbitmq"}
        for name, value in environment(**given, broker_url=broker_url).items():
            assert name.startswith(PREFIX)
            monkeypatch.setenv(name, value)

    return use


@pytest.fixture
def kunteko(use, broker, capsys):
    use(broker.url)

    def run(*words):
        capsys.readouterr()
        status = main(words)
        return Done(status, *capsys.readouterr())

    return run


@pytest.fixture
def channel(broker):
    with pika.BlockingConnection(pika.URLParameters(broker.url)) as connection:
        yield connection.channel()


def bury(channel, message_id, *, reason="no such template", body=BODY, first_failed=""):
    properties = pika.BasicProperties(
        message_id=message_id,
        type="application.granted.v1",
        correlation_id="journey-1",
        delivery_mode=2,
        headers={"x-reason": reason, "x-attempt": 7, "x-first-failed": first_failed},
    )
    channel.confirm_delivery()
    channel.basic_publish("", f"{QUEUE}.dead", body, properties, mandatory=True)


def event(event_id):
    """An envelope as the applications service tells it."""
    envelope = {
        "specversion": "1.0",
        "id": event_id,
        "type": "application.granted.v1",
        "source": "/services/applications/applications",
        "time": "2026-11-22T08:30:00+00:00",
        "subject": "a1b2",
        "correlationid": "journey-1",
        "sequence": "0000000004",
        "data": {"reason": "hyvä"},
    }
    return json.dumps(envelope).encode()


def count(channel, queue):
    return channel.queue_declare(queue, passive=True).method.message_count


def test_the_topology_is_missed_declared_and_then_right(kunteko, channel):
    missing = kunteko("topology", "check")
    assert missing.returncode == 1
    assert f"{QUEUE}: missing" in missing.stderr

    assert kunteko("topology", "declare").returncode == 0
    right = kunteko("topology", "check")
    assert (right.returncode, right.stdout) == (0, "RabbitMQ is as it should be.\n")

    channel.queue_delete(f"{QUEUE}.dead")
    assert f"{QUEUE}.dead: missing" in kunteko("topology", "check").stderr


def test_dead_letters_are_listed_shown_replayed_and_dropped(kunteko, channel):
    kunteko("topology", "declare")
    bury(channel, "first")
    bury(channel, "second")

    listed = kunteko("dead-letters", "list")
    assert listed.returncode == 0
    assert [line.split("  ")[:3] for line in listed.stdout.splitlines()] == [
        ["notifications", "first", "application.granted.v1"],
        ["notifications", "second", "application.granted.v1"],
    ]

    shown = kunteko("dead-letters", "show", "second").stdout
    assert "no such template" in shown
    assert "journey-1" in shown
    assert "<b>wörld</b>" in shown
    assert count(channel, f"{QUEUE}.dead") == 2

    assert kunteko("dead-letters", "replay", "first").stderr == "1 replayed\n"
    assert (count(channel, QUEUE), count(channel, f"{QUEUE}.dead")) == (1, 1)

    assert kunteko("dead-letters", "drop", "--all").stderr == "1 dropped\n"
    assert (count(channel, QUEUE), count(channel, f"{QUEUE}.dead")) == (1, 0)


def test_a_letter_leads_to_its_case_and_its_journey(kunteko, channel):
    kunteko("topology", "declare")
    bury(channel, "first", body=event("first"), first_failed="2026-11-22T08:30:00+00:00")
    shown = kunteko("dead-letters", "show").stdout
    assert "case          a1b2 http://127.0.0.1:8000/staff/applications/a1b2\n" in shown
    assert "journey       lines of the logs with journey-1\n" in shown
    assert "first failed  2026-11-22 10:30:00, 7 attempts\n" in shown
    assert '"reason": "hyvä"' in shown


def test_many_letters_are_listed_in_pages_and_summed_up(kunteko, channel):
    kunteko("topology", "declare")
    for number in range(60):
        bury(channel, f"e{number:02}", reason=f"NotFound: no round {number}")
    bury(channel, "other", reason="KeyError: 'unit'")

    listed = kunteko("dead-letters", "list")
    assert len(listed.stdout.splitlines()) == 50
    assert listed.stderr.startswith("61 found, 50 shown: ")
    rest = kunteko("dead-letters", "list", "--offset", "50", "--limit", "5")
    assert [line.split("  ")[1] for line in rest.stdout.splitlines()] == [
        f"e{number}" for number in range(50, 55)
    ]
    assert kunteko("dead-letters", "summary").stdout.splitlines() == [
        "60 × application.granted.v1 at notifications since -: NotFound: no round 0",
        "1 × application.granted.v1 at notifications since -: KeyError: 'unit'",
    ]
    assert kunteko("dead-letters", "replay", "--reason", "NotFound").stderr == "60 replayed\n"
    assert kunteko("dead-letters", "list", "--limit", "0").stderr == "1 found\n"


def test_letters_are_chosen_by_case_and_time(kunteko, channel):
    kunteko("topology", "declare")
    bury(channel, "old", body=event("old"), first_failed="2026-01-01T00:00:00+00:00")
    bury(channel, "unknown time")
    since = kunteko("dead-letters", "list", "--since", "2025-12-31")
    assert since.stderr == "1 found\n"
    assert kunteko("dead-letters", "list", "--since", "2026-01-01T02:01").stderr == "0 found\n"
    assert kunteko("dead-letters", "drop", "--case", "a1b2").stderr == "1 dropped\n"
    with pytest.raises(SystemExit):
        kunteko("dead-letters", "list", "--since", "lately")


def test_letters_are_json_for_machines(kunteko, channel):
    kunteko("topology", "declare")
    bury(channel, "first", body=event("first"), first_failed="2026-11-22T08:30:00+00:00")
    (letter,) = json.loads(kunteko("dead-letters", "list", "--json").stdout)
    assert (letter["id"], letter["subject"], letter["attempts"]) == ("first", "a1b2", 7)
    assert letter["first_failed"] == "2026-11-22T08:30:00+00:00"
    assert json.loads(letter["body"])["data"] == {"reason": "hyvä"}
    (fault,) = json.loads(kunteko("dead-letters", "summary", "--json").stdout)
    assert (fault["count"], fault["reason"]) == (1, "no such template")


def test_a_strangers_letter_does_not_steer_the_terminal(kunteko, channel):
    kunteko("topology", "declare")
    bury(channel, "e\x1b[2J", reason="gone\x1b]0;title\x07\nto", body=b"\x1b[31m\xff[")
    for word in ("list", "show", "summary"):
        said = kunteko("dead-letters", word)
        assert not any(each in said.stdout for each in "\x1b\x07")
    assert kunteko("dead-letters", "replay", "--all").stderr == "1 replayed\n"


def test_nothing_is_dropped_unless_it_is_said_what(kunteko, channel):
    kunteko("topology", "declare")
    bury(channel, "kept")
    refused = kunteko("dead-letters", "drop")
    assert refused.returncode == 2
    assert "--all" in refused.stderr
    assert count(channel, f"{QUEUE}.dead") == 1


def test_a_dead_letter_that_is_not_there_is_named(kunteko):
    kunteko("topology", "declare")
    done = kunteko("dead-letters", "show", "nowhere")
    assert done.returncode == 1
    assert "no dead letter nowhere" in done.stderr


def test_a_broker_that_is_not_there_is_one_line_without_its_password(kunteko, use):
    use("amqp://guest:hidden@127.0.0.1:1/")
    done = kunteko("topology", "check")
    assert done.returncode == 1
    assert done.stderr.startswith("kunteko: RabbitMQ at amqp://guest:***@127.0.0.1:1/")
    assert "hidden" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_that_does_not_run_is_one_clear_line(monkeypatch, capsys):
    nowhere = f"mongodb://127.0.0.1:{free_port()}/?directConnection=true"
    for name, value in environment(store_url=nowhere).items():
        monkeypatch.setenv(name, value)
    assert main(["dead-letters", "list"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "kunteko: the store does not answer: is it running? (ServerSelectionTimeoutError)"
    ]
