"""No mail server for long, and one that dies with a mail in its hands."""

import pytest

from tests.faults.injecting import under_load

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


def test_mails_wait_for_the_mail_server_and_go_when_it_is_back(system, capsys):
    """It is away while hours pass, refuses for a while, and is away again."""
    with under_load(system, capsys) as inject:
        inject.mail_away(5, hours=1)
        system.mail.refuse_all("451 4.3.0 try again later")
        inject.wait(5)
        system.mail.accept_again()
        inject.mail_away(5, hours=3)


def test_a_mail_whose_acceptance_nobody_heard_goes_again_under_its_own_name(system, capsys):
    before = system.mail.unanswered
    with under_load(system, capsys) as inject:
        for _ in range(3):
            inject.wait(3)
            inject.mail_dies(3)
    assert system.mail.unanswered > before
