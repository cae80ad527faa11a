"""Deciding: one page a step, nothing typed is lost, nothing happens twice."""

import pytest

from services.applications.documents import Round
from services.applications.handlers import decisions
from shared.web.fields import numeric_date
from tests.integration.applications import casebook
from tests.support.desk import hidden_fields


def path_of(case, slug):
    return f"/staff/applications/{case.id}/{slug}"


def grant_fields(case, **changes):
    given = {
        "days": str(case.days),
        "expert": case.expert["id"],
        "date": numeric_date(case.day),
        "start_time": "9.00",
        "grounds": "Yhteistoiminnallinen.",
    }
    return given | changes


def actions_of(case):
    return [entry["action"] for entry in casebook.stored(case).history]


def test_the_form_to_grant_is_filled_in_with_what_was_applied_for(staff):
    case = casebook.submitted(days=2)

    page = staff.get(path_of(case, "grant")).text

    assert 'value="2" checked' in page
    assert '<option value="liisa" selected>' in page
    assert f'value="{numeric_date(case.day)}"' in page


def test_granting_decides_and_orders_and_goes_back_to_the_queue(staff):
    case = casebook.submitted()

    answer = staff.post(
        path_of(case, "grant") + "?back=tab%3Dall%26search%3Dporvoo", **grant_fields(case)
    )

    assert answer.request.full_path == "/staff/applications?tab=all&search=porvoo"
    assert f"{case.reference} Porvoon kaupunki: Granted and ordered." in answer.text
    assert "maija@porvoo.example; Liisa Luotsi, liisa@experts.example" in answer.text
    stored = casebook.stored(case)
    assert (stored.state, stored.order, stored.decision["by"]) == ("ordered", 1, "Ville Virkailija")


def test_rejecting_needs_grounds_and_keeps_them(staff):
    case = casebook.submitted()

    empty = staff.post(path_of(case, "reject"))
    done = staff.post(path_of(case, "reject"), grounds="Ei yhteistoimintaa")

    assert empty.status_code == 422 and "Grounds for the decision" in empty.text
    assert "Rejected." in done.text
    assert casebook.stored(case).decision["grounds"] == "Ei yhteistoimintaa"


def test_asking_for_more_opens_only_the_sections_named(staff):
    case = casebook.submitted()
    deadline = casebook.workday(10)

    page = staff.get(path_of(case, "ask-more")).text
    staff.post(
        path_of(case, "ask-more"),
        sections=["need", "day"],
        message="Kertokaa lisää",
        answer_by=numeric_date(deadline),
    )

    assert f'value="{numeric_date(deadline)}"' in page  # ten business days are proposed
    request = casebook.stored(case).request
    assert (request["sections"], request["answer_by"]) == (["need", "day"], deadline.isoformat())


def test_moving_and_cancelling_the_day_and_noting_a_call(staff):
    case = casebook.agreed()
    later = casebook.workday(30)

    staff.post(
        path_of(case, "move"), date=numeric_date(later), start_time="13", reason="Sairastuminen"
    )
    assert (casebook.stored(case).day, casebook.stored(case).start_time) == (later, "13:00")

    staff.post(path_of(case, "called"), note="Asiantuntija vahvisti")
    staff.post(path_of(case, "cancel"), reason="Peruuntui")
    assert actions_of(case)[-3:] == ["move", "called", "cancel"]


def test_a_double_click_is_done_once_and_says_the_same(staff):
    case = casebook.submitted()
    hidden = staff.hidden(path_of(case, "grant"))

    first = staff.post(path_of(case, "grant"), hidden, **grant_fields(case))
    second = staff.post(path_of(case, "grant"), hidden, **grant_fields(case))

    assert first.status_code == second.status_code == 200
    assert "Granted and ordered." in second.text
    assert actions_of(case).count("grant") == 1
    assert casebook.reserved(case.round_id) == (1, 1, 1)


def test_a_double_click_on_the_organisations_last_day_is_no_refusal(staff):
    Round.objects.update(days_per_organisation=1)
    case = casebook.submitted()
    hidden = staff.hidden(path_of(case, "grant"))

    staff.post(path_of(case, "grant"), hidden, **grant_fields(case))
    second = staff.post(path_of(case, "grant"), hidden, **grant_fields(case))

    assert "Granted and ordered." in second.text


