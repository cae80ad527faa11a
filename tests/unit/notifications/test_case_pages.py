"""From a mail to the case it is about."""

import pytest

from services.notifications.case_pages import PAGES, case_page
from services.notifications.documents import Message
from services.notifications.texts import templates
from services.notifications.words.mails import CASES, TEMPLATES


def page_of(template, reference=""):
    return case_page(Message(template=template, about="case-1", reference=reference))


@pytest.mark.parametrize(
    ("template", "reference", "page"),
    [
        ("decision", "SP-2026-0007", "/staff/applications/case-1"),
        ("deed_published", "TEKO-142", "/staff/deeds/case-1"),
        ("deed_help_asked", "", "/staff/deeds/case-1"),
        ("tip_invitation", "VINKKI-31", "/staff/tips/case-1"),
        ("partner_answered", "KUMPPANI-12", "/staff/partners/case-1"),
        ("award_jury", "", "/staff/awards/case-1"),
    ],
)
def test_a_mail_leads_to_its_case(template, reference, page):
    assert page_of(template, reference) == page


@pytest.mark.parametrize("template", ["draft_link", "deed_draft", "sign_in", "round_opened"])
def test_drafts_and_mails_about_no_case_lead_nowhere(template):
    assert page_of(template) == ""


def test_every_mail_and_every_kind_of_case_has_a_name():
    # a test of a newsletter has no text of ours: staff write it
    assert set(TEMPLATES) == {*templates(), "bulletin_test"}
    assert set(CASES) == set(PAGES)
