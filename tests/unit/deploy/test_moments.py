"""Moments as an operator writes them."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta

import pytest

from deploy.moments import moment
from shared import ambient

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("90min", NOON - timedelta(minutes=90)),
        ("2h", NOON - timedelta(hours=2)),
        ("3d", NOON - timedelta(days=3)),
        ("2026-11-22T08:30", datetime(2026, 11, 22, 6, 30, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 6, 30, 21, tzinfo=UTC)),
        ("2026-11-22T08:30+00:00", datetime(2026, 11, 22, 8, 30, tzinfo=UTC)),
    ],
)
def test_spans_back_and_times_in_finland(text, meant):
    with ambient.use(ambient.FixedSource(NOON)):
        assert moment(text) == meant


@pytest.mark.parametrize("text", ["", "lately", "2 h", "-2h", "999999d", "9999999d"])
def test_anything_else_is_refused(text):
    with pytest.raises(ArgumentTypeError):
        moment(text)
