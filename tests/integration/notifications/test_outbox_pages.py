"""The pages of the human outbox: read as it will look, released, edited, held, discarded."""

import re

import pytest

from services.notifications.documents import Message
from services.notifications.editing import parts_of
from services.notifications.handlers.outbox import hold_mail, release_mail
from services.notifications.handlers.queueing import queue_mail
from services.notifications.mails import to_applicant, to_expert
from services.notifications.mails.mail import Correspondent
from services.notifications.rendering import read_words
from shared.roles import Role
from shared.workflow.pin import Pin
from shared.workflow.table import Actor
from tests.integration.notifications.test_outbox import in_hand
from tests.integration.notifications.test_standing import withdrawn
from tests.support.events import event
from tests.support.office import AUDITOR, AUDITOR_TOKEN, bearer, browser, handle, office_on, words

VILLE = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
HOME = "/staff/mails/outbox"
KEY = "0123456789abcdef" * 2


@pytest.fixture
def app(connected, store):
    return office_on(store)


@pytest.fixture
def client(app):
    return browser(app)


@pytest.fixture
def granted(connected):
    handle(event("application.granted.v1"), connected)
    return {mail.template: mail for mail in Message.objects}


@pytest.fixture
def decision(granted):
    return granted["decision"]


def stored(mail):
    return Message.objects(id=mail.id).get()


def said(mail, **more):
    return {"version": str(mail.version), "key": KEY, **more}


# -- the list


def test_the_list_says_to_whom_about_which_case_why_and_since_when(client, granted):
    page = client.get(HOME)
    text = words(page)
    assert "To be released 2" in text and "Not seen yet 2 On hold 0" in text
    assert "Maija Meikäläinen maija.meikalainen@porvoo.example" in text
    assert "This kind of mail is seen before it goes." in text
    assert 'href="/staff/applications/0d9c8b7a6f5e4d3c2b1a09182736e5f4"' in page.text
    assert "Overdue" not in text and "The case has changed" not in text


def test_overdue_mails_and_changed_cases_are_marked(client, connected, clock):
    handle(event("application.granted.v1"), connected)
    clock.forward(days=6)
    handle(withdrawn(), connected)
    text = words(client.get(HOME))
    assert text.count("Overdue") == 2
    assert text.count("The case has changed") == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=MAIJA", True),
        ("q=sp-2026-0007", True),
        ("q=.*", False),
        ("kind=decision", True),
        ("kind=order", False),
        ("language=fi", True),
        ("language=sv", False),
        ("state=on_hold", False),
        ("state=sent&sort=x&page=x", True),
    ],
)
def test_the_list_is_filtered_by_its_address(client, granted, query, found):
    text = words(client.get(f"{HOME}?{query}"))
    assert ("maija.meikalainen@porvoo.example" in text) is found


def test_an_empty_outbox_says_so(client, connected):
    assert "No mail waits to be released" in words(client.get(HOME))
    assert "No mail is on hold" in words(client.get(f"{HOME}?state=on_hold"))


def test_choosing_all_ticks_every_mail_without_a_script(client, granted):
    assert " checked" not in client.get(HOME).text
    assert client.get(f"{HOME}?chosen=all").text.count(" checked") == 2


# -- one mail


def test_the_page_shows_the_mail_without_its_personal_links(client, granted):
    order = granted["order"]
    page = client.get(f"{HOME}/{order.id}")
    assert f'src="/staff/mails/{order.id}/html" sandbox' in page.text
    assert "Petri Sparraaja, petri.sparraaja@tyontaito.example" in words(page)
    assert not re.search(r"/sparring/order/[\w]", page.text)
    assert page.headers["Cache-Control"] == "no-store"


def test_the_page_says_whom_answers_reach_and_which_files_go_along(client, connected):
    answered = to_applicant.accepted(event("application.order_accepted.v1"), connected)
    mail = queue_mail(
        type(answered)(**{**vars(answered), "reply_to": Correspondent("Ari", "ari@x.example")}),
        connected,
        cause="event-1",
    )
    held = hold_mail(mail, VILLE, Pin(mail.version, KEY), "Katsotaan vielä")
    page = client.get(f"{HOME}/{held.id}")
    assert "Ari, ari@x.example" in words(page)
    assert "Katsotaan vielä" in words(page)
    assert f"/staff/mails/{held.id}/attachments/1" in page.text


