"""A bulletin goes to each of its audience once, whatever happens on the way."""

import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifications import audience
from services.notifications.delivery import bulletin_hand
from services.notifications.delivery.bulletins import BulletinLoop, list_part
from services.notifications.documents import (
    BulletinProgress,
    BulletinRecipient,
    Message,
    Subscriber,
    recipient_id,
    subscriber_id,
)
from services.notifications.handlers import bulletins
from services.notifications.smtp import (
    LOST_AFTER_CONTENT,
    Accepted,
    Deferred,
    Refused,
    Unreachable,
)
from services.notifications.tallies import in_state, progress_of, record_bounce
from services.notifications.workflow.bulletin import (
    CANCELLED,
    CONTACT_LETTER,
    PAUSED,
    SENDING,
    SENT,
)
from shared import ambient
from shared.errors import Conflict, TransitionNotAllowed
from tests.integration.notifications.lists import (
    VILLE,
    crowd,
    draft,
    move,
    pin,
    run,
    sending,
    states,
    stored,
    subscribed,
)
from tests.support.settings import environment
from tests.support.waiting import until

ANNA, BEN, CIA = "anna@kunta.example", "ben@kunta.example", "cia@kunta.example"


class FakeMailer:
    """Says what it is told to say, by address; else it takes the mail."""

    def __init__(self):
        self.sent = []
        self.said = {}
        self.before = lambda email: None

    def send(self, content, recipient, return_address):
        self.before(recipient)
        outcome = self.said.get(recipient, self.said.get("*", Accepted("250 OK")))
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Accepted):
            self.sent.append(recipient)
        return outcome

    def close(self):
        pass


@pytest.fixture
def fake():
    return FakeMailer()


@pytest.fixture
def loop(connected, clock, fake):
    return BulletinLoop(connected, [fake])


# -- to whom


def test_it_goes_to_subscribers_of_its_kind_and_languages_only(loop, fake):
    subscribed(ANNA, language="fi")
    subscribed(BEN, language="sv")
    subscribed(CIA, language="en")
    subscribed("left@kunta.example", state="left")
    subscribed("unconfirmed@kunta.example", state="unconfirmed")
    subscribed("letters@kunta.example", kinds=[CONTACT_LETTER])
    letter = sending(languages=["fi", "sv"])
    run(loop)
    assert sorted(fake.sent) == [ANNA, BEN]
    assert stored(letter).state == SENT
    assert progress_of(letter).counts["sent"] == 2


def test_contact_letters_go_to_contact_persons(loop, fake):
    subscribed(ANNA)
    subscribed(BEN, kinds=["newsletter", CONTACT_LETTER])
    run_letter = sending(kind=CONTACT_LETTER)
    run(loop)
    assert fake.sent == [BEN]
    assert stored(run_letter).audience == 1


def test_who_subscribes_after_the_start_gets_the_next_one(loop, fake, clock):
    subscribed(ANNA)
    sending()
    clock.forward(seconds=1)
    late = {"at": ambient.now(), "state": "subscribed", "source_state": "unconfirmed"}
    subscribed(BEN, history=[late])
    Subscriber.objects(email=BEN).update(updated_at=ambient.now())
    run(loop)
    assert fake.sent == [ANNA]


def test_who_leaves_before_their_turn_gets_nothing(loop, fake):
    subscribed(ANNA, BEN, CIA)
    letter = sending()
    loop.run_once()  # listed
    Subscriber.objects(email=ANNA).update(state="left", email="")
    Subscriber.objects(email=BEN).update(kinds=[CONTACT_LETTER])
    run(loop)
    assert fake.sent == [CIA]
    assert progress_of(letter).counts["left"] == 2
    assert stored(letter).state == SENT


def test_nobody_twice_when_the_list_is_made_again(loop, connected):
    subscribed(ANNA, BEN)
    letter = sending()
    loop.run_once()
    before = progress_of(letter)
    # killed after writing the rows, before saying so
    BulletinProgress.objects(id=letter.id).update(listed=0, listed_to=0, all_listed=False)
    list_part(letter, progress_of(letter))
    assert progress_of(letter).listed == before.listed == 2
    assert BulletinRecipient.objects.count() == 2


def test_a_long_list_is_made_and_walked_in_parts(loop, fake, monkeypatch):
    monkeypatch.setattr(audience, "IN_ONE_PART", 10)
    emails = crowd(60)
    letter = sending()
    run(loop)
    assert progress_of(letter).depth == 1
    assert len(progress_of(letter).tallies) == 16
    assert sorted(fake.sent) == sorted(emails)
    assert progress_of(letter).counts["sent"] == progress_of(letter).listed == 60


def test_sending_is_refused_when_the_count_has_changed(connected, clock):
    subscribed(ANNA)
    letter = draft()
    subscribed(BEN)
    with pytest.raises(TransitionNotAllowed) as refusal:
        bulletins.send_bulletin(letter, by=VILLE, pin=pin(letter.version), seen=1)
    assert refusal.value.reason == "count_changed"
    assert stored(letter).state == "draft"


