"""Asking for a sign-in link: who gets a mail, and what anybody learns from the answer."""

from datetime import timedelta

import pytest

from services.accounts.documents import SignIn
from shared import ambient
from shared.contracts.accounts import SignInRequested
from shared.workflow.ticker import fire_due
from tests.integration.accounts.conftest import Later, newest


def told(sign_in):
    return [entry for entry in sign_in.history if entry["told"]]


def main_of(page):
    return page.text.split("<main", 1)[1].split("</main>")[0]


def test_a_known_address_is_told_about_in_an_event(browser):
    page = browser.ask("Ville@Kunteko.example")
    assert page.status_code == 200
    sign_in = newest()
    [entry] = told(sign_in)
    assert SignInRequested.read(entry["data"]) == {
        "sign_in_id": sign_in.id,
        "person": {
            "name": "Ville Virkailija",
            "email": "ville@kunteko.example",
            "phone": "",
            "language": "fi",
        },
        "next": "/staff/applications",
    }
    assert [waiting["id"] for waiting in sign_in.outbox] == [entry["id"]]


def test_an_unknown_address_is_told_nothing_about(browser):
    browser.ask("joku@muualla.example")
    sign_in = newest()
    assert (sign_in.state, told(sign_in), sign_in.outbox) == ("ignored", [], [])


def test_the_answer_is_the_same_for_known_and_unknown(browser):
    known, unknown = browser.ask("ville@kunteko.example"), browser.ask("ville@kunteko.invalid.fi")
    assert known.status_code == unknown.status_code == 200
    assert main_of(known).replace("ville@kunteko.example", "X") == main_of(unknown).replace(
        "ville@kunteko.invalid.fi", "X"
    )


def test_the_mail_is_written_in_the_language_of_the_page(browser):
    browser.get("/account/sign-in?lang=sv")
    browser.ask("ville@kunteko.example")
    assert newest().language == "sv"


@pytest.mark.parametrize("email", ["ville@kunteko.example", "joku@muualla.example"])
def test_a_sixth_request_in_ten_minutes_waits(browser, email):
    for _ in range(5):
        assert browser.ask(email).status_code == 200
    page = browser.ask(email.upper())
    assert page.status_code == 429
    assert "Tähän osoitteeseen on pyydetty viisi linkkiä" in page.text
    assert email.upper() in page.text
    assert SignIn.objects(email=email).count() == 5


def test_the_limit_is_of_one_address_and_ends(browser):
    for _ in range(5):
        browser.ask("ville@kunteko.example")
    assert browser.ask("paula@kunteko.example").status_code == 200
    with ambient.use(Later(minutes=10, seconds=1)):
        assert browser.ask("ville@kunteko.example").status_code == 200


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Täytä"),
        ("ville", "name@example.fi"),
        ("ville@kunteko", "name@example.fi"),
        ("<script>alert(1)</script>@kunteko.example", "name@example.fi"),
        ("ville@kunteko.example\r\nBcc: x@y.fi", "name@example.fi"),
        ("x" * 300 + "@kunteko.example", "254"),
        ("😀@kunteko.example", "name@example.fi"),
    ],
)
def test_a_wrong_address_is_kept_and_explained(browser, typed, words):
    page = browser.ask(typed)
    assert page.status_code == 422
    assert "<script>alert" not in page.text
    assert "field-email-error" in page.text
    assert SignIn.objects.count() == 0


def test_a_form_without_its_csrf_token_changes_nothing(browser):
    page = browser.client.post("/account/sign-in", data={"email": "ville@kunteko.example"})
    assert page.status_code == 400
    assert SignIn.objects.count() == 0


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/staff/rounds", "/staff/rounds"),
        (
            "/staff/applications/abc?tab=history&page=2",
            "/staff/applications/abc?tab=history&page=2",
        ),
        ("", "/staff/applications"),
        ("https://evil.example/staff", "/staff/applications"),
        ("//evil.example/staff", "/staff/applications"),
        ("/\\evil.example", "/staff/applications"),
        ("/staff\\@evil.example", "/staff/applications"),
        ("/staff@evil.example", "/staff/applications"),
        ("/staffroom", "/staff/applications"),
        ("/sparring", "/staff/applications"),
        ("/staff/rounds\r\nSet-Cookie: a=b", "/staff/applications"),
        ("javascript:alert(1)", "/staff/applications"),
    ],
)
def test_only_a_page_of_the_staff_may_come_next(browser, asked, kept):
    browser.ask("ville@kunteko.example", next=asked)
    assert newest().next == kept


def test_the_page_that_asked_for_a_sign_in_is_remembered_in_the_form(browser):
    page = browser.get("/account/sign-in?next=/staff/rounds%3Fstate%3Dopen")
    assert 'name="next" value="/staff/rounds?state=open"' in page.text


def test_a_request_expires_after_ten_minutes_by_itself(browser):
    browser.ask("ville@kunteko.example")
    assert fire_due(SignIn, ambient.now() + timedelta(minutes=9)) == 0
    assert fire_due(SignIn, ambient.now() + timedelta(minutes=11)) == 1
    assert newest().state == "expired"
