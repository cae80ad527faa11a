"""Who gets in, and who may press what."""

import pytest

from shared.roles import Role
from tests.integration.applications import casebook
from tests.integration.applications.conftest import Desk

PAGES = ("/staff/applications", "/staff/rounds", "/staff/themes")


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_signed_in_is_led_to_sign_in_and_back(app, book, path):
    answer = app.test_client().get(path)

    assert (answer.status_code, answer.location) == (303, f"/account/sign-in?next={path}")


@pytest.mark.parametrize("path", PAGES)
def test_an_expert_does_not_get_in(app, book, path):
    assert Desk(app, Role.EXPERT).get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_an_auditor_reads(auditor, path):
    assert auditor.get(path).status_code == 200


def test_an_auditor_reads_a_case_without_any_button(auditor):
    case = casebook.submitted()

    page = auditor.get(f"/staff/applications/{case.id}").text

    assert "SP-" in page and "What you can do" not in page


@pytest.mark.parametrize("slug", ["grant", "reject", "ask-more"])
def test_an_auditor_decides_nothing(auditor, staff, slug):
    case = casebook.submitted()
    path = f"/staff/applications/{case.id}/{slug}"
    hidden = staff.hidden(path)
    token = auditor.hidden(f"/staff/applications/{case.id}")  # a page without a form has none
    own = auditor.get("/account/sign-in")

    assert auditor.get(path).status_code == 403
    assert (token, own.status_code) == ({}, 404)
    assert auditor.post(path, hidden, grounds="x").status_code in (400, 403)
    assert casebook.stored(case).state == "submitted"


def test_rounds_and_themes_are_the_managers(app, staff):
    assert staff.get("/staff/rounds/new").status_code == 403
    assert staff.get("/staff/themes/new").status_code == 403
    assert "Plan a round" not in staff.get("/staff/rounds").text
    assert "Plan a round" in Desk(app, Role.MANAGER).get("/staff/rounds").text


def test_a_post_without_its_token_changes_nothing(staff):
    case = casebook.submitted()
    path = f"/staff/applications/{case.id}/reject"
    hidden = staff.hidden(path) | {"csrf_token": "forged"}

    answer = staff.post(path, hidden, grounds="Ei")

    assert answer.status_code == 400
    assert casebook.stored(case).state == "submitted"
