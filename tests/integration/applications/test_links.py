"""Pages behind links in mails: GET only shows, POST acts once, old links still help."""

import pytest

from services.applications.documents import Application
from services.applications.handlers import orders
from shared import ambient
from shared.ambient import FixedSource, use
from shared.links import LIFETIMES
from tests.integration.applications.applicant import Applicant, words
from tests.integration.applications.casebook import STAFF, stored, workday


@pytest.fixture
def applicant(app, book):
    return Applicant(app)


@pytest.fixture
def expert(app, book):
    return Applicant(app)


def later(lifetime):
    """A clock past the lifetime, whose ids do not meet those already given."""
    source = FixedSource(ambient.now() + lifetime + LIFETIMES["sign-in"])
    source.count = 1_000_000
    return use(source)


ORDER_PAGES = ("", "/decline", "/move", "/cancel", "/report")
STATUS_PAGES = ("", "/withdraw", "/choose")


@pytest.mark.parametrize("state", ["ordered", "choosing", "agreed", "held", "cancelled"])
def test_a_scanner_that_opens_every_link_changes_nothing(book, expert, state):
    case = book.IN_STATE[state]()
    pages = [expert.order_link(case) + page for page in ORDER_PAGES]
    pages += [expert.status_link(case) + page for page in STATUS_PAGES]
    pages.append(expert.link("feedback", case))
    for page in pages:
        assert expert.client.get(page).status_code < 500
        assert expert.client.head(page).status_code < 500
    assert stored(case).version == case.version


def test_a_link_page_is_kept_by_no_cache_and_no_search_engine(book, expert):
    answer = expert.get(expert.order_link(book.ordered()))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_an_order_is_accepted_once_however_often_the_button_is_pressed(book, expert):
    case = book.ordered()
    link = expert.order_link(case)
    page = expert.get(link).text
    for _ in range(2):
        assert expert.post(f"{link}/accept", page=page).status_code == 303
    case = stored(case)
    assert case.state == "agreed"
    assert [entry["action"] for entry in case.history].count("accept") == 1


def test_declining_needs_a_reason_and_keeps_the_days_granted(book, expert):
    case = book.ordered()
    link = expert.order_link(case)
    assert expert.post(f"{link}/decline", {"reason": ""}).status_code == 422
    assert expert.post(f"{link}/decline", {"reason": "Olen lomalla"}).status_code == 303
    assert stored(case).state == "choosing"
    assert book.reserved(case.round_id) == (1, 1, 1)


def test_the_next_expert_gets_the_order_and_the_first_ones_link_is_over(book, applicant, expert):
    case = book.choosing()
    old = expert.order_link(case)
    day = workday(25)
    given = {
        "expert": "olli",
        "date": day.isoformat(),
        "start_time": "10.00",
        "version": str(case.version),
    }
    assert applicant.post(f"{applicant.status_link(case)}/choose", given).status_code == 303
    case = stored(case)
    assert (case.state, case.expert["id"], case.order) == ("ordered", "olli", 2)
    answer = expert.get(old)
    assert answer.status_code == 410
    assert "no longer with you" in words(answer.text)
    assert "Porvoon" not in answer.text
    assert expert.client.post(f"{old}/accept").status_code in (400, 410)
    assert stored(case).state == "ordered"


def test_a_stale_choice_is_refused_and_what_was_typed_is_kept(book, applicant):
    case = book.agreed()
    link = expert_move(applicant, case)
    stale = {"date": workday(30).isoformat(), "start_time": "9", "reason": "Kiire", "version": "1"}
    answer = applicant.post(link, stale)
    assert answer.status_code == 409
    assert "Kiire" in answer.text
    assert stored(case).date == case.date


@pytest.mark.parametrize("version", ["²", "", "9" * 5000, "-1", "x"])
def test_a_form_that_says_no_version_we_can_read_meets_a_conflict(book, applicant, version):
    case = book.submitted()
    answer = applicant.post(f"{applicant.status_link(case)}/withdraw", {"version": version})
    assert answer.status_code == 409
    assert stored(case).state == "submitted"


def expert_move(person, case):
    return f"{person.order_link(case)}/move"


def test_only_the_sections_asked_for_are_open_and_staff_see_what_changed(book, applicant):
    case = book.returned(sections=("need", "participants"))
    link = f"{applicant.status_link(case)}/answer"
    page = applicant.get(link).text
    assert 'name="need.goal"' in page
    assert 'name="contact.email"' not in page
    given = {
        "need.situation": case.situation,
        "need.goal": "Uusi tavoite",
        "need.themes": ["processes"],
        "participants.management": "2",
        "participants.supervisors": "3",
        "participants.personnel": "12",
        "participants.users": "0",
        "contact.email": "evil@example.com",
        "answer": "Tarkensimme.",
    }
    assert applicant.post(link, {**given, "need.goal": ""}).status_code == 422
    assert applicant.post(link, given).status_code == 303
    case = stored(case)
    assert case.state == "submitted"
    assert case.contact["email"] == "maija@porvoo.example"
    assert case.request["changed"] == ["goal"]
    assert case.request["before"]["goal"] == "Yhteiset toimintatavat."


