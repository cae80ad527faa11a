"""The office's pages: who may, what is kept, what two people at once see."""

import re

import pytest

from services.experts.documents import Expert, WorkView
from services.experts.handlers import edit_expert, end_expert, find_expert
from tests.integration.experts.conftest import BOSS, OFFICE, signed_in
from tests.unit.experts.samples import contract, typed

CONTRACT = {"number": "KT-2", "start": "1.1.2030", "end": "31.12.2030", "day_rate": "900,50"}


def text(answer, status=200):
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", answer.text)


def names(client, query=""):
    found = text(client.get("/staff/experts" + query))
    return re.findall(r'<a href="/staff/experts/\w{32}">([^<]+)<', found)


@pytest.fixture
def stored(app):
    def stored(expert):
        with app.app_context():
            return find_expert(expert.id)

    return stored


# --- who may

PAGES = ("", "/new", "/{id}", "/{id}/edit", "/{id}/contracts/new", "/export.csv")
MANAGER_PAGES = ("/{id}/end", "/import")
POSTS = ("/new", "/{id}/edit", "/{id}/contracts/new")
MANAGER_POSTS = ("/{id}/end", "/{id}/return", "/import")


@pytest.mark.parametrize("path", PAGES + MANAGER_PAGES)
def test_a_visitor_is_asked_to_sign_in(visitor, add, path):
    address = "/staff/experts" + path.format(id=add().id)
    answer = visitor.get(address)
    assert (answer.status_code, answer.location) == (303, f"/account/sign-in?next={address}")


@pytest.mark.parametrize("path", POSTS + MANAGER_POSTS)
def test_a_visitor_changes_nothing(visitor, add, stored, path):
    expert = add()
    answer = visitor.post("/staff/experts" + path.format(id=expert.id), data=typed(version="1"))
    assert answer.status_code == 303
    assert stored(expert).version == 1
    assert Expert.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "allowed"),
    [
        ("ville@kunteko.example", PAGES),
        ("aino@kunteko.example", PAGES),
        ("paula@kunteko.example", PAGES + MANAGER_PAGES),
        ("eero@pool.example", ()),
    ],
)
def test_each_role_reads_its_pages_only(app, add, email, allowed):
    client, expert = signed_in(app, email), add()
    for path in PAGES + MANAGER_PAGES:
        status = client.get("/staff/experts" + path.format(id=expert.id)).status_code
        assert (path, status) == (path, 200 if path in allowed else 403)


@pytest.mark.parametrize("email", ["aino@kunteko.example", "eero@pool.example"])
def test_who_only_reads_changes_nothing(app, add, stored, email):
    client, expert = signed_in(app, email), add()
    for path in POSTS + MANAGER_POSTS:
        answer = client.post(
            "/staff/experts" + path.format(id=expert.id), data=typed(version="1", reason="x")
        )
        assert answer.status_code == 403
    assert stored(expert).version == 1


def test_staff_do_not_end_experts_and_see_no_button_for_it(staff, manager, add, stored):
    expert = add()
    assert staff.post(f"/staff/experts/{expert.id}/end", data={"reason": "x"}).status_code == 403
    assert stored(expert).state == "active"
    assert "End in the pool" not in text(staff.get(f"/staff/experts/{expert.id}"))
    assert "End in the pool" in text(manager.get(f"/staff/experts/{expert.id}"))


def test_an_auditor_sees_no_buttons_that_change(auditor, add):
    page = text(auditor.get(f"/staff/experts/{add().id}"))
    assert "/edit" not in page
    assert "/contracts/" not in page


# --- the list


@pytest.fixture
def pool(app, add):
    add(name="Zorn Z", company="Aalto Oy")
    add(name="Åberg Å", company="Öljy Oy", themes=["future"])
    add(name="Soon S", contracts=[contract(end="2000-01-01", start="1999-01-01")])
    gone = add(name="Gone G")
    with app.app_context():
        end_expert(find_expert(gone.id), "Retired", BOSS)


def test_the_tabs_count_and_divide_the_pool(staff, pool):
    assert names(staff) == ["Soon S", "Zorn Z", "Åberg Å"]
    assert names(staff, "?tab=without") == ["Soon S"]
    assert names(staff, "?tab=ended") == ["Gone G"]
    page = text(staff.get("/staff/experts?tab=ending"))
    assert "No experts here" in page
    assert re.findall(r'class="count">(\d+)', page) == ["3", "0", "1", "1"]


