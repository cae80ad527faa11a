"""Who may open what: signing in, roles, and where one comes back to."""

import time
from datetime import timedelta

import pytest

from shared.web.addresses import safe_next


def test_someone_not_signed_in_is_sent_to_sign_in_and_back(client):
    answer = client.get("/staff/queue?tab=mine&q=a b")
    assert answer.status_code == 303
    assert answer.location == "/account/sign-in?next=/staff/queue%3Ftab%3Dmine%26q%3Da%2Bb"


@pytest.mark.parametrize(
    ("roles", "path", "status"),
    [
        ("staff", "/staff/queue", 200),
        ("manager", "/staff/queue", 200),
        ("auditor", "/staff/queue", 200),
        ("expert", "/staff/queue", 403),
        ("staff", "/staff/themes", 403),
        ("auditor", "/staff/themes", 403),
        ("manager", "/staff/themes", 200),
    ],
)
def test_roles_open_their_pages_and_no_others(client, roles, path, status):
    client.get(f"/act-as/{roles}")
    assert client.get(path).status_code == status


def test_an_auditor_may_read_but_not_act(client):
    client.get("/act-as/auditor")
    page = client.get("/staff/queue").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    assert client.post("/staff/queue", data={"csrf_token": token}).status_code == 403


def test_the_staff_page_shows_who_is_signed_in_escaped_and_how_to_leave(client):
    client.get("/act-as/staff")
    text = client.get("/staff/queue?lang=en").get_data(as_text=True)
    assert "Anna &lt;b&gt;Lindqvist&lt;/b&gt;" in text
    assert 'method="post" action="/account/sign-out"' in text
    assert '<a href="/staff/rounds" aria-current="page">Application rounds</a>' in text
    assert "Welcome" in text


def test_the_actor_is_the_person_with_the_strongest_role(client):
    client.get("/act-as/staff+manager")
    assert (
        client.get("/staff/themes").get_data(as_text=True) == "manager staff+manager@kunteko.test"
    )


def signed_in_by_a_clock_ahead(client, monkeypatch, **ahead):
    shown = time.time() + timedelta(**ahead).total_seconds()
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: shown)
        client.get("/act-as/staff")


@pytest.mark.parametrize("ahead", [{"seconds": 2}, {"hours": 1}])
def test_a_service_whose_clock_is_ahead_may_sign_somebody_in(client, monkeypatch, ahead):
    signed_in_by_a_clock_ahead(client, monkeypatch, **ahead)
    assert client.get("/staff/queue").status_code == 200


@pytest.mark.parametrize(
    ("later", "status"),
    [(timedelta(hours=11, minutes=59), 200), (timedelta(hours=12, seconds=2), 303)],
)
def test_a_session_ends_after_twelve_hours(client, monkeypatch, later, status):
    client.get("/act-as/staff")
    then = time.time() + later.total_seconds()
    monkeypatch.setattr(time, "time", lambda: then)
    assert client.get("/staff/queue").status_code == status


@pytest.mark.parametrize("change", ["", "x", "not.a.session", "=.=.="])
def test_a_cookie_that_we_did_not_sign_is_nobodys(client, change):
    client.get("/act-as/staff")
    cookie = client.get_cookie("kunteko_session").value
    client.set_cookie("kunteko_session", change and cookie[:-1] + change)
    assert client.get("/staff/queue").status_code == 303


def test_signing_out_ends_the_session(client):
    client.get("/act-as/staff")
    client.get("/leave")
    assert client.get("/staff/queue").status_code == 303


@pytest.mark.parametrize(
    "kept", [{"email": "left@kunteko.test"}, {"email": 7}, "anna", {"roles": ["king"]}, ["staff"]]
)
def test_a_session_of_somebody_unknown_or_unreadable_is_nobody(client, kept):
    with client.session_transaction() as session:
        session["person"] = kept
    assert client.get("/staff/queue").status_code == 303


def test_a_forged_cookie_is_nobody(client):
    client.set_cookie("kunteko_session", "eyJwZXJzb24iOnsicm9sZXMiOlsic3RhZmYiXX19.aaaa.bbbb")
    assert client.get("/staff/queue").status_code == 303


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/staff/queue?tab=mine", "/staff/queue?tab=mine"),
        ("https://evil.test/", "/"),
        ("//evil.test/", "/"),
        ("/\\evil.test", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_after_signing_in_nobody_is_led_off_the_site(address, leads_to):
    assert safe_next(address) == leads_to
