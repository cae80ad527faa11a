"""The page of a step carries the event that it would tell, so that its mails can be seen first."""

import re

from services.applications.documents import Round
from shared.unsent import read_event
from shared.web.fields import numeric_date
from tests.integration.applications import casebook
from tests.integration.applications.test_staff_actions import grant_fields, path_of
from tests.support.desk import hidden_fields
from tests.support.rehearsing import everything

LOOK = {"show_mails": "yes"}


def carried(page, settings):
    """The unsent event in the page's form; None where it carries none."""
    token = re.search('name="event" value="([^"]+)"', page)
    return read_event(settings, token[1]) if token else None


def test_a_form_that_is_not_filled_in_yet_has_no_mails_to_show(staff, settings):
    page = staff.get(path_of(casebook.agreed(), "cancel")).text

    assert "These mails go out" in page
    assert "They can be shown once the form is filled in." in page
    assert carried(page, settings) is None


def test_a_step_that_mails_nobody_shows_no_mails(staff):
    page = staff.get(path_of(casebook.agreed(), "called")).text

    assert "These mails go out" not in page and "show_mails" not in page
    assert "This sends no e-mail." in page


def test_looking_shows_exactly_what_is_written_and_keeps_it(staff, settings, store):
    case = casebook.submitted()
    hidden = staff.hidden(path_of(case, "grant"))
    before = everything(store)

    fields = grant_fields(case, grounds="Hyvin <b>perusteltu</b>", expert="olli")
    page = staff.post(path_of(case, "grant"), hidden, **fields, **LOOK)

    assert page.status_code == 200
    assert "Hyvin &lt;b&gt;perusteltu&lt;/b&gt;</textarea>" in page.text
    assert 'action="/staff/mails/preview" target="mails"' in page.text
    event = carried(page.text, settings)
    assert (event.type, event.subject) == ("application.granted.v1", case.id)
    assert event.data["grounds"] == "Hyvin <b>perusteltu</b>"
    assert event.data["application"]["expert"]["name"] == "Olli Opas"
    assert event.data["decided_by"] == "Ville Virkailija"
    assert everything(store) == before


def test_who_has_looked_at_the_mails_is_not_asked_again_about_the_expert(staff):
    case = casebook.submitted()
    fields = grant_fields(case, expert="olli")

    page = staff.post(path_of(case, "grant"), **fields, **LOOK)
    assert "Olli Opas, olli@experts.example" in page.text
    assert "You chose another expert" not in page.text
    done = staff.post(path_of(case, "grant"), hidden_fields(page.text), **fields)

    assert "Granted and ordered." in done.text
    assert casebook.stored(case).expert["id"] == "olli"


def test_looking_with_wrong_input_says_what_is_wrong(staff, settings):
    case = casebook.submitted()

    page = staff.post(path_of(case, "grant"), **grant_fields(case, grounds=""), **LOOK)

    assert page.status_code == 422 and 'id="field-grounds-error"' in page.text
    assert carried(page.text, settings) is None


def test_a_grant_that_would_be_refused_says_why_and_shows_nothing(staff, settings):
    casebook.ordered(days=1)
    case = casebook.submitted(days=1)
    another = grant_fields(case, days="2", expert="olli")

    for fields in (another, another | LOOK):
        page = staff.post(path_of(case, "grant"), **fields)
        assert page.status_code == 409
        assert page.text.count("as many days as the round allows") == 2  # summary, mails
        assert carried(page.text, settings) is None


def test_looking_at_a_case_that_has_changed_tells_what_has_happened(staff, settings):
    case = casebook.submitted()
    hidden = staff.hidden(path_of(case, "reject"))
    casebook.decisions.ask_more(
        case, sections=["need"], message="?", answer_by=casebook.workday(), by=casebook.STAFF
    )

    page = staff.post(path_of(case, "reject"), hidden, grounds="Ei", **LOOK)

    assert page.status_code == 409
    assert "The case has changed since you opened it" in page.text
    assert carried(page.text, settings).data["grounds"] == "Ei"  # on the case as it stands
    assert casebook.stored(case).state == "returned"


def test_looking_after_the_decision_says_that_it_is_made(staff):
    case = casebook.submitted()
    hidden = staff.hidden(path_of(case, "reject"))
    staff.post(path_of(case, "reject"), hidden, grounds="Ei")

    page = staff.post(path_of(case, "reject"), hidden, grounds="Ei", **LOOK)

    assert "Rejected." in page.text
    assert casebook.stored(case).history[-1]["action"] == "reject"


def test_looking_takes_no_days_of_the_round(staff):
    case = casebook.submitted()
    Round.objects.update(days_per_organisation=1)
    fields = grant_fields(case, date=numeric_date(casebook.workday(25)))

    for _ in range(3):
        assert staff.post(path_of(case, "grant"), **fields, **LOOK).status_code == 200

    assert casebook.reserved(case.round_id) == (0, 0, 0)