def test_releasing_goes_on_to_the_next_mail_and_then_to_the_list(client, granted):
    first, second = sorted(granted.values(), key=lambda mail: (mail.created_at, mail.id))
    answer = client.post(f"{HOME}/{first.id}/release", data=said(first))
    assert answer.headers["Location"] == f"{HOME}/{second.id}"
    page = words(client.get(answer.headers["Location"]))
    assert f"Released: “{first.subject}” goes out to {first.recipient.email}." in page
    answer = client.post(f"{HOME}/{second.id}/release", data=said(second))
    assert answer.headers["Location"] == HOME
    assert {mail.state for mail in Message.objects} == {"queued"}


def test_the_next_mail_is_the_next_of_the_list_that_was_left(client, granted):
    decision = granted["decision"]
    data = said(decision, back="kind=decision&state=waiting")
    answer = client.post(f"{HOME}/{decision.id}/release", data=data)
    assert answer.headers["Location"] == f"{HOME}?kind=decision&state=waiting"


def test_a_second_click_says_the_same_and_another_persons_click_is_refused(client, decision):
    for _ in range(2):
        answer = client.post(f"{HOME}/{decision.id}/release", data=said(decision))
        assert answer.status_code == 303
    other = client.post(f"{HOME}/{decision.id}/release", data={**said(decision), "key": "b" * 32})
    assert other.status_code == 409
    assert "Somebody has already dealt with this mail." in words(other)
    assert "Released – Ville Virkailija" in words(other)
    assert stored(decision).version == 2


def test_a_changed_case_stops_the_release_until_somebody_has_read_what_changed(
    client, decision, connected
):
    handle(withdrawn(), connected)
    path = f"{HOME}/{decision.id}/release"
    answer = client.post(path, data=said(decision))
    assert answer.status_code == 409
    assert "The applicant withdrew the application" in words(answer)
    assert stored(decision).state == "waiting"
    page = client.get(f"{HOME}/{decision.id}")
    assert 'name="seen" value="event-5"' in page.text
    unread = client.post(path, data=said(decision, seen="event-5"))
    assert unread.status_code == 422
    assert "Tick “I have read what changed" in words(unread)
    assert stored(decision).state == "waiting"
    ticked = client.post(path, data=said(decision, seen="event-5", read="yes"))
    assert ticked.status_code == 303
    assert stored(decision).state == "queued"


def test_holding_and_discarding_need_a_reason_that_stands_on_the_page(client, granted):
    for action, state in (("hold", "on_hold"), ("discard", "discarded")):
        mail = granted["decision" if action == "hold" else "order"]
        path = f"{HOME}/{mail.id}"
        empty = client.post(f"{path}/{action}", data=said(mail, reason=" "))
        assert empty.status_code == 422
        assert "Fill in “Reason”" in words(empty)
        reason = "<b>Odotamme</b> asiantuntijaa"
        answer = client.post(f"{path}/{action}", data=said(mail, reason=reason))
        assert answer.status_code == 303
        assert stored(mail).state == state
        assert "&lt;b&gt;Odotamme&lt;/b&gt; asiantuntijaa" in client.get(path).text


def test_a_stale_page_keeps_the_reason_that_was_typed(client, decision):
    release_mail(decision, VILLE, Pin(1, "c" * 32))
    answer = client.post(f"{HOME}/{decision.id}/hold", data=said(decision, reason="Hetkinen"))
    assert answer.status_code == 409
    assert "Hetkinen" in answer.text


def test_a_queued_mail_can_be_held_here_but_not_while_it_is_being_sent(client, decision):
    queued = release_mail(decision, VILLE, Pin(1, "c" * 32))
    page = words(client.get(f"{HOME}/{decision.id}"))
    assert "Put on hold" in page and "Release it" not in page
    in_hand(decision)
    answer = client.post(f"{HOME}/{decision.id}/hold", data=said(queued, reason="Hetkinen"))
    assert answer.status_code == 409
    assert "it cannot be called back" in words(answer)


def test_an_auditor_reads_everything_and_does_nothing(app, decision):
    auditor = browser(app, AUDITOR)
    for path in (HOME, f"{HOME}/{decision.id}", f"{HOME}/chosen?do=release&mail={decision.id}"):
        page = auditor.get(path)
        assert page.status_code == 200
        assert decision.subject in words(page)
        assert 'method="post" action="/staff' not in page.text
    paths = ("release", "edit", "hold", "discard")
    for path in [f"{decision.id}/{action}" for action in paths] + ["chosen"]:
        assert auditor.post(f"{HOME}/{path}", data=said(decision, do="release")).status_code == 403
    assert app.test_client().get(HOME).status_code == 303
    assert stored(decision).version == 1


# -- its words


