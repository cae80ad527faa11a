"""What staff do with a mail that waits: released, edited, held, discarded; each once."""

from email.utils import parsedate_to_datetime

import pytest

from services.notifications.consumer import worker
from services.notifications.delivery.journal import close, take_in_hand
from services.notifications.documents import MailContent, Message
from services.notifications.handlers.casework import discard_mail
from services.notifications.handlers.outbox import CaseMoved, hold_mail, release_mail
from services.notifications.handlers.queueing import queue_mail
from services.notifications.handlers.retelling import edit_mail
from services.notifications.handlers.standing import changes_since
from services.notifications.mails import others, to_applicant
from services.notifications.mails.mail import LADDER_LASTS
from shared.errors import Conflict, NotPermitted, TransitionNotAllowed
from shared.roles import Role
from shared.workflow.pin import Pin
from shared.workflow.table import Actor
from tests.integration.notifications.test_standing import decision, kinds, withdrawn
from tests.support.events import event
from tests.support.office import handle

VILLE = Actor(Role.STAFF, "Ville", "ville@kunteko.example")
AINO = Actor(Role.AUDITOR, "Aino")


def pin(mail, key="a"):
    return Pin(mail.version, key * 32)


def stored(mail):
    return Message.objects(id=mail.id).get()


def in_hand(mail):
    """As when a worker takes the mail in hand; its hand-over."""
    return take_in_hand("a worker", [mail.id]).id


@pytest.fixture
def mail(connected):
    return decision(connected)


def test_a_released_mail_is_due_at_once_with_a_whole_ladder_before_it(connected, clock):
    mail = decision(connected)
    clock.forward(days=5)
    after = release_mail(mail, VILLE, pin(mail))
    assert (after.state, after.next_at) == ("queued", clock.now())
    assert after.give_up_at == clock.now() + LADDER_LASTS
    assert after.tasks == []
    assert [entry["type"] for entry in after.history] == ["mail.waiting.v1", "mail.queued.v1"]


def test_a_mail_that_has_waited_is_dated_when_it_is_released_and_else_as_it_was(connected, clock):
    mail = decision(connected)
    waited = mail.content
    clock.forward(days=3)
    released = release_mail(mail, VILLE, pin(mail)).content
    assert parsedate_to_datetime(released.message["Date"]) == clock.now()
    assert (released.html, released.text) == (waited.html, waited.text)
    assert len(released.raw) == len(waited.raw)
    assert released.message["Message-ID"] == waited.message["Message-ID"]
    assert MailContent.objects(id=waited.id).get().raw == waited.raw


def test_a_second_click_releases_nothing_twice(mail):
    first = release_mail(mail, VILLE, pin(mail))
    again = release_mail(stored(mail), VILLE, pin(mail))
    assert again.version == first.version == 2
    with pytest.raises(Conflict):
        release_mail(mail, VILLE, pin(mail, "b"))


def test_a_mail_whose_case_has_changed_is_not_released_and_says_what_changed(mail, connected):
    handle(withdrawn(), connected)
    with pytest.raises(CaseMoved) as refused:
        release_mail(mail, VILLE, pin(mail))
    assert kinds(refused.value.changes) == ["application.withdrawn.v1"]
    assert stored(mail).state == "waiting"


def test_whoever_has_read_the_changes_may_release_and_the_record_says_so(mail, connected):
    handle(withdrawn(), connected)
    for _ in range(2):
        after = release_mail(stored(mail), VILLE, pin(mail), seen=["event-5"])
    assert [entry["action"] for entry in after.history] == ["write", "keep", "release"]
    assert after.case_sequence == 5
    assert kinds(after.history[1]["data"]["seen"]) == ["application.withdrawn.v1"]
    assert changes_since(after) == []


def test_a_change_that_came_after_the_reading_stops_the_release(mail, connected):
    handle(withdrawn(5), connected)
    handle(event("application.day_moved.v1", id="event-6", sequence=6), connected)
    with pytest.raises(CaseMoved):
        release_mail(mail, VILLE, pin(mail), seen=["event-5"])
    assert stored(mail).version == 1


def test_a_release_cut_short_after_the_confirmation_is_ended_by_the_second_click(mail, connected):
    handle(withdrawn(), connected)
    confirmed = release_mail(mail, VILLE, pin(mail), seen=["event-5"])
    half = confirmed.history[:2]
    Message._get_collection().update_one(
        {"_id": mail.id}, {"$set": {"state": "waiting", "version": 2, "history": half}}
    )
    after = release_mail(stored(mail), VILLE, pin(mail), seen=["event-5"])
    assert (after.state, after.version) == ("queued", 3)


def test_a_mail_of_short_use_keeps_its_end_and_is_not_released_after_it(connected, clock):
    sign_in = others.sign_in(event("sign_in.requested.v1"), connected)
    mail = queue_mail(sign_in, connected, cause="event-1")
    held = hold_mail(mail, VILLE, pin(mail), "Odotetaan")
    clock.forward(minutes=1)
    released = release_mail(held, VILLE, pin(held))
    assert released.give_up_at == mail.give_up_at
    held = hold_mail(released, VILLE, pin(released, "b"), "Odotetaan")
    clock.forward(days=2)
    with pytest.raises(TransitionNotAllowed, match="expired"):
        release_mail(held, VILLE, pin(held, "c"))


