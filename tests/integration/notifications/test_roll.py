"""The roll of subscribers is what the subscribers are, however far the worker has come."""

from datetime import timedelta

import pytest

from services.notifications import roll, roll_keeping
from services.notifications.audience import members_of
from services.notifications.documents import RollMoment, RollPart, Subscriber
from services.notifications.handlers import subscriptions
from services.notifications.roll_keeping import RollKeeping, gather, keep_up
from shared import ambient
from shared.workflow.pin import Pin
from tests.integration.notifications.lists import draft, subscribed

ANNA, BEN, CIA = "anna@kunta.example", "ben@kunta.example", "cia@kunta.example"


@pytest.fixture
def people(connected, clock):
    subscribed(ANNA, name="Anna", organisation="Kemi", history=[])
    subscribed(BEN, language="sv", kinds=["contact_letter"])
    subscribed("left@kunta.example", state="left")
    subscribed("asks@kunta.example", state="unconfirmed", asked={"kinds": ["newsletter"]})


def gather_all():
    keep = RollKeeping().run_once
    while keep():
        pass


def as_stored():
    return sorted(roll.entries({}).values())


def by_email(email):
    return next((one for one in roll.read() if one.email == email), None)


def bytes_kept():
    return b"".join(part.rows for part in RollPart.objects)


def join(email):
    subscriptions.sign_up(email, "en")
    one = Subscriber.objects.get(email=email)
    return subscriptions.confirm(one, Pin(one.version, "k"))


def test_without_a_roll_the_subscribers_themselves_are_read(people):
    assert [one.email for one in roll.read() if one.gets("newsletter")] == [ANNA]
    assert RollPart.objects.count() == 0


def test_the_roll_is_as_the_subscribers_are(people):
    gather_all()
    assert roll.read() == as_stored()
    assert len(roll.read()) == 4
    assert b"anna@kunta.example" in bytes_kept()


def test_a_part_is_those_whose_id_begins_so(people):
    gather_all()
    for one in roll.read():
        assert roll.read(one.id[0]) == roll.read(one.id[:2]) == [one]
    assert roll.read("zz") == []


def test_a_roll_that_is_half_gathered_is_not_read(people):
    keep = RollKeeping().run_once
    for _ in range(7):
        keep()
    assert RollMoment.objects.count() == 0
    assert roll.read() == as_stored()


def test_what_changes_is_seen_at_once_without_the_worker(people, clock):
    gather_all()
    kept = bytes_kept()
    clock.forward(hours=1)
    join(CIA)
    subscriptions.leave(Subscriber.objects.get(email=ANNA))
    assert by_email(ANNA) is None and by_email(CIA).gets("newsletter")
    assert [one.email for one in members_of(draft())] == [CIA]
    assert bytes_kept() == kept


def test_who_has_left_is_soon_gone_from_the_roll_too(people, clock):
    gather_all()
    clock.forward(hours=1)
    subscriptions.leave(Subscriber.objects.get(email=ANNA))
    keep_up()
    assert b"anna@" not in bytes_kept() and b"Kemi" not in bytes_kept()
    assert roll.read() == as_stored()


def test_keeping_up_twice_writes_once(people, clock):
    gather_all()
    clock.forward(hours=1)
    one = join(CIA)
    keep_up()
    versions = {part.id: part.version for part in RollPart.objects}
    keep_up()
    clock.forward(hours=1)
    keep_up()
    assert {part.id: part.version for part in RollPart.objects} == versions
    assert versions[one.id[0]] == max(versions.values())
    assert roll.changed_since(RollMoment.objects.get().as_of) == {}


def test_of_two_that_write_a_part_at_once_one_gives_way_and_nothing_is_lost(
    people, clock, monkeypatch
):
    gather_all()
    clock.forward(hours=1)
    one = join(CIA)
    read, before = roll_keeping.entries, RollMoment.objects.get().as_of

    def slow(where):
        found = {key: each for key, each in read(where).items() if key != one.id}
        keep_up()  # another worker, meanwhile
        return found

    monkeypatch.setattr(roll_keeping, "entries", slow)
    assert gather(one.id[0]) is False
    assert RollMoment.objects.get().as_of > before
    clock.forward(hours=1)
    assert roll.read() == as_stored()


def test_rows_of_another_release_are_not_read_and_gathered_anew(people):
    gather_all()
    RollPart.objects.update(set__shape=0, set__rows=b"[[1]]")
    assert roll.read() == as_stored()
    gather_all()
    assert b"[[1]]" not in bytes_kept()
    assert roll.read() == as_stored()


def test_a_change_by_a_clock_that_was_behind_is_found_within_a_day(people, clock):
    keep = RollKeeping().run_once
    while keep():
        pass
    Subscriber.objects(email=ANNA).update(
        language="en", updated_at=ambient.now() - timedelta(hours=1)
    )
    keep()
    assert by_email(ANNA).language == "fi"
    clock.forward(days=1)
    while keep():
        pass
    assert by_email(ANNA).language == "en"