class TestConflict:
    """Somebody else was there between opening the form and pressing the button."""

    def test_it_keeps_what_was_typed_and_tells_what_has_happened(self, staff, another_desk):
        case = casebook.submitted()
        hidden = staff.hidden(path_of(case, "grant"))
        another_desk.post(
            path_of(case, "ask-more"),
            sections=["need"],
            message="Mikä on tavoite?",
            answer_by=numeric_date(casebook.workday(5)),
        )

        fields = grant_fields(case, grounds="Hyvin <b>perusteltu</b> & selkeä")
        page = staff.post(path_of(case, "grant"), hidden, **fields)

        assert page.status_code == 409
        assert "The case has changed since you opened it" in page.text
        assert "Mikä on tavoite?" in page.text and "More information asked for" in page.text
        assert "Hyvin &lt;b&gt;perusteltu&lt;/b&gt; &amp; selkeä</textarea>" in page.text
        assert casebook.stored(case).state == "returned"

    def test_it_can_be_confirmed_anew_on_the_case_as_it_stands(self, staff):
        case = casebook.submitted()
        hidden = staff.hidden(path_of(case, "reject"))
        decisions.ask_more(
            case, sections=["need"], message="?", answer_by=casebook.workday(), by=casebook.STAFF
        )

        conflict = staff.post(path_of(case, "reject"), hidden, grounds="Ei")
        anew = hidden_fields(conflict.text)
        done = staff.post(path_of(case, "reject"), anew, grounds="Ei")

        assert (conflict.status_code, done.status_code) == (409, 200)
        assert anew["version"] == str(int(hidden["version"]) + 1)
        assert casebook.stored(case).state == "rejected"

    def test_what_can_no_longer_be_done_shows_what_was_typed_and_no_button(self, staff):
        case = casebook.submitted()
        hidden = staff.hidden(path_of(case, "grant"))
        decisions.reject_application(case, grounds="Ei", by=casebook.MANAGER)

        page = staff.post(path_of(case, "grant"), hidden, **grant_fields(case, grounds="Kyllä!"))

        assert page.status_code == 409
        assert "can no longer be done" in page.text and "Kyllä!" in page.text
        assert "<textarea" not in page.text and "Confirm anew" not in page.text

    def test_a_form_without_its_version_changes_nothing(self, staff):
        case = casebook.submitted()
        hidden = staff.hidden(path_of(case, "reject"))
        del hidden["version"]

        assert staff.post(path_of(case, "reject"), hidden, grounds="Ei").status_code == 409
        assert casebook.stored(case).state == "submitted"


class TestRefusals:
    def test_an_expert_without_a_contract_on_the_date_is_said_at_the_field(self, staff):
        case = casebook.submitted()
        far = casebook.workday(450)

        page = staff.post(path_of(case, "grant"), **grant_fields(case, date=numeric_date(far)))

        assert page.status_code == 422
        assert 'href="#field-expert">This expert has no contract on the date' in page.text
        assert casebook.reserved(case.round_id) == (0, 0, 0)

    def test_too_many_days_for_the_organisation_are_refused_in_words(self, staff):
        casebook.ordered(days=1)
        case = casebook.submitted(days=1)

        page = staff.post(path_of(case, "grant"), **grant_fields(case, days="2", grounds="Kaksi"))

        assert page.status_code == 409
        assert "as many days as the round allows" in page.text
        assert "Kaksi</textarea>" in page.text
        assert casebook.stored(case).state == "submitted"

    def test_without_cooperation_not_even_a_forged_form_grants(self, staff):
        case = casebook.submitted(personnel=0)
        hidden = staff.hidden(path_of(case, "reject"))

        page = staff.post(path_of(case, "grant"), hidden, **grant_fields(case))

        assert page.status_code == 409
        assert "only when both management and representatives" in page.text
        assert casebook.stored(case).state == "submitted"

    def test_the_page_to_grant_sends_back_with_the_reason(self, staff):
        case = casebook.submitted(personnel=0)

        answer = staff.get(path_of(case, "grant"), follow_redirects=True)

        assert answer.request.path == f"/staff/applications/{case.id}"
        assert "only when both management and representatives" in answer.text

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("date", "1.1.2020", "at the earliest"),
            ("date", "31.2.2027", "day.month.year"),
            ("days", "3", "from 1 to 2"),
            ("expert", "nobody", "Choose one of the given answers"),
            ("start_time", "25.00", "hours.minutes"),
            ("grounds", "x" * 3001, "at most"),
            ("grounds", "   ", "Fill in"),
        ],
    )
    def test_wrong_input_is_told_at_its_field_and_kept(self, staff, field, value, message):
        case = casebook.submitted()

        page = staff.post(path_of(case, "grant"), **grant_fields(case, **{field: value}))

        assert page.status_code == 422
        assert f'id="field-{field}-error"' in page.text and message in page.text
        assert casebook.stored(case).state == "submitted"

    def test_another_expert_is_named_before_the_order_goes_to_them(self, staff):
        case = casebook.submitted()
        hidden = staff.hidden(path_of(case, "grant"))
        fields = grant_fields(case, expert="olli")

        asked = staff.post(path_of(case, "grant"), hidden, **fields)
        assert "You chose another expert" in asked.text
        assert "Olli Opas, olli@experts.example" in asked.text
        assert casebook.stored(case).state == "submitted"

        staff.post(path_of(case, "grant"), hidden_fields(asked.text), **fields)
        assert casebook.stored(case).expert["id"] == "olli"
