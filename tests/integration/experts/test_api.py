"""The pool as JSON."""

import pytest

from services.experts.documents import Expert
from services.experts.handlers import find_expert
from tests.integration.experts.conftest import MANAGER_TOKEN, READER_TOKEN, TOKEN
from tests.unit.experts.samples import contract

PATH = "/api/v1/experts"
BODY = {
    "name": "Aino",
    "company": "Oy",
    "email": "aino@pool.example",
    "language": "fi",
    "description": {"fi": "Hyvä."},
    "themes": ["processes"],
    "languages": ["fi"],
    "remote": True,
    "contracts": [
        {"number": "1", "start": "2025-01-01", "end": "2099-12-31", "day_rate": "850.00"}
    ],
}


def bearer(token):
    return {"Authorization": f"Bearer {token}", "Accept-Language": "en"}


STAFF, MANAGER, READER = bearer(TOKEN), bearer(MANAGER_TOKEN), bearer(READER_TOKEN)


def test_the_catalogue_needs_no_token_and_tells_no_rate(visitor, add):
    add(name="Aino A")
    add(name="Past", contracts=[contract("2020-01-01", "2020-12-31")])
    answer = visitor.get(PATH)
    assert answer.status_code == 200
    assert [expert["name"] for expert in answer.json["experts"]] == ["Aino A"]
    assert answer.json["total"] == 1
    assert answer.json["experts"][0]["contracts"] == [{"start": "2025-01-01", "end": "2099-12-31"}]
    assert "day_rate" not in answer.text


def test_the_catalogue_takes_the_filters_of_the_page(visitor, add):
    add(name="Aino", themes=["future"])
    add(name="Mikko")
    answer = visitor.get(PATH + "?theme=future&theme=wellbeing&place=remote&date=1.2.2027")
    assert [expert["name"] for expert in answer.json["experts"]] == ["Aino"]


def test_a_wrong_date_is_told_at_its_field(visitor):
    answer = visitor.get(PATH + "?date=soon", headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["date"]


def test_one_expert_is_read_and_an_unlisted_one_is_not(visitor, add):
    assert visitor.get(f"{PATH}/{add(name='Aino').id}").json["name"] == "Aino"
    unlisted = add(name="Mikko", contracts=[])
    assert visitor.get(f"{PATH}/{unlisted.id}").status_code == 404


def test_an_expert_is_added_and_given_back_with_a_version(visitor):
    answer = visitor.post(PATH, json=BODY, headers=STAFF)
    assert answer.status_code == 201
    assert answer.json["version"] == 1
    assert answer.json["contracts"][0]["day_rate"] == "850.00"
    stored = find_expert(answer.json["id"])
    assert stored.contracts[0]["day_rate"] == 85000
    assert stored.history[0]["actor"]["name"] == "robot"


def test_what_was_read_can_be_sent_back(visitor, add):
    expert = add()
    read = visitor.get(f"{PATH}/{expert.id}/record", headers=READER).json
    body = {key: value for key, value in read.items() if key not in ("id", "state", "version")}
    address = f"{PATH}/{expert.id}?version={read['version']}"
    answer = visitor.put(address, json=body | {"phone": "050 12345"}, headers=STAFF)
    assert (answer.status_code, answer.json["version"]) == (200, 2)
    assert find_expert(expert.id).history[-1]["data"]["changed"] == ["phone"]


def test_an_old_version_is_a_conflict(visitor, add):
    expert = add()
    visitor.put(f"{PATH}/{expert.id}?version=1", json=BODY, headers=STAFF)
    answer = visitor.put(f"{PATH}/{expert.id}?version=1", json=BODY | {"name": "B"}, headers=STAFF)
    assert answer.status_code == 409
    assert find_expert(expert.id).name == "Aino"


def test_wrong_fields_are_told_by_name(visitor):
    contracts = [{**BODY["contracts"][0], "day_rate": "free"}]
    answer = visitor.post(
        PATH, json={**BODY, "email": "x", "shoe": 1, "contracts": contracts}, headers=STAFF
    )
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"email", "shoe", "contracts"}
    assert Expert.objects.count() == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"\xff"])
