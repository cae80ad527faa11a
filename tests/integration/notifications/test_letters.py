"""From a decision to its letter: kept once, mailed, opened through its link and no other."""

import pytest

from services.notifications.documents import DecisionLetter, Message
from shared.links import LIFETIMES, make_link
from shared.web.context import current_settings
from tests.support.events import event
from tests.support.office import browser, handle, office_on, words


@pytest.fixture
def office(store, connected):
    return office_on(store)


def address(app, purpose="letter", event_id="event-1"):
    with app.app_context():
        token = make_link(current_settings(), purpose, event_id, "maija@x.example")
    return f"/letters/{token}"


@pytest.mark.parametrize(
    ("event_type", "template"),
    [("application.granted.v1", "decision"), ("application.rejected.v1", "rejection")],
)
def test_a_decision_makes_one_letter_and_mails_it(connected, event_type, template):
    for _ in range(2):
        handle(event(event_type), connected)
    letter = DecisionLetter.objects.get()
    assert (letter.id, letter.reference, letter.language) == ("event-1", "SP-2026-0007", "fi")
    mail = Message.objects(template=template).get()
    (attached,) = mail.content.attachments
    assert attached.filename == "paatos-SP-2026-0007.pdf"
    assert bytes(attached.content) == bytes(letter.pdf)
    (sent,) = mail.content.message.iter_attachments()
    assert (sent.get_content_type(), sent.get_content()) == ("application/pdf", bytes(letter.pdf))


def test_the_order_to_the_expert_carries_no_letter(connected):
    handle(event("application.granted.v1"), connected)
    assert Message.objects(template="order").get().content.attachments == []


def test_its_link_opens_the_letter_and_leaves_it_in_no_cache(office, connected):
    handle(event("application.granted.v1"), connected)
    answer = browser(office).get(address(office))
    assert answer.status_code == 200
    assert answer.data == bytes(DecisionLetter.objects.get().pdf)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "inline; filename=paatos-SP-2026-0007.pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_a_letter_that_is_not_written_yet_is_promised(office):
    answer = browser(office).get(address(office))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "its letter is not ready yet" in words(answer)


@pytest.mark.parametrize("token", ["status", "order", "nonsense"])
def test_another_link_opens_no_letter(office, connected, token):
    handle(event("application.granted.v1"), connected)
    path = "/letters/x.y" if token == "nonsense" else address(office, token)
    answer = browser(office).get(path)
    assert answer.status_code == 404
    assert b"%PDF" not in answer.data


def test_an_old_link_opens_it_no_more(office, connected, clock):
    handle(event("application.granted.v1"), connected)
    path = address(office)
    clock.forward(days=LIFETIMES["letter"].days + 1)
    assert browser(office).get(path).status_code == 410