def test_withdrawing_gives_the_days_back(book, applicant):
    case = book.agreed()
    link = f"{applicant.status_link(case)}/withdraw"
    given = {"reason": "Tilanne muuttui", "version": str(case.version)}
    assert applicant.post(link, given).status_code == 303
    assert stored(case).state == "withdrawn"
    assert book.reserved(case.round_id) == (0, 0, 0)
    assert stored(case).history[-1]["data"]["was_agreed"] is True


def test_feedback_counts_once_per_form_and_many_may_give_it(book, app, applicant):
    case = book.held()
    link = applicant.link("feedback", case)
    page = applicant.get(link).text
    key = page.split('name="key" value="')[1].split('"')[0]
    for _ in range(2):
        answer = applicant.post(link, {"rating": "5", "key": key}, page=page)
        assert answer.location == f"{link}/thanks"
    another = Applicant(app)
    second = another.get(link).text.split('name="key" value="')[1].split('"')[0]
    another.post(link, {"rating": "2", "key": second, "comment": "Liian lyhyt"})
    assert [row["rating"] for row in stored(case).feedback] == [5, 2]
    assert orders.average_feedback() == (3.5, 2)
    assert "3.5" in applicant.get("/sparring").text


@pytest.mark.parametrize("rating", ["0", "6", "hyvä", ""])
def test_a_rating_is_from_one_to_five(book, applicant, rating):
    case = book.held()
    answer = applicant.post(applicant.link("feedback", case), {"rating": rating})
    assert answer.status_code == 422
    assert stored(case).feedback == []


def test_an_expired_link_tells_how_things_stand_and_mails_a_fresh_one_once(book, applicant):
    case = book.submitted()
    link = applicant.status_link(case)
    with later(LIFETIMES["status"]):
        answer = applicant.get(link)
        assert answer.status_code == 410
        assert case.reference in answer.text
        for _ in range(2):
            answer = applicant.post(f"{link}/fresh", page=applicant.get(link).text)
            assert answer.status_code == 200
            assert "m…@porvoo.example" in answer.text
    told = [entry for entry in stored(case).history if entry["action"] == "request_link"]
    assert [entry["data"]["recipient"] for entry in told] == ["maija@porvoo.example"]


def test_a_link_for_one_purpose_opens_no_other_page(book, applicant):
    case = book.ordered()
    token = applicant.status_link(case).rpartition("/")[2]
    assert applicant.get(f"/sparring/order/{token}").status_code == 404
    assert applicant.get(f"/sparring/feedback/{token}").status_code == 404
    assert applicant.get(f"/sparring/apply/{token}/need").status_code == 404


def test_the_former_contact_person_is_told_and_sees_nothing(book, applicant):
    case = book.submitted()
    old = applicant.link("status", case, "before@porvoo.example")
    answer = applicant.get(old)
    assert answer.status_code == 410
    assert "Porvoon" not in answer.text
    assert 'action="' + old not in answer.text


def test_what_an_expert_writes_is_shown_as_text(book, applicant, expert):
    case = book.ordered()
    expert.post(f"{expert.order_link(case)}/decline", {"reason": "<img src=x onerror=alert(1)>"})
    page = applicant.get(applicant.status_link(case)).text
    assert "<img src=x" not in page


def test_staff_who_cancel_give_the_days_back(book):
    case = book.agreed()
    orders.cancel_day(case, reason="Sairaus", by=STAFF)
    assert book.reserved(case.round_id) == (0, 0, 0)
    assert Application.objects.get(id=case.id).state == "cancelled"


def test_the_applicant_reads_why_and_what_comes_then(book, applicant):
    declined, called_off = book.choosing(), book.cancelled(business_id="0110139-9")

    page = words(applicant.get(applicant.status_link(declined)).text)
    assert "Expert declined the order" in page and "Päivä on jo varattu." in page

    page = words(applicant.get(applicant.status_link(called_off)).text)
    assert "Sairastuminen" in page and "ask the programme office how to go on" in page


def test_what_the_expert_wrote_as_a_reason_stays_text(book, applicant):
    case = book.ordered()
    orders.decline_order(case, order=case.order, reason="<script>alert(1)</script>")

    page = applicant.get(applicant.status_link(stored(case))).text

    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
