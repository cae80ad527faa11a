"""The pages around mails, the office's and everybody's: axe finds nothing, nothing overflows."""

import pytest

from tests.e2e.looking import first_link, look_at
from tests.e2e.test_sparring import sign_in

MANAGER = "paula.paallikko@kunteko.example"
ID = "[0-9a-f]{32}"
OFFICE = (
    "/staff/mails?state=sent",
    "/staff/mails/outbox",
    "/staff/mails/outbox?q=nobodyhasthisname",
    "/staff/mails/kinds",
    "/staff/mails/morning",
    "/staff/mails/returned",
    "/staff/mails/texts",
    "/staff/mails/texts/decision/sv",
    "/staff/mails/texts/decision/sv/versions",
    "/staff/bulletins",
    "/staff/bulletins/new",
    "/staff/subscribers",
)
PUBLIC = (
    "/subscriptions/newsletter",
    "/subscriptions/newsletter/done",
    "/subscriptions/newsletter/embed",
    "/subscriptions/contact-person",
    "/subscriptions/link",
    "/subscriptions/mine/forged",
    "/sparring/link",
    "/deeds/link",
    "/letters/forged",
)


@pytest.fixture
def visitor(demo_platform, people):
    return people(demo_platform.base_url)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_offices_pages_of_mails(visitor, language):
    sign_in(visitor, MANAGER)
    outbox, bulletins, subscribers = "/staff/mails/outbox", "/staff/bulletins", "/staff/subscribers"
    waiting = first_link(visitor, outbox, rf'href="({outbox}/{ID})')
    bulletin = first_link(visitor, bulletins, rf'href="({bulletins}/{ID})"')
    subscriber = first_link(visitor, subscribers, rf'href="({subscribers}/{ID})"')
    found = (waiting, f"{waiting}/edit", bulletin, f"{bulletin}/preview", subscriber)
    for path in (*OFFICE, *found):
        look_at(visitor, path, language)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_everybodys_pages_of_mails(visitor, language):
    for path in PUBLIC:
        look_at(visitor, path, language)
