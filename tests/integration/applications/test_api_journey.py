"""The whole of sparring in JSON, and who may see what of it."""

import pytest

from services.applications.documents import Application
from shared import ambient
from tests.integration.applications import casebook


def json_answers(**changes):
    """The whole form as somebody's program sends it."""
    sections = casebook.answers(**{"business_id": "0204819-8"} | changes)
    sections["day"]["date"] = sections["day"]["date"].isoformat()
    return sections


def applied(program, **changes):
    answer = program("porvoo").post("/applications", **json_answers(**changes), submit=True)
    assert answer.status_code == 201, answer.json
    return answer.json


def grant_body(made, **changes):
    day = made["day"]
    body = {name: day[name] for name in ("days", "date", "start_time")}
    return body | {"expert": made["expert"]["id"], "grounds": "Selkeä tavoite."} | changes


def test_from_application_to_feedback(program):
    made = applied(program)
    path = f"/applications/{made['id']}"
    assert (made["state"], made["reference"][:3], made["cooperative"]) == ("submitted", "SP-", True)
    deadline = casebook.workday(10).isoformat()
    more = {"sections": ["need"], "message": "Mikä on tavoite?", "answer_by": deadline}

    asked = program("robot").post(f"{path}/ask-more", **more)
    assert (asked.json["state"], asked.json["request"]["message"]) == (
        "returned",
        "Mikä on tavoite?",
    )

    need = {**json_answers()["need"], "goal": "Yhteinen työnjako"}
    answered = program("porvoo").post(f"{path}/answer", need=need, answer="Täydensimme")
    assert answered.json["request"]["changed"] == ["goal"]

    granted = program("robot").post(f"{path}/grant", **grant_body(made))
    assert (granted.json["state"], granted.json["decision"]["outcome"]) == ("ordered", "granted")

    assert program("liisa").post(f"{path}/decline", reason="Varattu").json["state"] == "choosing"

    chosen = {"expert": "olli", "date": casebook.workday(25).isoformat(), "start_time": "9"}
    assert program("porvoo").post(f"{path}/choose", **chosen).json["order"] == 2

    assert program("olli").post(f"{path}/accept").json["state"] == "agreed"
    assert program("olli").post(f"{path}/accept").json["state"] == "agreed"  # again: harmless

    later = {"date": casebook.workday(30).isoformat(), "start_time": "10.30", "reason": "Sali"}
    assert program("olli").post(f"{path}/move", **later).json["day"]["start_time"] == "10:30"

    report = {
        "held_on": ambient.today().isoformat(),
        "hours": 6.5,
        "took_part": {"management": 1, "supervisors": 1, "personnel": 5, "users": 0},
        "summary": "Sovimme viikkopalavereista.",
    }
    assert program("olli").post(f"{path}/report", **report).json["state"] == "held"

    for _again in range(2):
        program("porvoo").post(f"{path}/feedback", rating=5, comment="Hyvä", key="one")
    read = program("robot").get(path).json
    assert read["feedback"] == [{"rating": 5, "comment": "Hyvä", "follows": ""}]
    assert [step["action"] for step in read["history"]][-3:] == ["move", "report", "give_feedback"]


def test_a_draft_is_filled_in_bit_by_bit_and_sent(program):
    porvoo, answers = program("porvoo"), json_answers()
    made = porvoo.post("/applications", organisation=answers.pop("organisation")).json
    path = f"/applications/{made['id']}"
    unfinished = porvoo.post(f"{path}/submit")

    saved = porvoo.patch(path, **answers)
    sent = porvoo.post(f"{path}/submit", version=saved.json["version"])
    again = porvoo.post(f"{path}/submit", version=saved.json["version"])

    assert made["state"] == "draft"
    assert unfinished.status_code == 422 and set(unfinished.json["errors"]) == set(answers)
    assert sent.json["state"] == "submitted"
    assert again.json["reference"] == sent.json["reference"]


def test_an_application_that_cannot_be_sent_leaves_nothing_behind(program):
    far = casebook.workday(450).isoformat()
    answers = json_answers()
    answers["day"]["date"] = far

    refused = program("porvoo").post("/applications", **answers, submit=True)

    assert (refused.status_code, list(refused.json["errors"])) == (422, ["expert"])
    assert Application.objects.count() == 0


def test_outside_a_round_nothing_can_be_sent(program):
    casebook.Round.objects.update(state="closed")

    refused = program("porvoo").post("/applications", **json_answers(), submit=True)

    assert (refused.status_code, refused.json["reason"]) == (409, "round_closed")


@pytest.mark.parametrize("name", ["kuopio", "olli"])
def test_somebody_elses_application_is_not_found(program, name):
    path = f"/applications/{applied(program)['id']}"

    assert program(name).get(path).status_code == 404