def test_nobody_to_send_to_is_refused(connected, clock):
    letter = draft()
    with pytest.raises(TransitionNotAllowed) as refusal:
        bulletins.send_bulletin(letter, by=VILLE, pin=pin(letter.version), seen=0)
    assert refusal.value.reason == "nobody"


def test_a_second_click_starts_nothing_more_and_a_stale_page_nothing(connected, clock):
    subscribed(ANNA)
    letter = draft()
    seen = pin(letter.version)
    bulletins.send_bulletin(letter, by=VILLE, pin=seen, seen=1)
    again = bulletins.send_bulletin(stored(letter), by=VILLE, pin=seen, seen=1)
    assert [entry["action"] for entry in again.history].count("send") == 1
    other = draft()
    bulletins.save_bulletin(other, {"kind": CONTACT_LETTER}, by=VILLE, pin=pin(other.version))
    with pytest.raises(Conflict):
        bulletins.send_bulletin(stored(other), by=VILLE, pin=pin(other.version), seen=0)


# -- what they get


def test_each_gets_their_language_own_links_and_headers_to_leave(mail_settings, mailer, smtp_sink):
    subscribed(ANNA, language="sv")
    subscribed(BEN, language="en")
    letter = sending()
    run(
        BulletinLoop(
            replace(mail_settings, bounce_address="palautukset@kunteko.example"),
            [mailer],
        )
    )
    (anna,), (ben,) = smtp_sink.to(ANNA), smtp_sink.to(BEN)
    assert (anna.subject, ben.subject) == ("Novemberbrevet", "Marraskuun kirje")
    assert ben.message["Content-Language"] == "fi"  # not written in English
    assert "haku (https://kunteko.example/haku) on auki" in ben.text
    assert "<strong" in ben.html and "/subscriptions/mine/" in ben.html
    row = recipient_id(letter.id, subscriber_id(ANNA))
    assert anna.message["Message-ID"] == f"<{row}@kunteko.example>"
    assert anna.sender.startswith(f"palautukset+{row}-")
    leave = anna.message["List-Unsubscribe"].strip("<>")
    assert "/subscriptions/leave/" in leave and leave in anna.text.replace("\n", "")
    assert leave not in ben.text
    assert anna.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert anna.message["Precedence"] == "bulk"
    assert anna.message["Auto-Submitted"] == "auto-generated"
    assert anna.message["List-Id"]
    assert not anna.message.defects


def test_a_test_goes_to_oneself_only_and_says_so(connected, clock):
    subscribed(ANNA)
    letter = draft()
    click = pin(letter.version)
    bulletins.try_bulletin(letter, by=VILLE, pin=click, settings=connected)
    bulletins.try_bulletin(stored(letter), by=VILLE, pin=click, settings=connected)
    mails = {mail.recipient.language: mail for mail in Message.objects}
    assert {mail.subject for mail in mails.values()} == {
        "TESTI: Marraskuun kirje",
        "TEST: Novemberbrevet",
    }
    assert {mail.recipient.email for mail in mails.values()} == {VILLE.email}
    assert "Tämä on testi" in mails["fi"].content.html
    assert "/subscriptions/leave/" not in mails["fi"].content.html
    assert stored(letter).state == "draft"


# -- what becomes of each


def test_refused_failed_deferred_tried_again_a_few_times(loop, fake, clock):
    subscribed(ANNA, BEN, CIA)
    letter = sending()
    fake.said = {ANNA: Refused("550 5.1.1 no such mailbox"), BEN: Deferred("451 later", 451)}
    run(loop)
    assert states(letter) == {"failed": {ANNA}, "queued": {BEN}, "sent": {CIA}}
    assert stored(letter).state == SENDING
    for _ in bulletin_hand.LADDER:
        clock.forward(hours=7)
        run(loop)
    assert states(letter)["failed"] == {ANNA, BEN}
    assert stored(letter).state == SENT
    words = {row.email: row.words for row in in_state(progress_of(letter), ["failed"])}
    assert words == {ANNA: "550 5.1.1 no such mailbox", BEN: "451 later"}


def test_no_server_leaves_everybody_waiting_and_the_page_is_told(loop, fake, clock):
    subscribed(ANNA, BEN)
    letter = sending()
    fake.said = {"*": Unreachable("connection refused")}
    run(loop)
    assert states(letter) == {"queued": {ANNA, BEN}}
    assert progress_of(letter).halted == "connection refused"
    fake.said = {}
    clock.forward(seconds=5)
    run(loop)
    assert sorted(fake.sent) == [ANNA, BEN]
    assert (progress_of(letter).halted, stored(letter).state) == ("", SENT)


def test_lost_after_the_content_is_unclear_and_sent_again_on_request_only(loop, fake, clock):
    subscribed(ANNA, BEN)
    letter = sending()
    fake.said = {ANNA: Deferred(f"{LOST_AFTER_CONTENT} (broken pipe)")}
    run(loop)
    fake.said = {}
    clock.forward(days=2)
    run(loop)
    assert fake.sent == [BEN]
    assert states(letter) == {"unclear": {ANNA}, "sent": {BEN}}
    assert stored(letter).state == SENT
    move(letter, "send_unclear")
    run(loop)
    assert fake.sent == [BEN, ANNA]
    assert stored(letter).state == SENT