# -- editing

TYPED = {"subject": "Päätös: <b>myönnetty</b> {reference}", "block_0": "Hei <b>Maija</b> & {name}!"}


def test_edited_words_go_out_as_typed_and_escaped(mail, connected):
    after = edit_mail(mail, TYPED, VILLE, pin(mail), connected)
    content = after.content
    assert after.subject == content.subject == TYPED["subject"]
    assert content.id == f"{mail.id}.2"
    assert "Hei &lt;b&gt;Maija&lt;/b&gt; &amp; {name}!" in content.html
    assert TYPED["block_0"] in content.text
    assert content.message["Subject"] == TYPED["subject"]
    assert content.message["Message-ID"] == mail.message_id
    assert after.history[-1]["data"]["changes"][0]["before"] == mail.subject
    # what stood before is still there, word by word
    assert MailContent.objects(id=f"{mail.id}.1").get().subject == mail.subject


def test_what_is_delivered_is_what_the_page_showed(mail, mail_settings, smtp_sink):
    edited = edit_mail(mail, TYPED, VILLE, pin(mail), mail_settings)
    shown = edited.content
    release_mail(edited, VILLE, pin(edited, "b"))
    deliver = next(loop for loop in worker(mail_settings).loops if loop.name == "deliver mails")
    assert deliver.run_once() == 1
    (received,) = smtp_sink.mails
    assert received.subject == TYPED["subject"]
    assert received.html == shown.html.replace("\r\n", "\n")
    assert received.text == shown.text.replace("\r\n", "\n")
    assert stored(mail).content.id == shown.id


def test_attachments_stay_when_the_words_change(connected, clock):
    accepted = to_applicant.accepted(event("application.order_accepted.v1"), connected)
    mail = queue_mail(accepted, connected, cause="event-1")
    held = hold_mail(mail, VILLE, pin(mail), "Katsotaan")
    after = edit_mail(held, {"subject": "Uusi"}, VILLE, pin(held, "b"), connected)
    assert [one.method for one in after.content.attachments] == ["REQUEST"]
    assert b"text/calendar" in bytes(after.content.raw)


def test_the_same_edit_twice_and_an_edit_of_nothing_make_no_version(mail, connected):
    for _ in range(2):
        after = edit_mail(stored(mail), TYPED, VILLE, pin(mail), connected)
    assert after.version == 2
    assert edit_mail(after, TYPED, VILLE, pin(after, "b"), connected).version == 2
    assert MailContent.objects.count() == 3  # the decision's two and the order's


def test_two_who_edit_at_once_never_mix_their_words(mail, connected):
    edit_mail(stored(mail), {"subject": "Ensimmäinen"}, VILLE, pin(mail), connected)
    with pytest.raises(Conflict):
        edit_mail(mail, {"subject": "Toinen"}, VILLE, pin(mail, "b"), connected)
    assert stored(mail).content.subject == stored(mail).subject == "Ensimmäinen"


def test_a_mail_on_its_way_is_not_edited(mail, connected):
    queued = release_mail(mail, VILLE, pin(mail))
    with pytest.raises(TransitionNotAllowed):
        edit_mail(queued, TYPED, VILLE, pin(queued, "b"), connected)


# -- hold and discard


def test_a_held_mail_says_why_and_can_still_be_released(mail):
    held = hold_mail(mail, VILLE, pin(mail), "Päivä on auki")
    assert (held.state, held.held_because, held.tasks) == ("on_hold", "Päivä on auki", [])
    released = release_mail(held, VILLE, pin(held, "b"))
    assert (released.state, released.held_because) == ("queued", "")


def test_a_queued_mail_is_held_but_not_while_a_worker_has_it_in_hand(mail):
    queued = release_mail(mail, VILLE, pin(mail))
    stale = stored(mail)
    taken = in_hand(mail)
    # also for one who read the mail before the worker took it
    for seen in (stale, stored(mail)):
        with pytest.raises(TransitionNotAllowed) as refused:
            hold_mail(seen, VILLE, pin(queued, "b"), "Hetkinen")
        assert refused.value.reason == "on_its_way"
    close([taken])
    assert hold_mail(stored(mail), VILLE, pin(queued, "b"), "Hetkinen").state == "on_hold"


def test_discarding_twice_with_one_click_is_once(mail):
    for _ in range(2):
        now = stored(mail)
        after = discard_mail(
            now, VILLE, "Väärä mies", expected_version=mail.version, cause="form:x"
        )
    assert (after.state, after.version) == ("discarded", 2)


def test_an_auditor_does_none_of_it(mail, connected):
    for act in (
        lambda: release_mail(mail, AINO, pin(mail)),
        lambda: edit_mail(mail, TYPED, AINO, pin(mail), connected),
        lambda: hold_mail(mail, AINO, pin(mail), "x"),
        lambda: discard_mail(mail, AINO, "x"),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert stored(mail).version == 1
