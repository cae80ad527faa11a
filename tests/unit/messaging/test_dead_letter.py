"""Choosing among dead letters, and what they died of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.messaging.dead_letter import EVERY, Choice, DeadLetter, Fault, faults_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LETTER = DeadLetter(
    service="notifications",
    id="e1",
    event_type="deed.published.v1",
    subject="d1",
    reason="KeyError: 'unit'",
    attempts=6,
    first_failed=NOON,
    correlation_id="j1",
    body="{}",
)


@pytest.mark.parametrize(
    ("choice", "fits"),
    [
        (EVERY, True),
        (Choice(ids=frozenset({"e1", "e2"})), True),
        (Choice(ids=frozenset({"e2"})), False),
        (Choice(event_type="deed.published.v1", reason="KeyError"), True),
        (Choice(event_type="deed.published.v1", reason="OSError"), False),
        (Choice(correlation_id="j2"), False),
        (Choice(subject="d1"), True),
        (Choice(subject="d2"), False),
        (Choice(since=NOON), True),
        (Choice(since=NOON + timedelta(seconds=1)), False),
    ],
)
def test_all_that_is_given_must_fit(choice, fits):
    assert choice.fits(LETTER) == fits


def test_a_letter_of_unknown_time_is_not_since_anything():
    assert not Choice(since=NOON).fits(replace(LETTER, first_failed=None))


def test_reasons_that_differ_in_ids_and_numbers_are_one_fault_the_most_first():
    letters = [
        replace(LETTER, reason="NotFound: no deed 0a1b2c3d4e5f of round 7", first_failed=NOON),
        replace(LETTER, first_failed=None),
        replace(
            LETTER,
            reason="NotFound: no deed ffffffffffff of round 12",
            first_failed=NOON - timedelta(hours=1),
        ),
    ]
    assert faults_of(letters) == [
        Fault(
            "notifications",
            "deed.published.v1",
            "NotFound: no deed 0a1b2c3d4e5f of round 7",
            2,
            NOON - timedelta(hours=1),
        ),
        Fault("notifications", "deed.published.v1", "KeyError: 'unit'", 1, None),
    ]


def test_another_consumer_event_or_cause_is_another_fault():
    others = [
        replace(LETTER, service="experts"),
        replace(LETTER, event_type="deed.updated.v1"),
        replace(LETTER, reason="KeyError: 'place'"),
    ]
    assert len(faults_of([LETTER, *others])) == 4
