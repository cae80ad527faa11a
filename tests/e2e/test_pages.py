"""Every page in every language, wide and narrow: axe finds nothing, nothing overflows."""

import re

import pytest

from tests.e2e.test_sparring import sign_in

MANAGER = "paula.paallikko@kunteko.example"
PUBLIC = (
    "/",
    "/sparring",
    "/sparring/apply",
    "/experts",
    "/experts?theme=processes&sort=company",
    "/experts?q=nobodyhasthisname",
    "/subscriptions/round-opening",
    "/privacy",
    "/accessibility",
    "/contact",
    "/account/sign-in",
    "/no-such-page",
    "/sparring/status/forged",
    "/mailbox",
)
STAFF = (
    "/staff/applications",
    "/staff/applications?tab=all&sort=-deadline",
    "/staff/applications?q=nobodyhasthisname",
    "/staff/rounds",
    "/staff/rounds/new",
    "/staff/themes",
    "/staff/themes/new",
    "/staff/experts",
    "/staff/experts/new",
    "/staff/experts/import",
    "/staff/mails",
)
WIDTHS = (1280, 320)


@pytest.fixture
def visitor(demo_platform, people):
    return people(demo_platform.base_url)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_public_pages(visitor, language):
    profile = first_link(visitor, "/experts", r'href="(/experts/[0-9a-f]{32})"')
    for path in (*PUBLIC, profile):
        look_at(visitor, path, language)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_pages_of_the_office(visitor, language):
    sign_in(visitor, MANAGER)
    case = first_link(visitor, "/staff/applications", r'href="(/staff/applications/[0-9a-f]{32})')
    expert = first_link(visitor, "/staff/experts", r'href="(/staff/experts/[0-9a-f]{32})"')
    mail = first_link(visitor, "/staff/mails", r'href="(/staff/mails/[0-9a-f]{32})"')
    actions = tuple(f"{case}/{action}" for action in ("grant", "reject", "ask-more"))
    for path in (*STAFF, case, *actions, expert, f"{expert}/edit", mail):
        look_at(visitor, path, language)


def test_a_form_with_errors_moves_the_focus_to_the_summary(visitor):
    visitor.open("/sparring/apply?lang=sv")
    visitor.send()
    visitor.send()
    assert visitor.page.evaluate("document.activeElement.id") == "error-summary"
    assert visitor.page.title().startswith("Fel:")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    focused = visitor.page.evaluate("document.activeElement.name")
    assert focused == "organisation"


def test_the_keyboard_reaches_the_content_and_the_form_alone(visitor):
    visitor.open("/sparring/apply")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    visitor.page.keyboard.press("Enter")
    for _ in range(20):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("document.activeElement.type") == "submit":
            break
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/organisation")
    visitor.page.locator('[name="organisation"]').focus()
    for typed in ("Porvoon kaupunki", "1061512-1", "Metsola"):
        visitor.page.keyboard.type(typed)
        visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/contact")


def first_link(visitor, page, pattern):
    visitor.open(page)
    return re.search(pattern, visitor.page.content())[1]


def look_at(visitor, path, language):
    joint = "&" if "?" in path else "?"
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.open(f"{path}{joint}lang={language}")
        assert visitor.page.locator("html").get_attribute("lang") == language
