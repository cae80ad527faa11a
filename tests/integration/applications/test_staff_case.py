"""What the office sees of one application before it decides."""

import re

import pytest

from services.applications.documents import Application, ExpertView
from services.applications.handlers import decisions, orders
from shared import ambient
from tests.integration.applications import casebook


def shown(desk, case):
    return desk.get(f"/staff/applications/{case.id}").text


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main")[1]))


def test_the_verdict_is_said_in_plain_words(staff):
    fine = casebook.submitted()
    without = casebook.submitted(personnel=0, business_id="0110139-9")

    assert "The condition of cooperation is met" in shown(staff, fine)
    page = shown(staff, without)
    assert "Cannot be granted" in page and "No representative of the personnel" in page


def test_each_button_says_whom_it_mails_before_it_is_pressed(staff):
    page = words_of(shown(staff, casebook.submitted()))

    both = "Maija Meikäläinen, maija@porvoo.example; Liisa Luotsi, liisa@experts.example"
    assert f"Grant the sparring Mails: {both}" in page
    assert "Reject the application Mails: Maija Meikäläinen, maija@porvoo.example " in page


def test_a_call_mails_nobody(staff):
    assert "Note that you have called Mails nobody" in words_of(shown(staff, casebook.ordered()))


def test_without_cooperation_the_button_to_grant_is_not_there_but_the_reason_is(staff):
    case = casebook.submitted(management=0)

    page = shown(staff, case)

    assert f"/staff/applications/{case.id}/grant" not in page
    assert "only when both management and representatives of the personnel" in page


@pytest.mark.parametrize(
    ("round_", "why"),
    [({"budget": 1}, "does not have enough days"), ({"per_organisation": 1}, "as many days as")],
)
def test_without_days_left_the_button_to_grant_is_not_there(app, staff, round_, why):
    from services.applications.documents import Round

    Round.objects.update(state="closed")
    casebook.open_round(**round_)
    casebook.ordered(days=1)
    case = casebook.submitted(days=1)

    page = shown(staff, case)

    assert f"/staff/applications/{case.id}/grant" not in page
    assert why in page


def test_the_rounds_days_and_the_organisations_earlier_applications_are_there(staff):
    earlier = casebook.ordered(days=1)
    page = words_of(shown(staff, casebook.submitted()))

    assert "39 days of 40 are left" in page
    assert "This organisation has 1 of at most 2" in page
    assert earlier.reference in page


def test_an_expert_whose_contract_ends_before_the_day_is_marked(staff):
    case = casebook.submitted()
    assert "Under contract on" in shown(staff, case)

    ended = [{"number": "K-1", "start": "2020-01-01", "end": ambient.today().isoformat()}]
    ExpertView.objects(id="liisa").update_one(set__contracts=ended)

    assert "Not under contract on the date" in shown(staff, case)


def test_what_the_answer_changed_is_shown_before_and_after(staff):
    case = casebook.returned(["need", "participants"])
    answers = casebook.answers(goal="Yhteinen työnjako", personnel=8)
    asked = {"need": answers["need"], "participants": answers["participants"]}
    decisions.answer_request(case, asked, answer="Täydensimme")

    page = words_of(shown(staff, case))

    assert "Goal Before Yhteiset toimintatavat. Now Yhteinen työnjako" in page
    assert "Representatives of the personnel Before 12 Now 8" in page
    assert "Kaksi päiväkotia" not in page.split("Changes in the answer")[1].split("Organisation")[0]
    assert "Täydensimme" in page


def test_the_history_tells_who_when_and_why(staff):
    case = casebook.choosing()

    page = words_of(shown(staff, case))

    history = page.split("History")[1]
    assert "Päivä on jo varattu." in history
    assert "Ville Virkailija (office)" in history
    assert "Liisa Luotsi (expert)" in history
    assert "Draft saved" not in history
    assert case.history[-1]["correlation_id"] in history


def test_the_mails_that_followed_are_named_with_their_state(staff):
    case = casebook.ordered()
    mail = {
        "message_id": "m1",
        "event_id": case.history[-1]["id"],
        "template": "order",
        "recipient": "liisa@experts.example",
        "subject": "Tilaus SP",
        "state": "failed",
        "reason": "550 no such mailbox",
        "at": ambient.now(),
        "sequence": 2,
    }
    Application._get_collection().update_one({"_id": case.id}, {"$set": {"mails": [mail]}})

    page = shown(staff, case)

    assert "Tilaus SP → liisa@experts.example: could not be delivered" in page
    assert "550 no such mailbox" in page
    assert f"/staff/mails?about={case.id}" in page


def test_feedback_and_its_average_are_shown_without_names(staff):
    case = casebook.held()
    for rating in (5, 4):
        orders.give_feedback(case, rating=rating, comment="Hyvä", follows="alone", key=str(rating))

    assert "4.5 of 5, 2 answers" in shown(staff, case)


def test_a_case_that_is_not_there_is_not_found(staff):
    assert staff.get("/staff/applications/nowhere").status_code == 404
    assert staff.get(f"/staff/applications/{casebook.submitted().id}/burn").status_code == 404