def test_sorting_and_filters_are_in_the_address(staff, pool):
    assert names(staff, "?sort=-name") == ["Åberg Å", "Zorn Z", "Soon S"]
    assert names(staff, "?sort=company")[-1] == "Åberg Å"
    assert names(staff, "?theme=future") == ["Åberg Å"]
    assert names(staff, "?q=aalto") == ["Zorn Z"]
    assert names(staff, "?tab=zzz&sort=zzz&page=zzz") == ["Soon S", "Zorn Z", "Åberg Å"]


def test_a_contract_that_ends_soon_has_its_own_tab(staff, add, monkeypatch):
    from datetime import date

    monkeypatch.setattr("shared.ambient.today", lambda: date(2027, 3, 14))
    add(name="Soon S", contracts=[contract(end="2027-05-13")])
    add(name="Later L", contracts=[contract(end="2027-05-14")])
    assert names(staff, "?tab=ending") == ["Soon S"]


def test_an_expert_page_shows_rates_orders_and_history(staff, add):
    expert = add()
    WorkView(
        id="a1:1", application_id="a1", expert_id=expert.id, reference="SP-2027-0001",
        organisation="<b>Porvoo</b>", date="2027-03-14", days=2, state="agreed", sequence=3,
    ).save()  # fmt: skip
    page = text(staff.get(f"/staff/experts/{expert.id}"))
    assert "850 €" in page.replace("\u00a0", " ")
    assert '<a href="/staff/applications/a1">SP-2027-0001</a>' in page
    assert "&lt;b&gt;Porvoo&lt;/b&gt;" in page
    assert "Added to the pool" in page
    assert "Ville Virkailija" in page


# --- add and edit


def test_an_expert_is_added_with_the_first_contract(staff):
    form = typed(**{f"contract.{part}": value for part, value in CONTRACT.items()})
    answer = staff.post("/staff/experts/new", data=form)
    expert = Expert.objects.get()
    assert (answer.status_code, answer.location) == (303, f"/staff/experts/{expert.id}")
    assert expert.contracts == [
        {"number": "KT-2", "start": "2030-01-01", "end": "2030-12-31", "day_rate": 90050}
    ]
    assert expert.history[0]["actor"]["name"] == "Ville Virkailija"


def test_a_wrong_form_keeps_what_was_typed(staff):
    form = typed(
        email="no address",
        name='"><script>alert(1)</script>',
        **{"description.fi": "Pitkä\nteksti"},
    )
    page = staff.post("/staff/experts/new", data=form).text
    assert "Error: Add an expert" in page
    assert 'href="#field-email"' in page
    assert 'value="no address"' in page
    assert "Pitkä\nteksti</textarea>" in page
    assert "<script>alert" not in page
    assert Expert.objects.count() == 0


def test_a_taken_address_is_told_at_its_field(staff, add):
    add()
    page = text(staff.post("/staff/experts/new", data=typed()), 422)
    assert "Another expert already has this e-mail address" in page
    assert 'href="#field-email"' in page


def test_an_edit_changes_what_is_stored_and_shows_it_in_the_history(staff, add, stored):
    expert = add()
    answer = staff.post(
        f"/staff/experts/{expert.id}/edit", data=typed(phone="050 999 9999", version="1")
    )
    assert answer.status_code == 303
    assert stored(expert).phone == "050 999 9999"
    assert stored(expert).contracts == expert.contracts
    page = text(staff.get(f"/staff/experts/{expert.id}"))
    assert "Phone: +358 40 555 0101 → 050 999 9999" in page


def test_a_second_click_on_save_changes_nothing_twice(staff, add, stored):
    expert = add()
    form = typed(phone="050 999 9999", version="1")
    staff.post(f"/staff/experts/{expert.id}/edit", data=form)
    answer = staff.post(f"/staff/experts/{expert.id}/edit", data=form)
    assert answer.status_code == 409
    assert stored(expert).version == 2


def test_a_conflict_tells_what_changed_and_keeps_what_was_typed(app, staff, add, stored):
    expert = add()
    with app.app_context():
        edit_expert(find_expert(expert.id), {"company": "Uusi Yritys Oy"}, BOSS)
    form = typed(company="Minun Yritys Oy", name="Uusi <i>Nimi</i>", version="1")
    answer = staff.post(f"/staff/experts/{expert.id}/edit", data=form)
    page = text(answer, 409)
    assert "The expert has changed since you opened the page" in page
    assert "Paula Päällikkö" in page
    assert "Company: Lehtoranta Kehitys Oy → Uusi Yritys Oy" in page
    assert "Stored now: Uusi Yritys Oy" in page
    assert 'value="Minun Yritys Oy"' in page
    assert "Uusi &lt;i&gt;Nimi&lt;/i&gt;" in page
    assert stored(expert).company == "Uusi Yritys Oy"
    assert 'name="version" value="2"' in page
    staff.post(f"/staff/experts/{expert.id}/edit", data={**form, "version": "2"})
    assert stored(expert).company == "Minun Yritys Oy"