def test_somebody_elses_application_cannot_be_touched(program):
    path = f"/applications/{applied(program)['id']}"

    assert program("kuopio").post(f"{path}/withdraw").status_code == 404
    assert program("olli").post(f"{path}/accept").status_code == 404
    assert program("liisa").post(f"{path}/cancel", reason="x").status_code == 404


def test_a_draft_is_the_applicants_own(program):
    made = program("porvoo").post("/applications").json

    assert program("porvoo").get(f"/applications/{made['id']}").status_code == 200
    assert program("robot").get(f"/applications/{made['id']}").status_code == 404
    assert program("robot").get("/applications?tab=all").json["total"] == 0


def test_applicant_and_expert_do_not_see_the_offices_notes(program):
    made = applied(program)
    path = f"/applications/{made['id']}"
    program("robot").post(f"{path}/grant", **grant_body(made))

    for name in ("porvoo", "liisa"):
        seen = program(name).get(path).json
        assert {"tasks", "feedback"} & set(seen) == set()
    assert {"tasks", "feedback"} <= set(program("reader").get(path).json)


def test_nothing_internal_is_told(program):
    made = applied(program)

    text = program("robot").get(f"/applications/{made['id']}").text

    for word in ("outbox", "owner", "reservation", "correlation", "causation", "token"):
        assert word not in text


def test_the_office_lists_and_filters_its_queue(program):
    made = applied(program)
    applied(program, organisation="Kuopion kaupunki", business_id="0110139-9", sector="rescue")

    found = program("reader").get("/applications?sector=rescue&tab=decide").json

    assert (found["total"], found["pages"]) == (1, 1)
    assert found["items"][0]["organisation"]["organisation"] == "Kuopion kaupunki"
    assert "history" not in found["items"][0]
    assert program("robot").get(f"/applications?search={made['reference']}").json["total"] == 1


def test_withdrawing_gives_the_days_back(program):
    made = applied(program)
    path = f"/applications/{made['id']}"
    program("robot").post(f"{path}/grant", **grant_body(made))

    assert program("porvoo").post(f"{path}/withdraw", reason="Ei enää").json["state"] == "withdrawn"
    assert casebook.reserved(made["round_id"]) == (0, 0, 0)


def test_a_manager_plans_edits_and_opens_a_round_that_all_may_read(app, program):
    chief = program("chief")
    body = {f"title_{code}": f"Kevät {code}" for code in ("fi", "sv", "en")} | {
        "opens_on": "1.3.2027",
        "opens_time": "9",
        "closes_on": "2027-03-31",
        "closes_time": "16.00",
        "budget_days": 20,
        "days_per_organisation": 2,
    }
    planned = chief.post("/rounds", **body)
    path = f"/rounds/{planned.json['id']}"
    assert (planned.status_code, planned.json["state"]) == (201, "planned")

    edited = chief.client.put(
        f"/api/v1{path}", json={**body, "budget_days": 30}, headers=chief.headers
    )
    assert edited.json["budget_days"] == 30
    assert chief.post(f"{path}/open", version=planned.json["version"]).status_code == 409
    assert chief.post(f"{path}/open", version=edited.json["version"]).json["state"] == "open"
    assert chief.post(f"{path}/close").json["state"] == "closed"

    read = app.test_client().get("/api/v1/rounds").json["items"]
    assert {"Kevät fi", "Kevään haku"} == {entry["title"]["fi"] for entry in read}
    assert not any("days_left" in entry for entry in read)
    assert program("reader").get("/rounds").json["items"][0]["days_left"] is not None


def test_a_manager_maintains_themes_that_all_may_read(app, program):
    chief = program("chief")
    names = {"name_fi": "Etätyö", "name_sv": "Distansarbete", "name_en": "Remote work"}

    added = chief.post("/themes", **names, place=3)
    again = chief.post("/themes", **names, place=3)
    retired = chief.post("/themes/etatyo/retire")

    assert (added.status_code, added.json["id"]) == (201, "etatyo")
    assert (again.status_code, list(again.json["errors"])) == (422, ["name_fi"])
    assert retired.json["active"] is False
    assert chief.post("/themes/etatyo/restore").json["active"] is True
    themes = app.test_client().get("/api/v1/themes").json["items"]
    assert [theme["id"] for theme in themes] == ["processes", "wellbeing", "etatyo"]


def test_a_draft_can_be_handed_to_a_person_by_a_mailed_link(program, book):
    organisation = json_answers()["organisation"]
    created = program("porvoo").post("/applications", organisation=organisation)
    path = f"/applications/{created.json['id']}/keep"
    assert program("porvoo").post(path, email="maija").status_code == 422
    assert program("kuopio").post(path, email="maija@porvoo.example").status_code == 404
    assert program("porvoo").post(path, email="maija@porvoo.example").status_code == 200
    told = Application.objects.get(id=created.json["id"]).history[-1]
    assert (told["type"], told["data"]["email"]) == (
        "application.draft_kept.v1",
        "maija@porvoo.example",
    )
