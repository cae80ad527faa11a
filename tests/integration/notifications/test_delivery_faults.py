"""A mail server that fails at every stage: nothing is lost, nothing goes twice that need not."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from pymongo.errors import AutoReconnect

from deploy.children import ROOT
from services.notifications.delivery import journal
from services.notifications.delivery import mails as engine
from services.notifications.delivery.line import WINDOW, Letter, deliver_all
from services.notifications.delivery.mails import Delivery, deliver_due
from services.notifications.documents import HandOver, HandOverOutcomes, Message
from services.notifications.smtp import Accepted, SmtpMailer, Unreachable
from tests.integration.notifications.test_delivery import (
    KAISA,
    MAIJA,
    PETRI,
    events_of,
    queue,
    state_of,
    tries,
)
from tests.support.settings import PREFIX
from tests.support.smtp_script import DROP, GARBAGE, STALL, SmtpScript

pytestmark = pytest.mark.usefixtures("clock")

IMPATIENT, PATIENT = 0.3, 10.0  # seconds for an answer; a busy machine is slow to give one

# stage, what goes wrong, what the record says of the tries, how often the mail arrives
FAULTS = [
    # no conversation came about: no fault of the mail
    ("connect", DROP, ["unreachable", "accepted"], 1),
    ("connect", STALL, ["unreachable", "accepted"], 1),
    ("connect", GARBAGE, ["unreachable", "accepted"], 1),
    ("connect", "554 5.3.2 no service here", ["unreachable", "accepted"], 1),
    ("connect", "421 4.3.2 too busy", ["unreachable", "accepted"], 1),
    ("ehlo", DROP, ["unreachable", "accepted"], 1),
    ("ehlo", STALL, ["unreachable", "accepted"], 1),
    ("ehlo", GARBAGE, ["accepted"], 1),  # an old server: it is greeted the old way
    ("ehlo", "502 what?", ["accepted"], 1),
    ("ehlo", "421 4.3.2 going down", ["unreachable", "accepted"], 1),
    # before the mail was handed over
    ("mail", DROP, ["unreachable", "accepted"], 1),
    ("mail", STALL, ["unreachable", "accepted"], 1),
    ("mail", GARBAGE, ["unreachable", "accepted"], 1),
    ("mail", "451 4.3.0 not now", ["deferred", "accepted"], 1),
    ("mail", "550 5.7.1 sender not allowed", ["deferred", "accepted"], 1),
    ("mail", "421 4.3.2 going down", ["unreachable", "accepted"], 1),
    ("rcpt", DROP, ["unreachable", "accepted"], 1),
    ("rcpt", STALL, ["unreachable", "accepted"], 1),
    ("rcpt", GARBAGE, ["unreachable", "accepted"], 1),
    ("rcpt", "450 4.2.1 mailbox busy", ["deferred", "accepted"], 1),
    ("rcpt", "421 4.7.0 too many", ["deferred", "accepted"], 1),
    ("rcpt", "550 5.1.1 no such mailbox", ["refused"], 0),
    ("data", DROP, ["unreachable", "accepted"], 1),
    ("data", STALL, ["unreachable", "accepted"], 1),
    ("data", GARBAGE, ["unreachable", "accepted"], 1),
    ("data", "451 4.3.0 not now", ["deferred", "accepted"], 1),
    ("data", "554 5.5.1 no valid recipients", ["refused"], 0),
    ("data", "421 4.3.2 going down", ["deferred", "accepted"], 1),
    # with the content on its way: whether it has arrived is not known, so it goes again
    ("content", DROP, ["deferred", "accepted"], 1),
    ("content", STALL, ["deferred", "accepted"], 1),
    ("end", DROP, ["deferred", "accepted"], 2),
    ("end", STALL, ["deferred", "accepted"], 2),
    ("end", GARBAGE, ["deferred", "accepted"], 2),
    ("end", "452 4.3.1 no room", ["deferred", "accepted"], 1),
    ("end", "421 4.3.2 going down", ["deferred", "accepted"], 1),
    ("end", "554 5.7.1 looks like spam", ["refused"], 0),
    # after the answer: nobody notices
    ("answered", DROP, ["accepted"], 1),
    ("answered", STALL, ["accepted"], 1),
    ("rset", DROP, ["accepted"], 1),
]


@pytest.fixture
def script(connected):
    """start(**server) → settings and the server; `mailers` make connections to it."""
    made = []

    def start(**server):
        made.append(SmtpScript(**server).start())
        return replace(connected, smtp_host="127.0.0.1", smtp_port=made[-1].port), made[-1]

    yield start
    for server in made:
        server.stop()


@pytest.fixture
def delivering():
    """delivering(settings, connections) → what a worker's loop runs."""
    made = []

    def start(settings, connections=1, timeout=PATIENT):
        mailers = [SmtpMailer(settings, timeout=timeout) for _ in range(connections)]
        made.extend(mailers)
        return Delivery(settings, mailers)

    yield start
    for mailer in made:
        mailer.close()