def test_an_address_that_can_be_none_stops_nobody_behind_it(loop, fake):
    subscribed("no address at all", ANNA)
    letter = sending()
    run(loop)
    assert fake.sent == [ANNA]
    assert progress_of(letter).counts["failed"] == 1


def test_a_bounce_is_counted_at_once(loop, fake):
    subscribed(ANNA, BEN)
    letter = sending()
    run(loop)
    key = recipient_id(letter.id, subscriber_id(ANNA))
    for _ in range(2):
        record_bounce(key, "550 mailbox gone")
    counts = progress_of(letter).counts
    assert (counts["sent"], counts["bounced"]) == (1, 1)


def test_a_domain_gets_no_more_than_its_pace(connected, clock, fake):
    emails = crowd(5)
    letter = sending()
    loop = BulletinLoop(replace(connected, mails_a_minute=2), [fake])
    run(loop)
    assert len(fake.sent) == 2
    for _ in range(3):
        clock.forward(minutes=1)
        run(loop)
    assert sorted(fake.sent) == emails
    assert stored(letter).state == SENT


# -- pausing


def test_paused_within_a_group_resumed_and_cancelled(loop, fake):
    crowd(60)
    letter = sending()
    fake.before = lambda email: len(fake.sent) == 3 and move(letter, "pause")
    run(loop)
    handed = len(fake.sent)
    assert 3 <= handed <= 2 * bulletin_hand.GROUP
    assert stored(letter).state == PAUSED
    counts = progress_of(letter).counts
    assert (counts["sent"], counts["queued"]) == (handed, 60 - handed)
    run(loop)
    assert len(fake.sent) == handed
    fake.before = lambda email: len(fake.sent) == handed + 1 and move(letter, "pause")
    move(letter, "resume")
    run(loop)
    move(letter, "cancel")
    run(loop)
    assert stored(letter).state == CANCELLED
    assert handed < len(fake.sent) <= 60
    assert max(Counter(fake.sent).values()) == 1


# -- killed


def test_an_error_on_the_way_makes_the_handed_over_unclear_and_nobody_gets_it_twice(
    loop, fake, clock
):
    emails = crowd(50)
    letter = sending()
    fake.said = {emails[25]: RuntimeError("a fault of ours")}
    with pytest.raises(RuntimeError):
        run(loop)
    fake.said = {}
    clock.forward(seconds=30)
    run(loop)
    assert stored(letter).state == SENDING  # somebody may still have them in hand
    clock.forward(minutes=11)
    run(loop)
    assert stored(letter).state == SENT
    assert max(Counter(fake.sent).values()) == 1
    unclear = states(letter).get("unclear", set())
    assert emails[25] in unclear
    assert set(fake.sent) | unclear == set(emails)
    assert progress_of(letter).counts["unclear"] == len(unclear)


def test_what_a_killed_worker_had_in_hand_is_settled_also_when_paused(loop, fake, clock):
    subscribed(ANNA)
    letter = sending()
    fake.said = {ANNA: RuntimeError("killed")}
    with pytest.raises(RuntimeError):
        run(loop)
    move(letter, "pause")
    clock.forward(minutes=11)
    run(loop)
    assert states(letter) == {"unclear": {ANNA}}
    assert progress_of(letter).counts["unclear"] == 1


WORKER = """
import os, sys
from services.notifications.delivery.bulletins import bulletin_sending
from services.notifications.documents import SERVICE
from shared import store
from shared.settings import load
settings = load(os.environ)
store.connect(settings, SERVICE)
work = bulletin_sending(settings)
while True:
    work()
"""


def test_killed_half_way_nobody_gets_it_twice_and_none_is_lost(
    mail_settings, mailer, smtp_sink, store
):
    emails = crowd(200)
    letter = sending()
    env = environment(
        store_url=store.url,
        store_prefix=store.prefix,
        smtp_host=smtp_sink.host,
        smtp_port=smtp_sink.port,
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER], env={**os.environ, **env}, stderr=subprocess.PIPE
    )
    try:
        until(lambda: len(smtp_sink.mails) > 60, within=60, what="half of the mails")
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.communicate()
    at_the_kill = len(smtp_sink.mails)
    assert at_the_kill < 200, "it was too fast to be killed half-way"
    loop = BulletinLoop(mail_settings, [mailer])
    run(loop)
    later = ambient.now() + timedelta(minutes=11)

    class Later(ambient.Source):
        def now(self):
            return later

    with ambient.use(Later()):
        run(loop)
        assert stored(letter).state == SENT
        counts = progress_of(letter).counts
    got = Counter(mail.to for mail in smtp_sink.mails)
    unclear = states(letter).get("unclear", set())
    assert max(got.values()) == 1
    assert set(got) | unclear == set(emails)
    assert counts["unclear"] == len(unclear) <= 2 * bulletin_hand.GROUP
    assert counts["sent"] + counts["unclear"] == 200
