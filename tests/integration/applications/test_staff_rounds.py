"""Rounds and themes as the manager keeps them."""

import pytest

from services.applications.documents import Round, Theme
from tests.integration.applications import casebook

NEW = {
    **{f"title_{code}": f"Syksy {code}" for code in ("fi", "sv", "en")},
    "opens_on": "1.9.2027",
    "opens_time": "9.00",
    "closes_on": "30.9.2027",
    "closes_time": "16.00",
    "budget_days": "40",
    "days_per_organisation": "2",
}


def test_a_round_is_planned_in_finnish_time_and_listed(manager):
    page = manager.post("/staff/rounds/new", **NEW)

    planned = Round.objects.get(state="planned")
    assert planned.opens_at.isoformat() == "2027-09-01T06:00:00+00:00"
    assert "Saved: Syksy en." in page.text and "30 September 2027 at 16:00" in page.text


def test_a_double_click_plans_one_round(manager):
    hidden = manager.hidden("/staff/rounds/new")

    for _click in range(2):
        assert manager.post("/staff/rounds/new", hidden, **NEW).status_code == 200

    assert Round.objects(state="planned").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("closes_on", "1.8.2027", "must close after it opens"),
        ("budget_days", "0", "from 1 to"),
        ("days_per_organisation", "3", "from 1 to 2"),
        ("title_sv", "", "Fill in"),
        ("opens_time", "klo 9", "hours.minutes"),
    ],
)
def test_a_wrong_round_is_told_at_its_field(manager, field, value, message):
    page = manager.post("/staff/rounds/new", **NEW | {field: value})

    assert page.status_code == 422
    assert f'id="field-{field}-error"' in page.text and message in page.text
    assert Round.objects(state="planned").count() == 0


def test_the_budget_cannot_be_less_than_what_is_granted(manager):
    case = casebook.ordered(days=2)
    path = f"/staff/rounds/{case.round_id}/edit"

    page = manager.post(path, **NEW | {"budget_days": "1"})

    assert page.status_code == 409
    assert "cannot be smaller than the days already granted" in page.text
    assert Round.objects.get(id=case.round_id).budget_days == 40


def test_editing_what_somebody_else_has_changed_keeps_what_was_typed(manager):
    current = Round.objects.first()
    path = f"/staff/rounds/{current.id}/edit"
    hidden = manager.hidden(path)
    manager.post(path, **NEW | {"title_fi": "Toisen nimi"})

    page = manager.post(path, hidden, **NEW | {"title_fi": "Oma nimi"})

    assert page.status_code == 409
    assert "The case has changed since you opened it" in page.text and "Oma nimi" in page.text
    assert Round.objects.get(id=current.id).title["fi"] == "Toisen nimi"


def test_a_round_is_opened_closed_and_never_opened_again(manager):
    manager.post("/staff/rounds/new", **NEW)
    path = f"/staff/rounds/{Round.objects.get(state='planned').id}"
    assert "get an e-mail" in manager.get(path).text  # whom opening mails is said beside it

    manager.post(f"{path}/open", manager.hidden(path))
    assert "Close now" in manager.get(path).text
    manager.post(f"{path}/close", manager.hidden(path))

    page = manager.get(path).text
    assert "Open now" not in page and "Edit the round" not in page


def test_a_planned_round_is_cancelled_but_an_open_one_is_not(manager):
    manager.post("/staff/rounds/new", **NEW)
    planned, running = Round.objects.get(state="planned"), Round.objects.get(state="open")
    path = f"/staff/rounds/{planned.id}"

    manager.post(f"{path}/cancel", manager.hidden(path))
    refused = manager.post(
        f"/staff/rounds/{running.id}/cancel", manager.hidden(f"/staff/rounds/{running.id}")
    )

    assert casebook.stored(planned).state == "cancelled"
    assert "can no longer be done" in refused.text
    assert casebook.stored(running).state == "open"


def test_the_list_tells_days_granted_left_and_applications(manager):
    casebook.ordered(days=2)
    casebook.submitted(business_id="0110139-9")
    casebook.draft(business_id="0184278-7")

    page = manager.get("/staff/rounds").text

    values = [part.split("</span>")[0] for part in page.split('class="cell-value">')[1:]]
    assert values[4:7] == ["40", "2", "38"]
    assert '>2<span class="hidden-visually"> applications in the round' in page


def test_a_theme_is_added_edited_retired_and_restored(manager):
    names = {"name_fi": "Etätyö", "name_sv": "Distansarbete", "name_en": "Remote work"}
    manager.post("/staff/themes/new", **names, place="5")
    path = "/staff/themes/etatyo"
    assert manager.get(f"{path}/edit").status_code == 200

    manager.post(f"{path}/edit", **names | {"name_fi": "Hybridityö"}, place="6")
    assert (Theme.objects.get(id="etatyo").names["fi"], Theme.objects.get(id="etatyo").place) == (
        "Hybridityö",
        6,
    )

    for action, state in (("retire", "retired"), ("restore", "active")):
        version = str(Theme.objects.get(id="etatyo").version)
        hidden = manager.hidden("/staff/themes") | {"version": version}
        manager.post(f"{path}/{action}", hidden)
        assert Theme.objects.get(id="etatyo").state == state


def test_two_themes_of_one_name_are_not_added(manager):
    names = {"name_fi": "Processes!", "name_sv": "b", "name_en": "c"}

    page = manager.post("/staff/themes/new", **names, place="5")

    assert page.status_code == 422 and "already one with this short name" in page.text


def test_a_retired_theme_stays_where_it_was_chosen_and_in_the_filter(manager):
    case = casebook.submitted(themes=["wellbeing"])
    theme = Theme.objects.get(id="wellbeing")
    casebook.rounds.move_theme(theme, "retire", by=casebook.MANAGER)

    page = manager.get("/staff/applications?theme=wellbeing").text

    assert case.reference in page and "Well-being at work" in page


def test_a_rounds_hostile_title_is_text(manager):
    manager.post("/staff/rounds/new", **NEW | {"title_en": "<script>alert(1)</script>"})

    for path in ("/staff/rounds", "/staff/applications"):
        assert "<script>alert" not in manager.get(path).text