def work_off(delivery, clock, rounds=12):
    """Rounds of a worker until no mail waits."""
    for _ in range(rounds):
        delivery.run_once()
        waiting = Message.objects(state="queued").order_by("next_at").first()
        if waiting is None:
            return
        held = [each.until for each in HandOver.objects]
        clock.moment = max(clock.moment, waiting.next_at, *held)
        clock.forward(seconds=10)
    raise AssertionError("a mail still waits")


def outcomes(mail):
    return [outcome for outcome, _ in tries(mail)]


STAGES = list(dict.fromkeys(row[0] for row in FAULTS))
ONE_BY_ONE, IN_ONE_GO = ("8BITMIME", "SMTPUTF8"), ("8BITMIME", "PIPELINING")


@pytest.mark.parametrize(
    "stage, extensions",
    [
        *((stage, ONE_BY_ONE) for stage in STAGES),
        *((stage, IN_ONE_GO) for stage in ("mail", "rcpt", "data")),
    ],
)
def test_whatever_fails_each_mail_arrives_as_often_as_it_may(
    script, delivering, clock, stage, extensions
):
    for fault, told, arrivals in (row[1:] for row in FAULTS if row[0] == stage):
        settings, server = script(extensions=extensions)
        struck, other = queue(settings, MAIJA, PETRI, cause=f"{stage} {fault}")
        clock.forward(seconds=1)
        server.fails(stage, fault)
        timeout = IMPATIENT if fault == STALL else PATIENT
        work_off(delivering(settings, timeout=timeout), clock)
        assert (fault, outcomes(struck)) == (fault, told)
        assert state_of(struck) == ("failed" if told == ["refused"] else "sent")
        assert [mail.message["Message-ID"] for mail in server.to(MAIJA)] == (
            [struck.message_id] * arrivals
        )
        assert arrivals < 2 or "may have arrived" in tries(struck)[0][1]
        # the mail behind it lost nothing
        assert (outcomes(other), len(server.to(PETRI))) == (["accepted"], 1)
        assert events_of(other) == ["mail.queued.v1", "mail.sent.v1"]


def test_a_login_or_an_encryption_that_fails_leaves_every_mail_waiting(script, delivering, clock):
    settings, server = script(extensions=["AUTH PLAIN", "STARTTLS"])
    server.fails("auth", "535 5.7.8 wrong password", times=9)
    mail = queue(settings, MAIJA)
    wrong = replace(settings, smtp_user="kunteko", smtp_password="väärä")
    for broken in (wrong, replace(settings, smtp_starttls=True)):
        assert delivering(broken).run_once() == 0
        clock.forward(minutes=6)
    assert outcomes(mail) == ["unreachable", "unreachable"]
    assert "454 TLS not available" in tries(mail)[1][1]
    work_off(delivering(settings), clock)
    assert state_of(mail) == "sent"


def test_while_there_is_no_server_only_one_mail_finds_out(connected, delivering, clock):
    server = SmtpScript()
    settings = replace(connected, smtp_host="127.0.0.1", smtp_port=server.port)
    mails = queue(settings, MAIJA, PETRI, KAISA)
    delivery = delivering(settings, connections=4)
    for _ in range(5):
        assert delivery.run_once() == 0  # woken again at once, as a worker is by its own writing
    assert sorted(len(tries(mail)) for mail in mails) == [0, 0, 1]
    server.start()
    try:
        work_off(delivery, clock)
        assert [state_of(mail) for mail in mails] == ["sent"] * 3
        assert len(server.arrived) == 3
    finally:
        server.stop()