def test_the_words_of_one_mail_are_edited_block_by_block(client, decision):
    path = f"{HOME}/{decision.id}/edit"
    form = words(client.get(path))
    assert "Words of the button" in form and "One item a line." in form
    assert "These facts come from the case" in form
    typed = {
        "subject": "Uusi {reference} <b>aihe</b>",
        "block_0": "Hei <b>Maija</b>,\n\nkaksi {osaa}",
    }
    for _ in range(2):
        answer = client.post(path, data=said(decision, **every(decision), **typed))
        assert answer.headers["Location"] == f"{HOME}/{decision.id}"
    after = stored(decision)
    assert (after.version, after.subject) == (2, "Uusi {reference} <b>aihe</b>")
    html = client.get(f"/staff/mails/{decision.id}/html").text
    assert "Hei &lt;b&gt;Maija&lt;/b&gt;," in html and "kaksi {osaa}" in html
    page = client.get(f"{HOME}/{decision.id}").text
    assert "Hei &lt;b&gt;Maija&lt;/b&gt;,\n\nkaksi {osaa}" in page
    assert decision.subject in page  # before, in the history


def every(mail):
    """What the form of the words holds before anything is typed, but for what the test types."""
    parts = parts_of(read_words(mail.content.words))
    fixed = ("subject", "block_0")
    return {p.name: p.words for p in parts if not p.is_fixed and p.name not in fixed}


def test_a_mail_without_a_subject_is_not_saved(client, decision):
    data = said(decision, **every(decision), subject=" ", block_0="Oma teksti")
    answer = client.post(f"{HOME}/{decision.id}/edit", data=data)
    assert answer.status_code == 422
    assert "Fill in “Subject”" in words(answer) and "Oma teksti" in answer.text
    assert stored(decision).version == 1


def test_words_typed_over_somebody_elses_edit_are_kept_to_be_copied(client, decision):
    path = f"{HOME}/{decision.id}/edit"
    client.post(path, data=said(decision, **every(decision), subject="Ensin", block_0="Ensin"))
    late = {**said(decision, **every(decision), subject="Myöhemmin", block_0="<i>Oma</i>")}
    answer = client.post(path, data={**late, "key": "b" * 32})
    assert answer.status_code == 409
    assert "Somebody has changed this mail since you opened it." in words(answer)
    assert "&lt;i&gt;Oma&lt;/i&gt;" in answer.text
    assert stored(decision).subject == "Ensin"


def test_a_mail_on_its_way_has_no_words_to_edit(client, decision):
    release_mail(decision, VILLE, Pin(1, "c" * 32))
    assert client.get(f"{HOME}/{decision.id}/edit").status_code == 303


# -- many at once


def chosen(mails, **more):
    marks = [f"{mail.id}:{mail.version}" for mail in mails]
    return {"mail": marks, "key": KEY, "do": "release", **more}


def test_many_are_released_after_a_page_that_lists_exactly_which(client, granted):
    mails = list(granted.values())
    query = "&".join(f"mail={mail.id}" for mail in mails)
    page = client.get(f"{HOME}/chosen?do=release&{query}&mail=nothing")
    assert "Release 2 mails" in words(page)
    assert all(f'value="{mail.id}:{mail.version}"' in page.text for mail in mails)
    assert {mail.state for mail in Message.objects} == {"waiting"}
    for _ in range(2):
        answer = words(client.post(f"{HOME}/chosen", data=chosen(mails)))
        assert "2 mails were released and go out now" in answer
        assert "left as" not in answer
    assert [mail.version for mail in Message.objects] == [2, 2]


def test_of_many_those_that_changed_are_left_out_and_named(client, granted, connected):
    decision, order = granted["decision"], granted["order"]
    hold_mail(order, VILLE, Pin(1, "c" * 32), "x")
    answer = words(client.post(f"{HOME}/chosen", data=chosen([decision, order])))
    assert "1 mail was released" in answer and "1 mail was left as it is" in answer
    assert f"{order.recipient.email}: Somebody has changed this mail" in answer
    again = words(client.post(f"{HOME}/chosen", data=chosen([decision], key="d" * 32)))
    assert "Nothing was done" in again
    assert "Somebody has already dealt with this mail." in again


def test_of_many_a_changed_case_is_never_passed_over(client, granted, connected):
    handle(withdrawn(), connected)
    decision = granted["decision"]
    page = client.get(f"{HOME}/chosen?do=release&mail={decision.id}")
    assert "1 mail is left out" in words(page)
    assert f'value="{decision.id}:' not in page.text
    answer = words(client.post(f"{HOME}/chosen", data=chosen([decision], seen="event-5")))
    assert "The case has changed since the mail was written." in answer
    assert stored(decision).state == "waiting"


