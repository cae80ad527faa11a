"""The mails of a decision before it is made: from the signed event, and nothing kept."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifications.app import create_app
from services.notifications.documents import MailContent, MailKind, Message
from shared.contracts import themes  # noqa: F401 (an event that no mail answers)
from shared.roles import Role
from shared.unsent import sign_event
from tests.support.desk import Desk
from tests.support.events import event, merged, sample

BAIT = "</iframe><script>alert(1)</script>"


@pytest.fixture
def app(connected):
    app = create_app(connected)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def staff(app, clock):
    return Desk(app, Role.STAFF)


def token_of(settings, clock, event_type, **changes):
    data = merged(sample(event_type), changes)
    return sign_event(settings, replace(event(event_type, time=clock.moment), data=data))


def look(desk, token):
    return desk.client.post("/staff/mails/preview", data={"event": token})


def test_every_mail_of_the_event_is_shown_to_whom_and_when_it_goes(staff, connected, clock):
    MailKind(id="order", waits=False).save(force_insert=True)
    granted = sample("application.granted.v1")["application"]

    page = look(staff, token_of(connected, clock, "application.granted.v1"))

    assert page.status_code == 200
    assert page.text.count("<article") == 2
    for person in (granted["contact"], granted["expert"]):
        assert f"{person['name']}, {person['email']}" in page.text
    assert page.text.count("Waits in the outbox until it is released") == 1  # the decision
    assert page.text.count("Goes at once") == 1  # the order, as the office has chosen
    assert Message.objects.count() == MailContent.objects.count() == 0


def test_the_files_of_a_mail_are_named(staff, connected, clock):
    page = look(staff, token_of(connected, clock, "application.granted.v1")).text

    assert page.count("paatos-SP-2026-0007.pdf") == 1


def test_what_people_wrote_stays_text_in_a_frame_that_runs_nothing(staff, connected, clock):
    token = token_of(connected, clock, "application.rejected.v1", grounds=BAIT)

    page = look(staff, token).text

    assert "<script" not in page
    frames = re.findall(r'<iframe class="mail-frame" sandbox srcdoc="([^"]*)"', page)
    assert len(frames) == 1
    assert html.escape(BAIT, quote=False) in html.unescape(frames[0])


def test_our_own_pages_may_frame_it_and_nobody_keeps_it(staff, connected, clock):
    answer = look(staff, token_of(connected, clock, "application.rejected.v1"))

    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy and "default-src 'none'" in policy
    assert "script" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Cache-Control"] == "no-store"


def test_personal_links_are_hidden(staff, connected, clock):
    page = look(staff, token_of(connected, clock, "application.granted.v1")).text

    shown = html.unescape(page)
    assert "/sparring/status/…" in shown and "/sparring/order/…" in shown
    assert not re.search(r"/sparring/(status|order)/[\w=-]{8}", shown)


def test_an_event_that_mails_nobody_says_so(staff, connected, clock):
    page = look(staff, token_of(connected, clock, "theme.changed.v1")).text

    assert "Nobody is mailed." in page


def test_what_is_forged_or_old_shows_no_mail_but_the_way_on(staff, connected, clock):
    token = token_of(connected, clock, "application.rejected.v1")

    forged = look(staff, token[:-2])
    clock.forward(hours=1, seconds=1)
    old = look(staff, token)

    assert (forged.status_code, old.status_code) == (404, 410)
    assert "Load the page again" in forged.text and "for over an hour" in old.text
    for answer in (forged, old):
        assert "<article" not in answer.text
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_only_staff_and_only_with_our_form(app, connected, clock):
    token = token_of(connected, clock, "application.rejected.v1")

    assert look(Desk(app), token).location.startswith("/account/sign-in")
    assert look(Desk(app, Role.AUDITOR), token).status_code == 403
    app.config["WTF_CSRF_ENABLED"] = True
    assert look(Desk(app, Role.STAFF), token).status_code == 400


def test_the_hour_begins_when_the_page_was_made(staff, connected, clock):
    token = token_of(connected, clock, "application.rejected.v1")
    clock.moment += timedelta(minutes=59)

    assert look(staff, token).status_code == 200