def test_a_server_lost_on_the_way_leaves_the_rest_untouched(script, delivering, clock):
    settings, server = script()
    mails = queue(settings, *(f"m{n}@kunta{n}.example" for n in range(20)))

    def go_away(_mail):
        server.when_read = lambda _mail: None
        server.fails("connect", DROP, times=99)
        server.hang_up()

    server.when_read = go_away
    delivery = delivering(settings, connections=4)
    delivery.run_once()
    assert sum(len(tries(mail)) == 0 for mail in mails) >= 15
    # nobody holds those that were not tried
    assert HandOver.objects.count() == 0
    server.is_well()
    work_off(delivery, clock)
    assert [state_of(mail) for mail in mails] == ["sent"] * 20


@pytest.mark.parametrize("seed", range(2))
def test_in_a_storm_of_faults_on_four_connections_no_mail_is_lost(script, delivering, clock, seed):
    settings, server = script()
    mails = queue(settings, *(f"m{n}@kunta{n}.example" for n in range(15)))
    chance = random.Random(seed)
    passing = [row for row in FAULTS if row[2] != ["refused"] and row[1] != STALL]
    for stage, fault, *_ in chance.choices(passing, k=25):
        server.fails(stage, fault)
    work_off(delivering(settings, connections=4), clock, rounds=80)
    arrivals = Counter(mail.message["Message-ID"] for mail in server.arrived)
    for mail in mails:
        told = tries(mail)
        unclear = sum("may have arrived" in words for _, words in told)
        assert state_of(mail) == "sent"
        assert outcomes(mail).count("accepted") == 1
        assert 1 <= arrivals[mail.message_id] <= 1 + unclear
        assert events_of(mail) == ["mail.queued.v1", "mail.sent.v1"]


def test_a_store_that_is_away_for_a_moment_sends_nothing_twice(
    script, delivering, clock, monkeypatch
):
    settings, server = script()
    mails = queue(settings, MAIJA, PETRI, KAISA)
    delivery = delivering(settings)

    def away(_rows):
        raise AutoReconnect("the store is away")

    writing = engine.write_down
    monkeypatch.setattr(engine, "write_down", away)
    with pytest.raises(AutoReconnect):
        delivery.run_once()
    sent = len(server.arrived)
    assert 1 <= sent <= 3
    monkeypatch.setattr(engine, "write_down", writing)
    clock.forward(minutes=6)  # the hand-over is over too
    work_off(delivery, clock)
    assert [state_of(mail) for mail in mails] == ["sent"] * 3
    assert len(server.arrived) == 3


def test_a_store_that_goes_away_while_mails_are_taken_loses_no_outcome(
    script, delivering, clock, monkeypatch
):
    settings, server = script()
    mails = queue(settings, *(f"m{n}@kunta{n}.example" for n in range(9)))
    monkeypatch.setattr(engine, "TAKEN_AT_ONCE", 3)
    taking, asked = engine.take_in_hand, []

    def taken_twice(by, ids):
        asked.append(ids)
        if len(asked) == 3:
            raise AutoReconnect("the store is away")
        return taking(by, ids)

    monkeypatch.setattr(engine, "take_in_hand", taken_twice)
    delivery = delivering(settings, connections=4)
    with pytest.raises(AutoReconnect):
        delivery.run_once()
    assert len(server.arrived) == 6
    work_off(delivery, clock)
    assert {state_of(mail) for mail in mails} == {"sent"}
    assert len(server.arrived) == 9


def test_a_round_that_is_over_lets_go_of_what_it_has_not_sent(
    script, delivering, clock, monkeypatch
):
    settings, server = script()
    queue(settings, *(f"m{n}@kunta{n}.example" for n in range(9)))
    monkeypatch.setattr(engine, "READ_AT_ONCE", 3)
    server.when_read = lambda _mail: clock.forward(seconds=11)
    assert delivering(settings).run_once() == 3
    assert Message.objects(state="queued").count() == 6
    assert HandOver.objects.count() == 0


