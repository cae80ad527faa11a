"""Bad input to the API: clear words, the right status, nothing changed."""

import pytest

from services.applications.documents import Application
from tests.integration.applications import casebook
from tests.integration.applications.test_api_journey import applied, grant_body, json_answers


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("porvoo", "/applications/{id}/grant", 403),  # applicants decide nothing
        ("liisa", "/applications/{id}/reject", 403),  # experts neither
        ("reader", "/applications/{id}/ask-more", 403),  # an auditor only reads
        ("robot", "/applications/{id}/withdraw", 403),  # the office cannot withdraw for them
        ("robot", "/applications/{id}/accept", 403),  # nor accept for the expert
        ("robot", "/rounds", 403),  # rounds are the manager's
        ("robot", "/themes", 403),
        ("porvoo", "/applications/nowhere/withdraw", 404),
    ],
)
def test_each_step_is_for_its_own_role(program, name, path, status):
    case = casebook.submitted()

    assert program(name).post(path.replace("{id}", case.id)).status_code == status
    assert casebook.stored(case).state == "submitted"


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic abc", "Bearer "])
def test_without_a_known_token_nothing_is_told(app, book, header):
    headers = {"Authorization": header} if header else {}

    answer = app.test_client().get("/api/v1/applications", headers=headers)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"business_id": "0204819-9"}, "organisation.business_id"),  # wrong check digit
        ({"email": "maija"}, "contact.email"),
        ({"days": 3}, "day.days"),
        ({"days": True}, "day.days"),
        ({"sector": "space"}, "organisation.sector"),
        ({"themes": ["processes", "nonsense"]}, "need.themes"),
        ({"themes": "processes"}, "need.themes"),
        ({"goal": "x" * 2001}, "need.goal"),
        ({"organisation": ""}, "organisation.organisation"),
        ({"management": -1}, "participants.management"),
        ({"expert": "nobody"}, "expert.expert"),
        ({"start_time": "25:00"}, "day.start_time"),
    ],
)
def test_wrong_input_is_told_at_its_field_and_nothing_is_stored(program, change, field):
    refused = program("porvoo").post("/applications", **json_answers(**change), submit=True)

    section, name = field.split(".")
    assert refused.status_code == 422
    assert list(refused.json["errors"]) == [section]
    assert list(refused.json["errors"][section]) == [name]
    assert Application.objects.count() == 0


def test_a_date_in_the_past_is_refused(program):
    answers = json_answers()
    answers["day"]["date"] = "2020-01-01"

    refused = program("porvoo").post("/applications", **answers, submit=True)

    assert "at the earliest" in refused.json["errors"]["day"]["date"][0]


def test_an_unknown_field_is_an_error_not_ignored(program):
    refused = program("porvoo").post("/applications", **json_answers(), sumbit=True)

    assert (refused.status_code, refused.json["errors"]) == (422, {"sumbit": ["Unknown field."]})


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"text"', b"\xff\xfe"])
def test_a_body_that_is_no_json_object_is_one_clear_error(program, body):
    porvoo = program("porvoo")

    answer = porvoo.client.post(
        "/api/v1/applications", data=body, headers=porvoo.headers, content_type="application/json"
    )

    assert answer.status_code == 400
    assert Application.objects.count() == 0


def test_markup_and_emoji_are_only_text(program):
    bait = "<img src=x onerror=alert(1)> 👩‍🚒 {{7*7}}"

    made = applied(program, organisation=bait)

    assert made["organisation"]["organisation"] == bait


def test_a_pinned_version_that_is_old_answers_with_what_has_changed(program):
    made = applied(program)
    path = f"/applications/{made['id']}"
    deadline = casebook.workday(10).isoformat()
    more = {"sections": ["need"], "message": "?", "answer_by": deadline}
    program("robot").post(f"{path}/ask-more", **more, version=made["version"])

    refused = program("robot").post(f"{path}/reject", grounds="Ei", version=made["version"])

    assert refused.status_code == 409
    assert (refused.json["version"], refused.json["state"]) == (made["version"] + 1, "returned")
    assert [change["action"] for change in refused.json["changes"]] == ["ask_more"]
    assert "Ville" not in refused.text


def test_granting_twice_is_refused_and_reserves_once(program):
    made = applied(program)
    path = f"/applications/{made['id']}/grant"

    first = program("robot").post(path, **grant_body(made))
    second = program("robot").post(path, **grant_body(made))

    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json["reason"] == "state"
    assert casebook.reserved(made["round_id"]) == (1, 1, 1)


def test_a_request_sent_again_with_its_key_is_done_once(program):
    made = applied(program)
    robot = program("robot")
    robot.headers["Idempotency-Key"] = "42"
    body = grant_body(made, version=made["version"])

    answers = [robot.post(f"/applications/{made['id']}/grant", **body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json["version"] == answers[1].json["version"]
    assert casebook.reserved(made["round_id"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("change", "reason"), [({"personnel": 0}, "cooperation"), ({"management": 0}, "cooperation")]
)
def test_without_cooperation_nothing_is_granted(program, change, reason):
    made = applied(program, **change)

    refused = program("robot").post(f"/applications/{made['id']}/grant", **grant_body(made))

    assert (refused.status_code, refused.json["reason"]) == (409, reason)
    assert "management" in refused.json["message"]


def test_sections_that_were_not_asked_for_are_not_open(program):
    made = applied(program)
    path = f"/applications/{made['id']}"
    deadline = casebook.workday(10).isoformat()
    program("robot").post(f"{path}/ask-more", sections=["need"], message="?", answer_by=deadline)

    refused = program("porvoo").post(f"{path}/answer", day=json_answers()["day"])

    assert (refused.status_code, list(refused.json["errors"])) == (422, ["day"])


def test_a_forged_filter_is_told(program):
    assert program("robot").get("/applications?tab=drafts").status_code == 422
    assert program("robot").get("/applications?page=0").status_code == 422


def test_the_description_names_every_operation(app):
    described = app.test_client().get("/api/v1/openapi/applications.json").json

    operations = {
        f"{method.upper()} {path}"
        for path, methods in described["paths"].items()
        for method in methods
        if method in ("get", "post", "put", "patch")
    }
    one = "/api/v1/applications/{application_id}"
    steps = "submit answer withdraw choose ask-more grant reject move cancel called"
    steps += " accept decline report feedback"
    assert {f"POST {one}/{step}" for step in steps.split()} <= operations
    assert {f"GET {one}", f"PATCH {one}", "GET /api/v1/rounds", "GET /api/v1/themes"} <= operations
    body = described["components"]["schemas"]["GrantBody"]
    assert set(body["required"]) == {"days", "expert", "date", "start_time", "grounds"}
