"""The status page leads to the decision as a letter, once there is one."""

import re

import pytest

from shared.links import read_link
from shared.web.context import current_settings
from tests.integration.applications.applicant import Applicant


def link_to_letter(app, case):
    applicant = Applicant(app)
    found = re.search(r'href="/letters/([^"]+)"', applicant.get(applicant.status_link(case)).text)
    if not found:
        return None
    with app.app_context():
        return read_link(current_settings(), "letter", found[1])


@pytest.mark.parametrize(("state", "action"), [("agreed", "grant"), ("rejected", "reject")])
def test_a_decided_application_leads_to_the_letter_of_its_decision(app, book, state, action):
    case = book.IN_STATE[state]()
    link = link_to_letter(app, case)
    decided = next(step for step in case.history if step["action"] == action)
    assert (link.case_id, link.recipient) == (decided["id"], case.contact["email"])


def test_before_the_decision_there_is_no_letter(app, book):
    assert link_to_letter(app, book.IN_STATE["submitted"]()) is None
