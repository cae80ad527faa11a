"""The JSON API: tokens, roles, bodies that are none, its description."""

import re

import pytest

from tests.unit.web.conftest import AUDITOR_TOKEN, STAFF_TOKEN

GOOD = {
    "organisation": "Porvoo",
    "business_id": "1061512-1",
    "email": "maija@porvoo.fi",
    "form_of_day": "site",
    "themes": ["a"],
    "day": "2027-03-14",
    "participants": {"management": 3},
    "consent": True,
}


def bearer(token):
    return {"Authorization": f"Bearer {token}", "Accept-Language": "en"}


def test_a_known_token_with_the_role_gets_through_without_a_csrf_token(client):
    answer = client.post("/api/v1/things", json=GOOD, headers=bearer(STAFF_TOKEN))
    assert answer.status_code == 200
    assert answer.json == {"by": "integration", "organisation": "Porvoo"}


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", f"Basic {STAFF_TOKEN}", f"Bearer {STAFF_TOKEN}x", "Bearer ääöö"],
)
def test_no_token_or_a_wrong_one_is_401(client, header):
    answer = client.get("/api/v1/things", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json["status"] == "Unauthorized"


def test_a_signed_in_browser_is_nobody_to_the_api(client):
    client.get("/act-as/manager")
    assert client.get("/api/v1/things").status_code == 401


def test_an_auditors_token_reads_and_does_not_write(client):
    assert client.get("/api/v1/things", headers=bearer(AUDITOR_TOKEN)).status_code == 200
    answer = client.post("/api/v1/things", json=GOOD, headers=bearer(AUDITOR_TOKEN))
    assert answer.status_code == 403


def test_wrong_fields_are_named_with_their_messages(client):
    wrong = {**GOOD, "participants": {"management": -1}, "themes": ["zz"], "is_admin": True}
    answer = client.post("/api/v1/things", json=wrong, headers=bearer(STAFF_TOKEN))
    assert answer.status_code == 422
    assert answer.json["errors"] == {
        "participants": {"management": ["“Management” must be a whole number from 0 to 999"]},
        "themes": ["Choose from the given answers to “Themes”"],
        "is_admin": ["Unknown field."],
    }


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{not json", "application/json"),
        (b"[1]", "application/json"),
        (b"null", "application/json"),
        (b'"text"', "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"organisation=x", "application/x-www-form-urlencoded"),
        (b'{"organisation": "x"}', "text/plain"),
        (b'{"organisation": "x"}', "multipart/form-data"),
        (b'{"organisation": "x"}', "text/csv"),
        (b'{"organisation": "x", "organisation": "y"}', "application/json"),
        (b'{"participants": {"management": NaN}}', "application/json"),
        (b'{"participants": {"management": 1' + b"0" * 5000 + b"}}", "application/json"),
        (b'\xef\xbb\xbf{"organisation": "x"}', "application/json"),
        ('{"organisation": "x"}'.encode("utf-16"), "application/json"),
    ],
)
def test_a_body_that_is_no_json_object_is_one_clear_400(client, body, content_type):
    answer = client.post(
        "/api/v1/things", data=body, content_type=content_type, headers=bearer(STAFF_TOKEN)
    )
    assert answer.status_code == 400
    assert "JSON" in answer.json["message"]


def test_of_very_many_wrong_fields_the_first_are_told_and_of_more_none(client):
    def answer_to(count):
        many = {**GOOD, **{f"field{number}": number for number in range(count)}}
        return client.post("/api/v1/things", json=many, headers=bearer(STAFF_TOKEN))

    told = answer_to(4000)
    assert (told.status_code, len(told.json["errors"])) == (422, 100)
    refused = answer_to(100_000)
    assert refused.status_code == 400
    assert refused.json["message"] == "The body has too many fields or items."


def test_the_description_tells_limits_and_choices_of_the_forms_own_schema(client):
    described = client.get("/api/v1/openapi/things.json").json
    properties = described["components"]["schemas"]["Application"]["properties"]
    assert described["openapi"] == "3.0.3"
    assert properties["organisation"]["maxLength"] == 40
    assert properties["form_of_day"]["enum"] == ["site", "remote"]
    day = properties["day"]["pattern"]
    assert [bool(re.search(day, text)) for text in ("2027-03-14", "14.3.2027", "noon")] == [1, 1, 0]
    assert described["security"] == [{"bearer": []}]