def test_a_worker_that_was_stopped_beyond_its_time_begins_no_mail(
    script, delivering, clock, monkeypatch
):
    settings, server = script()
    mails = queue(settings, *(f"m{n}@kunta{n}.example" for n in range(9)))
    server.when_read = lambda _mail: clock.forward(minutes=6)
    assert delivering(settings).run_once() == 1
    assert len(server.arrived) == 1
    server.when_read = lambda _mail: None
    work_off(delivering(settings), clock)
    assert len(server.arrived) == 9
    assert {state_of(mail) for mail in mails} == {"sent"}


DELIVER = """
import os
import signal
from services.notifications.delivery import mails
from services.notifications.delivery.mails import Delivery
from services.notifications.documents import SERVICE
from services.notifications.smtp import SmtpMailer
from shared import settings, store

ours = settings.load(os.environ)
store.connect(ours, SERVICE)


def once(settle):  # then death
    done = []

    def again():
        if done:
            os.kill(os.getpid(), signal.SIGKILL)
        done.append(settle())

    return again


delivery = Delivery(ours, [SmtpMailer(ours) for _ in range(4)])
die = os.environ.get("DIE", "")
if die == "taken":  # in hand, and the mail server has got nothing
    mails.letter_of = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
elif die == "accepted":  # by the mail server, and the journal does not know
    mails.write_down = lambda _rows: os.kill(os.getpid(), signal.SIGKILL)
elif die == "written":  # in the journal, and on no record
    mails.settle_all = once(mails.settle_all)
delivery.run_once()
"""


@pytest.mark.parametrize("moment, twice", [("taken", 0), ("accepted", 1), ("written", 0)])
def test_a_worker_killed_between_two_writes_repeats_only_what_nobody_knows(
    script, delivering, clock, moment, twice
):
    settings, server = script()
    mails = queue(settings, *(f"m{n}@kunta{n}.example" for n in range(6)))
    child = worker(settings, DIE=moment)
    _, said = child.communicate(timeout=90)
    assert child.returncode == -signal.SIGKILL, said
    assert HandOver.objects.count() == 1
    assert {state_of(mail) for mail in mails} == {"queued"}
    assert len(server.arrived) == {"taken": 0, "accepted": 1, "written": 6}[moment]
    work_off(delivering(settings, connections=4), clock)
    arrivals = Counter(mail.message["Message-ID"] for mail in server.arrived)
    assert set(arrivals) == {mail.message_id for mail in mails}
    assert sum(arrivals.values()) == 6 + twice
    for mail in mails:
        assert (state_of(mail), outcomes(mail)) == ("sent", ["accepted"])
        assert events_of(mail) == ["mail.queued.v1", "mail.sent.v1"]


def test_settling_again_after_a_kill_in_the_middle_changes_nothing(
    script, delivering, clock, monkeypatch
):
    settings, server = script()
    mails = queue(settings, *(f"m{n}@kunta{n}.example" for n in range(3)))
    delivery = delivering(settings)
    delivery.hand_over(clock.now())

    def away(_keys):
        raise AutoReconnect("the store is away")

    with monkeypatch.context() as patched:
        patched.setattr(journal, "strike", away)
        with pytest.raises(AutoReconnect):
            delivery.settle()
    assert {(state_of(mail), mail.version) for mail in mails} == {("sent", 1)}
    assert HandOverOutcomes.objects.count()
    for worker_ in (delivering(settings), delivery):  # also another than who wrote it
        worker_.run_once()
    assert {Message.objects(id=mail.id).get().version for mail in mails} == {2}
    assert not HandOver.objects and not HandOverOutcomes.objects
    assert len(server.arrived) == 3


