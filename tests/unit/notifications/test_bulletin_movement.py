"""What the page of a letter says of its sending is true, also when nobody is at work."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.documents import Bulletin, BulletinProgress
from services.notifications.staff.bulletins.sending import how_it_moves

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LONG_AGO, JUST_NOW = NOW - timedelta(minutes=20), NOW - timedelta(seconds=5)
LATER = NOW + timedelta(minutes=5)
ONE_WAITS = {"queued": 1, "next_at": LATER}
ONE_IN_HAND = {"handed_over": 1, "next_at": LATER}
DUE = {"next_at": LONG_AGO}


@pytest.mark.parametrize(
    ("state", "progress", "moves"),
    [
        ("sending", {"moved_at": JUST_NOW}, "on"),
        ("sending", {"moved_at": JUST_NOW, "tallies": {"p": {"next_at": LATER}}}, "on"),
        # the worker was killed, and no other has begun
        ("sending", {"moved_at": LONG_AGO}, "still"),
        ("sending", {}, "still"),
        ("sending", {"moved_at": LONG_AGO, "halted": "connection refused"}, "halted"),
        # all who wait are to be tried again
        ("sending", {"moved_at": LONG_AGO, "tallies": {"p": ONE_WAITS}}, "later"),
        ("sending", {"moved_at": LONG_AGO, "tallies": {"p": ONE_WAITS | DUE}}, "still"),
        # nobody waits but those whom a killed worker had in hand
        ("sending", {"moved_at": LONG_AGO, "tallies": {"p": ONE_IN_HAND}}, "cut"),
        # there are parts that nobody has begun
        ("sending", {"moved_at": LONG_AGO, "depth": 1, "tallies": {"p1": ONE_WAITS}}, "still"),
        ("paused", {"moved_at": LONG_AGO}, ""),
        ("sent", {"moved_at": LONG_AGO}, ""),
    ],
)
def test_how_a_sending_moves(state, progress, moves):
    letter = Bulletin(state=state, updated_at=LONG_AGO)
    assert how_it_moves(letter, BulletinProgress(id="b", listed=1, **progress), NOW) == moves


def test_one_that_goes_on_after_a_pause_does_not_stand_still():
    letter = Bulletin(state="sending", updated_at=JUST_NOW)
    assert how_it_moves(letter, BulletinProgress(id="b", moved_at=LONG_AGO), NOW) == "on"
