"""The applicant's form: kept page by page, clear about what is wrong, sent once."""

from datetime import timedelta

import pytest

from services.applications.documents import Application
from services.applications.handlers import drafts, rounds
from shared import ambient
from tests.integration.applications.applicant import GOOD, Applicant, words
from tests.integration.applications.casebook import MANAGER, add_expert, workday

HOSTILE = "<script>alert(1)</script> 😀 {{ 7*7 }} ' \" \x00"


@pytest.fixture
def applicant(app, book):
    return Applicant(app)


def only():
    return Application.objects.get()


def test_the_whole_form_ends_in_one_application_with_a_reference(applicant):
    base = applicant.fill(workday())
    answer = applicant.post(f"{base}/check")
    assert answer.location == f"{base}/sent"
    case = only()
    assert (case.state, case.reference) == ("submitted", f"SP-{ambient.today().year}-0001")
    assert case.expert["email"] == "liisa@experts.example"
    assert [theme["id"] for theme in case.theme_names] == ["processes"]
    assert case.reference in applicant.get(f"{base}/sent").text


def test_a_double_click_sends_once(applicant):
    base = applicant.fill(workday())
    page = applicant.get(f"{base}/check").text
    answers = [applicant.post(f"{base}/check", page=page) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    case = only()
    assert [entry["action"] for entry in case.history].count("submit") == 1


def test_every_draft_page_leads_to_the_confirmation_once_it_is_sent(applicant):
    base = applicant.fill(workday())
    applicant.post(f"{base}/check")
    for page in ("organisation", "expert", "keep", "check"):
        assert applicant.get(f"{base}/{page}").location == f"{base}/sent"


def test_two_tabs_save_their_own_pages_only(applicant):
    base = applicant.start()
    first, second = applicant.get(f"{base}/organisation").text, applicant.get(f"{base}/need").text
    applicant.post(f"{base}/need", GOOD["need"], page=second)
    applicant.post(f"{base}/organisation", GOOD["organisation"], page=first)
    case = only()
    assert (case.goal, case.organisation) == ("Yhteinen tapa.", "Porvoon kaupunki")


WRONG = [
    ("organisation", {"business_id": "1061512-2"}, "business_id", "1061512-2"),
    ("organisation", {"organisation": "x" * 121}, "organisation", "x" * 121),
    ("organisation", {"sector": "magic"}, "sector", None),
    ("contact", {"email": "maija@"}, "email", "maija@"),
    ("contact", {"phone": "soita"}, "phone", "soita"),
    ("contact", {"language": "de"}, "language", None),
    ("need", {"situation": "x" * 3001}, "situation", "x" * 3001),
    ("need", {"themes": ["nonsense"]}, "themes", None),
    ("need", {"themes": []}, "themes", None),
    ("participants", {"management": "-1"}, "management", "-1"),
    ("participants", {"personnel": "kymmenen"}, "personnel", "kymmenen"),
    ("day", {"days": "3"}, "days", None),
    ("day", {"date": "1.1.2020"}, "date", "1.1.2020"),
    ("day", {"date": "31.2.2027"}, "date", "31.2.2027"),
    ("day", {"start_time": "25.00"}, "start_time", "25.00"),
    ("day", {"mode": "on_site", "place": ""}, "place", ""),
]


@pytest.mark.parametrize(("section", "change", "field", "kept"), WRONG)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_wrong_answer_is_told_at_its_field_and_kept(
    app, book, section, change, field, kept, language
):
    applicant = Applicant(app, language)
    base = applicant.start()
    good = GOOD | {"day": {"days": "1", "mode": "remote", "date": "1.6.2027", "start_time": "9"}}
    answer = applicant.post(f"{base}/{section}", {**good[section], **change})
    assert answer.status_code == 422
    assert f'id="field-{field}-error"' in answer.text
    assert f'href="#field-{field}"' in answer.text
    if kept:
        assert kept in answer.text
    assert section not in only().filled


def test_markup_and_emoji_are_shown_as_typed_and_run_nowhere(applicant):
    base = applicant.fill(workday(), organisation=HOSTILE, situation=HOSTILE)
    page = applicant.get(f"{base}/check").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 😀 {{ 7*7 }}" in page
    assert "\x00" not in only().organisation


def test_without_both_groups_it_is_said_at_once_and_may_still_be_sent_for_advice(applicant):
    base = applicant.start()
    alone = {**GOOD["participants"], "personnel": "0"}
    answer = applicant.post(f"{base}/participants", alone)
    assert answer.location == f"{base}/participants"
    assert "can be sent for advice, but not granted" in applicant.get(answer.location).text
    base = applicant.fill(workday(), personnel="0")
    assert applicant.post(f"{base}/check").location == f"{base}/sent"


def test_an_unfinished_draft_cannot_be_sent_and_the_page_says_what_is_missing(applicant):
    base = applicant.start()
    applicant.post(f"{base}/organisation", GOOD["organisation"])
    answer = applicant.post(f"{base}/check")
    assert answer.status_code == 422
    assert "Contact person: This page is not finished." in words(answer.text)
    assert only().state == "draft"


def test_only_experts_under_contract_on_the_date_are_offered(applicant):
    today = ambient.today()
    past = {"number": "K-9", "start": "2020-01-01", "end": (today + timedelta(days=5)).isoformat()}
    add_expert("vanha", "Vanha Konkari", contracts=[past])
    base = applicant.fill(workday())
    page = applicant.get(f"{base}/expert").text
    assert "Liisa Luotsi" in page
    assert "Vanha Konkari" not in page
    answer = applicant.post(f"{base}/expert", {"expert": "vanha"})
    assert answer.status_code == 422
    assert only().expert["id"] == "liisa"


def test_a_contract_that_ended_meanwhile_stops_the_sending_with_words(applicant):
    base = applicant.fill(workday())
    add_expert(contracts=[])
    answer = applicant.post(f"{base}/check")
    assert answer.status_code == 422
    assert "no contract on the date" in words(answer.text)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("theme=processes", {"Liisa", "Olli"}),
        ("theme=wellbeing", set()),
        ("speaks=sv", {"Liisa", "Olli"}),
        ("speaks=en", set()),
        ("region=uusimaa", {"Liisa", "Olli"}),
        ("region=remote", {"Liisa", "Olli"}),
        ("region=lappi", set()),
    ],
)
def test_the_experts_can_be_filtered_in_the_address(applicant, query, shown):
    base = applicant.fill(workday())
    page = applicant.get(f"{base}/expert?{query}").text
    assert {name for name in ("Liisa", "Olli") if f"{name} " in page} == shown
    assert ("No expert fits these filters" in page) == (not shown)