@pytest.mark.parametrize(("action", "state"), [("hold", "on_hold"), ("discard", "discarded")])
def test_many_are_put_aside_with_one_reason(client, granted, action, state):
    mails = list(granted.values())
    empty = client.post(f"{HOME}/chosen", data=chosen(mails, do=action))
    assert empty.status_code == 422
    client.post(f"{HOME}/chosen", data=chosen(mails, do=action, reason="Kierros keskeytyi"))
    assert {(m.state, m.history[-1]["data"]["reason"]) for m in Message.objects} == {
        (state, "Kierros keskeytyi")
    }


def test_choosing_none_or_something_unheard_of_does_nothing(client, granted):
    assert client.get(f"{HOME}/chosen?do=release").status_code == 303
    assert client.get(f"{HOME}/chosen?do=explode&mail=x").status_code == 404
    broken = {"mail": ["x", "y:z", f"{granted['order'].id}:²"], "do": "release"}
    assert "Nothing was done" in words(client.post(f"{HOME}/chosen", data=broken))


# -- in each language


@pytest.mark.parametrize(("language", "heading"), [("fi", "Tarkistettavat"), ("sv", "granska")])
def test_staff_read_in_their_language(client, granted, connected, language, heading):
    handle(withdrawn(), connected)
    decision = granted["decision"]
    english = ("Release", "Recipient", "Why it waits", "Discard", "Mails", "Words of", "changed")
    pages = ("", f"/{decision.id}", f"/{decision.id}/edit", f"/chosen?do=hold&mail={decision.id}")
    for path in pages:
        mark = "&" if "?" in path else "?"
        text = words(client.get(f"{HOME}{path}{mark}lang={language}"))
        assert heading in text
        assert [word for word in english if word in text] == []


# -- JSON


API = "/api/v1/mails/outbox"


def test_the_api_lists_shows_and_releases(client, decision, connected):
    listed = client.get(f"{API}?kind=decision", headers=bearer(AUDITOR_TOKEN)).get_json()
    assert [mail["id"] for mail in listed["mails"]] == [decision.id]
    assert listed["mails"][0]["due_at"]
    handle(withdrawn(), connected)
    shown = client.get(f"{API}/{decision.id}", headers=bearer()).get_json()
    assert [step["type"] for step in shown["changes"]] == ["application.withdrawn.v1"]
    path = f"{API}/{decision.id}/release?version=1"
    refused = client.post(path, json={}, headers=bearer())
    assert refused.status_code == 409
    assert refused.get_json()["errors"]["changes"][0]["event_id"] == "event-5"
    done = client.post(path, json={"seen": ["event-5"]}, headers=bearer())
    assert done.get_json()["state"] == "queued"
    assert client.get(f"{API}/{decision.id}", headers=bearer()).status_code == 404


def test_the_api_holds_and_discards_with_a_reason_and_a_version(client, granted):
    path = f"{API}/{granted['order'].id}"
    assert client.post(f"{path}/hold?version=1", json={}, headers=bearer()).status_code == 422
    assert client.post(f"{path}/hold", json={"reason": "x"}, headers=bearer()).status_code == 422
    reason = {"reason": "turha"}
    held = client.post(f"{path}/hold?version=1", json=reason, headers=bearer())
    assert held.get_json()["state"] == "on_hold"
    assert (
        client.post(f"{path}/discard?version=1", json=reason, headers=bearer()).status_code == 409
    )
    gone = client.post(f"{path}/discard?version=2", json=reason, headers=bearer())
    assert gone.get_json()["state"] == "discarded"


def test_the_api_asks_for_a_token_with_the_role(client, decision):
    path = f"{API}/{decision.id}/release?version=1"
    assert client.post(path).status_code == 401
    assert client.post(path, json={}, headers=bearer(AUDITOR_TOKEN)).status_code == 403
    described = client.get("/api/v1/openapi/notifications.json").get_json()["paths"]
    assert {f"{API}/{{key}}/{act}" for act in ("release", "hold", "discard")} <= set(described)


def test_an_order_to_an_address_that_can_be_none_says_so(client, connected):
    order = to_expert.order(event("application.granted.v1"), connected)
    broken = type(order.to)(order.to.name, "no address\n@x.example", "fi", order.to.role)
    mail = queue_mail(type(order)(**{**vars(order), "to": broken}), connected, cause="event-9")
    page = client.get(f"{HOME}/{mail.id}")
    assert "This mail cannot be sent" in words(page)
