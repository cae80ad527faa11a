"""When read models are checked: every night at three, in Finland."""

from datetime import UTC, datetime, timedelta

from deploy.read_models_watch import until_night


def test_the_next_night_is_at_most_a_day_away():
    assert until_night(datetime(2026, 11, 22, 0, 30, tzinfo=UTC)) == timedelta(minutes=30)
    assert until_night(datetime(2026, 11, 22, 1, 0, tzinfo=UTC)) == timedelta(hours=24)


def test_it_stays_at_three_when_the_clocks_are_moved():
    before_summer = datetime(2026, 3, 28, 1, 30, tzinfo=UTC)  # 3.30 in Finland, that night it moves
    assert before_summer + until_night(before_summer) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
