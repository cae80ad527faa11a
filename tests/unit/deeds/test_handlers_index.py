"""What the marketplace listens to."""

from services.deeds.handlers.events import HANDLERS
from services.deeds.handlers.home import HANDLERS as HOME


def test_the_home_page_hears_of_rounds_grants_feedback_and_themes():
    assert sorted(contract.type for contract in HOME) == [
        "application.feedback_given.v1",
        "application.granted.v1",
        "round.cancelled.v1",
        "round.changed.v1",
        "round.closed.v1",
        "round.opened.v1",
        "round.planned.v1",
        "theme.changed.v1",
    ]


def test_each_case_hears_what_became_of_its_mails():
    told = {contract.type for contract in HANDLERS}
    assert {"mail.queued.v1", "mail.sent.v1", "mail.failed.v1"} <= told
