"""Pace: how many mails a domain gets, and how long it is left alone when it asks for that."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.delivery.pace import LONGEST_PAUSE, NotYet, Pace, asks_for_a_pause
from services.notifications.smtp import Accepted, Deferred, Refused

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MAIJA, PETRI, KAISA = "maija@kunta.example", "petri@kunta.example", "kaisa@yritys.example"


def seconds(number):
    return NOON + timedelta(seconds=number)


def granted(pace, address, moment, asked):
    return sum(pace.turn(address, moment) is None for _ in range(asked))


def test_without_a_limit_nobody_waits():
    assert granted(Pace(0), MAIJA, NOON, 500) == 500


def test_a_domain_gets_so_many_a_minute_whoever_they_are_to():
    pace = Pace(3)
    turns = [pace.turn(address, NOON) for address in (MAIJA, PETRI, MAIJA, PETRI)]
    assert turns == [None, None, None, NotYet(seconds(60), "")]
    assert pace.turn("PETRI@KUNTA.example", NOON) is not None


def test_another_domain_goes_on():
    pace = Pace(1)
    assert granted(pace, MAIJA, NOON, 5) == 1
    assert pace.turn(KAISA, NOON) is None


def test_in_no_sixty_seconds_is_there_one_too_many():
    pace, went = Pace(10), []
    for second in range(300):
        pace.begin_round(seconds(second))
        went += [second] * granted(pace, MAIJA, seconds(second), 4)
    assert all(sum(start <= at < start + 60 for at in went) <= 10 for start in range(300))
    assert len(went) == 50


def test_those_who_wait_are_spread_over_the_minutes_to_come():
    pace = Pace(2)
    turns = [pace.turn(MAIJA, NOON) for _ in range(6)]
    assert [turn.until for turn in turns if turn] == [
        seconds(60), seconds(60), seconds(120), seconds(120)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "asks"),
    [
        (Deferred("421 4.7.0 too many connections", 421), True),
        (Deferred("450 4.7.1 slow down", 450), True),
        (Deferred("451 try again later", 451), True),
        # one mailbox is full or busy: the others of its domain have no part in it
        (Deferred("450 4.2.1 mailbox busy", 450), False),
        (Deferred("450 4.1.1 unknown for now", 450), False),
        (Deferred("452 4.3.1 no room", 452), False),
        (Deferred("the connection was lost"), False),
        (Refused("550 5.1.1 no such mailbox"), False),
        (Accepted("250 OK"), False),
    ],
)
def test_which_answers_ask_for_a_pause(outcome, asks):
    assert asks_for_a_pause(outcome) is asks


def test_a_pause_holds_the_domain_and_no_other():
    pace = Pace()
    pace.slow_down(MAIJA, "451 slow down", NOON)
    assert pace.turn(PETRI, seconds(59)) == NotYet(seconds(60), "451 slow down")
    assert pace.turn(KAISA, seconds(59)) is None
    assert pace.turn(PETRI, seconds(60)) is None


def test_each_pause_in_a_row_is_twice_as_long_up_to_fifteen_minutes():
    pace, now, lengths = Pace(), NOON, []
    for _ in range(6):
        pace.slow_down(MAIJA, "451", now)
        until = pace.turn(MAIJA, now).until
        lengths.append((until - now).total_seconds() / 60)
        now = until
    assert lengths == [1, 2, 4, 8, 15, 15]
    assert timedelta(minutes=15) == LONGEST_PAUSE


def test_mails_that_were_under_way_when_the_pause_began_do_not_lengthen_it():
    pace = Pace()
    for second in range(4):
        pace.slow_down(MAIJA, "451", seconds(second))
    assert pace.turn(MAIJA, seconds(5)).until == seconds(60)


def test_a_mail_that_goes_well_ends_the_row_of_pauses():
    pace = Pace()
    pace.slow_down(MAIJA, "451", NOON)
    pace.went_well(PETRI)
    pace.slow_down(MAIJA, "451", seconds(100))
    assert pace.turn(MAIJA, seconds(100)).until == seconds(160)


def test_a_domain_with_nothing_to_remember_is_forgotten():
    pace = Pace(5)
    pace.turn(MAIJA, NOON)
    pace.begin_round(seconds(61))
    assert pace._domains == {}