def test_a_body_that_is_no_json_object_is_refused(visitor, body):
    answer = visitor.post(PATH, data=body, headers={**STAFF, "Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert Expert.objects.count() == 0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", ""), ("PUT", "/{id}"), ("POST", "/{id}/end"), ("POST", "/{id}/return"),
        ("GET", "/{id}/record"), ("GET", "/export"), ("POST", "/import"),
    ],
)  # fmt: skip
def test_without_a_token_only_the_catalogue_is_open(visitor, add, method, path):
    address = PATH + path.format(id=add().id)
    assert visitor.open(address, method=method, json=BODY).status_code == 401
    forged = bearer("x" * 40)
    assert visitor.open(address, method=method, json=BODY, headers=forged).status_code == 401


@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("PUT", "/{id}"), ("POST", "/import")])
def test_an_auditors_program_only_reads(visitor, add, method, path):
    address = PATH + path.format(id=add().id)
    assert visitor.open(address, method=method, json=BODY, headers=READER).status_code == 403
    assert visitor.get(f"{PATH}/export", headers=READER).status_code == 200


def test_only_a_manager_ends_and_returns(visitor, add):
    expert = add()
    end = f"{PATH}/{expert.id}/end"
    assert visitor.post(end, json={"reason": "x"}, headers=STAFF).status_code == 403
    assert visitor.post(end, json={}, headers=MANAGER).json["errors"] == {
        "reason": ["Fill in “Reason”"]
    }
    assert visitor.post(end, json={"reason": "x"}, headers=MANAGER).json["state"] == "ended"
    assert visitor.post(end, json={"reason": "x"}, headers=MANAGER).status_code == 409
    assert visitor.post(f"{PATH}/{expert.id}/return", headers=MANAGER).json["state"] == "active"


def test_a_file_is_previewed_then_imported_then_unchanged(visitor, add):
    add(name="Aino A")
    raw = visitor.get(f"{PATH}/export", headers=STAFF).data.replace(b"Aino A", b"Aino B")
    sent = {"data": raw, "headers": {**MANAGER, "Content-Type": "text/csv"}}
    plan = visitor.post(f"{PATH}/import?preview=true", **sent).json
    assert plan["counts"] == {"add": 0, "change": 1, "same": 0, "faulty": 0}
    assert Expert.objects.get().name == "Aino A"
    visitor.post(f"{PATH}/import", **sent)
    assert Expert.objects.get().name == "Aino B"
    assert visitor.post(f"{PATH}/import", **sent).json["counts"]["same"] == 1
    assert Expert.objects.get().version == 2


def test_a_faulty_file_is_a_422_unless_its_rows_are_skipped(visitor):
    raw = b"email;name\nx@y.fi;X\n"
    sent = {"data": raw, "headers": {**MANAGER, "Content-Type": "text/csv"}}
    assert visitor.post(f"{PATH}/import", **sent).status_code == 422
    plan = visitor.post(f"{PATH}/import?skip_faulty=true", **sent).json
    assert plan["rows"][0]["outcome"] == "faulty"
    assert {problem["column"] for problem in plan["rows"][0]["problems"]} >= {"company", "themes"}


def test_the_description_covers_every_operation(visitor):
    described = visitor.get("/api/v1/openapi/experts.json").json
    assert set(described["paths"]) == {
        PATH, f"{PATH}/{{expert_id}}", f"{PATH}/{{expert_id}}/record", f"{PATH}/{{expert_id}}/end",
        f"{PATH}/{{expert_id}}/return", f"{PATH}/export", f"{PATH}/import",
    }  # fmt: skip
    assert "day_rate" in described["components"]["schemas"]["Contract"]["properties"]
