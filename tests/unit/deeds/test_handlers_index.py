"""What the home page's service listens to."""

from services.deeds.handlers import HANDLERS


def test_it_hears_of_rounds_grants_and_feedback_and_nothing_else():
    assert sorted(contract.type for contract in HANDLERS) == [
        "application.feedback_given.v1",
        "application.granted.v1",
        "round.cancelled.v1",
        "round.changed.v1",
        "round.closed.v1",
        "round.opened.v1",
        "round.planned.v1",
    ]