def worker(settings, **environ):
    """A delivering process of its own."""
    environ |= {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        f"{PREFIX}BASE_URL": settings.base_url,
        f"{PREFIX}SECRET_KEYS": settings.secret_keys[0],
        f"{PREFIX}BUS": "inprocess",
        f"{PREFIX}STORE_URL": settings.store_url,
        f"{PREFIX}STORE_PREFIX": settings.store_prefix,
        f"{PREFIX}SMTP_PORT": str(settings.smtp_port),
    }
    return subprocess.Popen(
        [sys.executable, "-c", DELIVER], env=environ, stderr=subprocess.PIPE, text=True
    )


def test_a_worker_killed_while_it_delivers_repeats_at_most_its_window(script, delivering, clock):
    settings, server = script()
    mails = queue(settings, *(f"m{n}@kunta{n}.example" for n in range(60)))
    child = worker(settings)

    def kill(_mail):  # with its content read and no answer given: the worst moment
        if len(server.arrived) == 30:
            os.kill(child.pid, signal.SIGKILL)

    server.when_read = kill
    try:
        _, said = child.communicate(timeout=90)
    finally:
        child.kill()
    assert child.returncode == -signal.SIGKILL, said
    written = sum(len(each.rows) for each in HandOverOutcomes.objects)
    assert 0 < written < 60
    work_off(delivering(settings, connections=4), clock)
    arrivals = Counter(mail.message["Message-ID"] for mail in server.arrived)
    assert set(arrivals) == {mail.message_id for mail in mails}
    assert max(arrivals.values()) <= 2
    assert sum(arrivals.values()) - 60 <= WINDOW
    assert {state_of(mail) for mail in mails} == {"sent"}


class Counting:
    """A mailer that takes everything but what it is told to lose the server at."""

    def __init__(self, lost_at=()):
        self.lost_at = set(lost_at)
        self.sent = []

    def send(self, content, recipient, return_address):
        if recipient in self.lost_at:
            return Unreachable("nobody there")
        self.sent.append(recipient)
        return Accepted("250 OK")

    def close(self): ...


def letters(count):
    return (Letter(n, b"", f"m{n}@kunta.example", "b@x.example") for n in range(count))


def test_every_letter_is_recorded_once_whoever_carries_it():
    crew, seen = [Counting() for _ in range(4)], []
    assert deliver_all(letters(200), crew, seen.extend) == 200
    assert sorted(letter.of for letter, _ in seen) == list(range(200))
    assert sum(len(mailer.sent) for mailer in crew) == 200


def test_no_more_letters_are_read_than_the_window_holds():
    read, recorded = [], []

    def reading():
        for letter in letters(50):
            read.append(letter)
            assert len(read) - len(recorded) <= 5
            yield letter

    deliver_all(reading(), [Counting()], recorded.extend, window=5)
    assert len(recorded) == 50


def test_a_lost_server_ends_the_line_and_untried_letters_are_not_recorded():
    mailer, seen = Counting(lost_at=["m3@kunta.example"]), []
    assert deliver_all(letters(50), mailer, seen.extend) == 3
    assert [letter.of for letter, _ in seen] == [0, 1, 2, 3]
    assert isinstance(seen[-1][1], Unreachable)


def test_letters_given_out_but_not_begun_in_time_come_back_untried(clock):
    begin_by, seen = clock.now() + timedelta(minutes=2), []

    class Slow(Counting):
        def send(self, content, recipient, return_address):
            if recipient == "m3@kunta.example":
                clock.forward(minutes=5)  # the process was stopped meanwhile
            return super().send(content, recipient, return_address)

    mailer, given = Slow(), [replace(letter, begin_by=begin_by) for letter in letters(9)]
    assert deliver_all(given, mailer, seen.extend) == 4
    assert [letter.of for letter, _ in seen] == [0, 1, 2, 3]


def test_a_mailer_that_breaks_stops_the_line_and_nobody_waits_for_it():
    class Broken(Counting):
        def send(self, content, recipient, return_address):
            if recipient == "m7@kunta.example":
                raise RuntimeError("broken")
            return super().send(content, recipient, return_address)

    with pytest.raises(RuntimeError):
        deliver_all(letters(50), [Broken(), Broken()], lambda _back: None)


def test_nothing_due_opens_no_connection(script):
    settings, server = script()
    assert deliver_due(settings, SmtpMailer(settings)) == 0
    assert server.connections == 0
