"""Every page of the office in every language: axe finds nothing, nothing overflows."""

import pytest

from tests.e2e.looking import first_link, look_at
from tests.e2e.test_sparring import sign_in

MANAGER = "paula.paallikko@kunteko.example"
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
    "/staff/deeds?tab=public",
    "/staff/tips",
    "/staff/partners",
    "/staff/collections",
    "/staff/collections/new",
    "/staff/awards",
    "/staff/awards/new",
    "/staff/imports",
    "/staff/imports/new",
)


@pytest.fixture
def visitor(demo_platform, people):
    return people(demo_platform.base_url)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_pages_of_the_office(visitor, language):
    sign_in(visitor, MANAGER)
    queue = "/staff/applications"
    opened = first_link(visitor, queue, r'href="(/staff/applications\?open=[0-9a-f]{32}[^"#]*)')
    to_decide = first_link(visitor, f"{queue}?tab=decide", r"open=([0-9a-f]{32})")
    case = f"{queue}/{to_decide}"
    expert = first_link(visitor, "/staff/experts", r'href="(/staff/experts/[0-9a-f]{32})"')
    mail = first_link(visitor, "/staff/mails", r'href="(/staff/mails/[0-9a-f]{32})"')
    actions = tuple(f"{case}/{action}" for action in ("grant", "reject", "ask-more"))
    for path in (*STAFF, opened, case, *actions, expert, f"{expert}/edit", mail):
        look_at(visitor, path, language)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_offices_pages_of_the_marketplace(visitor, language):
    sign_in(visitor, "hanna.handlaggare@kunteko.example")
    queue = "/staff/deeds"
    opened = first_link(visitor, queue, r'href="(/staff/deeds\?open=[0-9a-f]{32}[^"#]*)')
    deed = f"{queue}/{opened.split('open=')[1][:32]}"
    steps = ("publish", "ask-more", "correct", "decline", "merge")
    found = [
        first_link(visitor, f"/staff/{part}", rf'href="(/staff/{part}/[0-9a-f]{{32}})"')
        for part in ("tips", "partners", "collections", "awards", "imports")
    ]
    for path in (queue, opened, deed, *(f"{deed}/{step}" for step in steps), *found):
        look_at(visitor, path, language)
