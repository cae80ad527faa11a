"""Where a sign-in may lead: the pages of the staff on this very site."""

import pytest

from services.accounts.handlers import HOME, member_who_signs_in, staff_page
from tests.support.settings import make_settings


@pytest.mark.parametrize(
    "address",
    ["/staff", "/staff/rounds", "/staff/applications/a1b2?tab=history&page=2", "/staff/x-y_z.csv"],
)
def test_a_page_of_the_staff_is_kept(address):
    assert staff_page(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "staff",
        "/sparring",
        "/staffroom",
        "//staff.example/staff",
        "///staff",
        "https://evil.example/staff",
        "/staff\\evil",
        "/staff@evil.example",
        "/staff/%0d%0aSet-Cookie:a=b",
        "/staff/\nx",
        "/staff\n",
        "/staff/å",
        "javascript:alert(1)",
    ],
)
def test_any_other_address_becomes_the_work_list(address):
    assert staff_page(address) == HOME


@pytest.mark.parametrize(
    ("roles", "signs_in"),
    [
        ("staff", True),
        ("manager", True),
        ("auditor", True),
        ("expert+staff", True),
        ("expert", False),
        ("applicant", False),
    ],
)
def test_only_those_with_work_at_the_office_sign_in(roles, signs_in):
    settings = make_settings(staff=f"anna@kunteko.example,Anna,{roles}")
    assert (member_who_signs_in(settings, "anna@kunteko.example") is not None) is signs_in
