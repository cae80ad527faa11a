"""Every public page in every language: axe finds nothing, nothing overflows."""

import pytest

from tests.e2e.looking import first_link, look_at

PUBLIC = (
    "/",
    "/sparring",
    "/sparring/apply",
    "/experts",
    "/experts?theme=processes&sort=company",
    "/experts?q=nobodyhasthisname",
    "/deeds",
    "/deeds?q=hoito&sector=social_health",
    "/deeds?q=avaruusraketti",
    "/deeds/tell",
    "/deeds/mine/forged",
    "/collections",
    "/collections/vaikuttavat-kaytannot",
    "/awards",
    "/partners",
    "/partners/new",
    "/tips/new",
    "/data",
    "/subscriptions/round-opening",
    "/privacy",
    "/accessibility",
    "/contact",
    "/account/sign-in",
    "/no-such-page",
    "/sparring/status/forged",
    "/mailbox",
)


@pytest.fixture
def visitor(demo_platform, people):
    return people(demo_platform.base_url)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_public_pages(visitor, language):
    found = (
        first_link(visitor, "/experts", r'href="(/experts/[0-9a-f]{32})"'),
        first_link(visitor, "/deeds", r'href="(/deeds/[0-9]+-[a-z0-9-]+)"'),
        first_link(visitor, "/awards", r'href="(/awards/[0-9a-f]{32})"'),
        first_link(visitor, "/partners", r'href="(/partners/[0-9]+-[a-z0-9-]+)"'),
    )
    organisation = first_link(visitor, found[1], r'href="(/organisations/[a-z0-9-]+)"')
    for path in (*PUBLIC, *found, organisation, f"{found[3]}/answer"):
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