def test_an_edit_without_a_version_is_not_saved(staff, add, stored):
    expert = add()
    assert staff.post(f"/staff/experts/{expert.id}/edit", data=typed()).status_code == 409
    assert stored(expert).version == 1


def test_an_unknown_expert_is_not_found(staff):
    assert staff.get("/staff/experts/nobody").status_code == 404
    assert staff.post("/staff/experts/nobody/edit", data=typed(version="1")).status_code == 404


# --- contracts


def test_a_contract_is_added(staff, add, stored):
    expert = add(contracts=[contract(end="2028-12-31")])
    answer = staff.post(
        f"/staff/experts/{expert.id}/contracts/new", data={**CONTRACT, "version": "1"}
    )
    assert answer.status_code == 303
    assert [one["number"] for one in stored(expert).contracts] == ["KT-1", "KT-2"]


def test_overlapping_contracts_are_refused_with_what_was_typed(staff, add, stored):
    expert = add(contracts=[contract(end="2030-01-01")])
    page = text(
        staff.post(f"/staff/experts/{expert.id}/contracts/new", data={**CONTRACT, "version": "1"}),
        422,
    )
    assert "Contract periods may not overlap: KT-1 (1.1.2025–1.1.2030) · KT-2" in page
    assert 'value="900,50"' in page
    assert len(stored(expert).contracts) == 1


def test_a_contract_is_changed_in_its_place(staff, add, stored):
    expert = add()
    address = f"/staff/experts/{expert.id}/contracts/2025-01-01"
    assert 'value="31.12.2099"' in staff.get(address).text
    staff.post(address, data={**CONTRACT, "start": "1.2.2025", "version": "1"})
    assert [(one["start"], one["day_rate"]) for one in stored(expert).contracts] == [
        ("2025-02-01", 90050)
    ]


def test_a_contract_is_removed(staff, add, stored):
    expert = add()
    staff.post(
        f"/staff/experts/{expert.id}/contracts/2025-01-01", data={"remove": "yes", "version": "1"}
    )
    assert stored(expert).contracts == []


def test_a_contract_of_an_older_page_is_a_conflict(app, staff, add, stored):
    expert = add(contracts=[])
    with app.app_context():
        edit_expert(find_expert(expert.id), {"phone": "050 1"}, OFFICE)
    page = text(
        staff.post(f"/staff/experts/{expert.id}/contracts/new", data={**CONTRACT, "version": "1"}),
        409,
    )
    assert 'value="KT-2"' in page
    assert stored(expert).contracts == []


def test_a_contract_that_is_not_there_is_not_found(staff, add):
    expert = add()
    assert staff.get(f"/staff/experts/{expert.id}/contracts/2030-01-01").status_code == 404


# --- end and return


def test_ending_needs_a_reason_and_tells_of_orders_under_way(manager, add, stored):
    expert = add()
    WorkView(
        id="a1:1", application_id="a1", expert_id=expert.id, days=1, state="ordered", sequence=1
    ).save()
    assert "1 order is under way" in text(manager.get(f"/staff/experts/{expert.id}/end"))
    page = text(manager.post(f"/staff/experts/{expert.id}/end", data={"version": "1"}), 422)
    assert "Fill in “Reason”" in page
    assert stored(expert).state == "active"


def test_an_ended_expert_can_be_returned(manager, add, stored):
    expert = add()
    manager.post(f"/staff/experts/{expert.id}/end", data={"reason": "Retired", "version": "1"})
    assert stored(expert).state == "ended"
    page = text(manager.get(f"/staff/experts/{expert.id}"))
    assert "Retired" in page
    assert "/edit" not in page
    manager.post(f"/staff/experts/{expert.id}/return")
    assert stored(expert).state == "active"


def test_returning_twice_is_told_and_changes_nothing(manager, add, stored):
    expert = add()
    answer = manager.post(f"/staff/experts/{expert.id}/return")
    assert answer.status_code == 409
    assert stored(expert).version == 1


def test_a_post_without_its_token_is_refused(app, staff, add, stored):
    app.config["WTF_CSRF_ENABLED"] = True
    expert = add()
    answer = staff.post(f"/staff/experts/{expert.id}/edit", data=typed(phone="1", version="1"))
    assert answer.status_code == 400
    assert stored(expert).version == 1