def test_outside_a_round_nothing_can_be_begun_but_a_draft_is_kept(applicant, book):
    base = applicant.fill(workday())
    rounds.move_round(drafts.open_round(), "close", by=MANAGER)
    answer = applicant.post(f"{base}/check")
    assert answer.status_code == 422
    assert "Your draft is kept." in words(answer.text)
    assert only().state == "draft"
    page = applicant.get("/sparring/apply").text
    assert "cannot be applied for right now" in page
    assert "/subscriptions/round-opening" in page


def test_the_draft_goes_to_the_round_that_is_open_when_it_is_sent(applicant, book):
    base = applicant.fill(workday())
    rounds.move_round(drafts.open_round(), "close", by=MANAGER)
    second = book.open_round(title="Toinen haku")
    applicant.post(f"{base}/check")
    assert only().round_id == second.id


def test_a_post_without_its_token_changes_nothing_and_says_why(applicant):
    base = applicant.start()
    answer = applicant.client.post(f"{base}/organisation", data=GOOD["organisation"])
    assert answer.status_code == 400
    assert "Your form could not be checked" in answer.text
    assert only().filled == []


@pytest.mark.parametrize("token", ["x", "a.b.c", "WyJ4Il0.AAAA", "%00", "ä" * 50])
def test_a_forged_draft_link_shows_nothing(applicant, token):
    assert applicant.get(f"/sparring/apply/{token}/organisation").status_code == 404


def test_the_link_of_a_deleted_draft_says_so(applicant):
    base = applicant.start()
    only().delete()
    answer = applicant.get(f"{base}/need")
    assert answer.status_code == 410
    assert "The draft has been deleted" in answer.text


def test_continue_later_tells_the_notifications_where_to_mail(applicant):
    base = applicant.start()
    assert applicant.post(f"{base}/keep", {"email": "wrong"}).status_code == 422
    assert applicant.post(f"{base}/keep", {"email": "maija@porvoo.example"}).status_code == 200
    kept = only().history[-1]
    assert (kept["type"], kept["data"]["email"]) == (
        "application.draft_kept.v1",
        "maija@porvoo.example",
    )
    assert only().outbox[-1]["id"] == kept["id"]


def test_a_draft_that_was_not_sent_leaves_nothing_behind(applicant):
    from shared.workflow.ticker import fire_due

    applicant.start()
    assert fire_due(Application, ambient.now() + timedelta(days=91)) == 1
    assert drafts.delete_expired_drafts() == 1
    assert Application.objects.count() == 0


def test_who_stops_on_a_half_filled_page_loses_nothing_that_is_right(applicant):
    base = applicant.start()
    half = {"organisation": "Porvoon kaupunki", "business_id": "1061512-2", "then": "keep"}

    answer = applicant.post(f"{base}/organisation", half)

    assert answer.location == f"{base}/keep"
    told = words(applicant.get(answer.location).text)
    assert "Not saved, because it has to be corrected first: Business ID." in told
    assert (only().organisation, only().business_id, only().filled) == ("Porvoon kaupunki", "", [])
    assert 'value="Porvoon kaupunki"' in applicant.get(f"{base}/organisation").text


@pytest.mark.parametrize(
    ("section", "half"),
    [
        ("contact", {"name": "Maija", "email": "maija@"}),
        ("need", {"situation": "Kaksi taloa."}),
        ("participants", {"management": "2", "supervisors": "x"}),
        ("day", {"days": "2", "date": "1.1.2020"}),
        ("expert", {}),
    ],
)
def test_every_page_can_be_left_half_filled_and_has_to_be_finished(applicant, section, half):
    base = applicant.fill(workday())
    answer = applicant.post(f"{base}/{section}", {**half, "then": "keep"})

    assert answer.location == f"{base}/keep"
    assert applicant.get(f"{base}/check").status_code == 200
    assert only().contact["email"] == "maija@porvoo.example"
