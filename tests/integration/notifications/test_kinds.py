"""Which kinds of mail wait for eyes: a manager chooses, staff read."""

import pytest

from services.notifications.documents import MailKind, Message
from tests.support.events import event
from tests.support.office import AUDITOR, MANAGER, STAFF, browser, handle, office_on, words

HOME = "/staff/mails/kinds"


@pytest.fixture
def app(connected, store):
    return office_on(store)


def choose(client, template, waits, version=0, key="a"):
    data = {"waits": waits, "version": version, "key": key * 32}
    return client.post(f"{HOME}/{template}", data=data, follow_redirects=True)


def states():
    return {mail.template: mail.state for mail in Message.objects}


def test_a_kind_that_a_manager_chose_waits_from_then_on(app, connected):
    manager = browser(app, MANAGER)
    page = choose(manager, "application_copy", "yes")
    assert "From now on these mails wait to be released: Copy of the application." in words(page)
    assert "Paula Päällikkö" in words(page)
    handle(event("application.submitted.v1"), connected)
    assert states() == {"application_copy": "waiting"}
    choose(manager, "application_copy", "no", version=1, key="b")
    # what waits already goes on waiting
    assert states() == {"application_copy": "waiting"}
    handle(event("application.submitted.v1", id="event-2"), connected)
    assert sorted(mail.state for mail in Message.objects) == ["queued", "waiting"]


def test_a_decision_can_be_let_go_at_once(app, connected):
    choose(browser(app, MANAGER), "decision", "no")
    handle(event("application.granted.v1"), connected)
    assert states() == {"decision": "queued", "order": "waiting"}


def test_a_second_click_is_one_and_a_stale_page_changes_nothing(app, connected):
    manager = browser(app, MANAGER)
    for _ in range(2):
        choose(manager, "held", "yes")
    assert MailKind.objects(id="held").get().version == 1
    stale = choose(manager, "held", "no", version=0, key="b")
    assert "Somebody has changed this meanwhile." in words(stale)
    assert MailKind.objects(id="held").get().waits is True


def test_a_mail_whose_link_somebody_waits_for_never_waits(app, connected):
    manager = browser(app, MANAGER)
    for template in ("sign_in", "fresh_link", "deed_confirm"):
        assert "it always goes at once" in words(choose(manager, template, "yes"))
    assert MailKind.objects.count() == 0
    assert choose(manager, "no_such_kind", "yes").status_code == 404


def test_staff_and_auditors_read_and_only_a_manager_chooses(app, connected):
    for email in (STAFF, AUDITOR):
        client = browser(app, email)
        page = words(client.get(HOME))
        assert "Waits for eyes" in page and "A manager can change these." in page
        assert "Let it wait" not in page
        assert choose(client, "held", "yes").status_code == 403
    assert "Let it wait" in words(browser(app, MANAGER).get(HOME))


def test_a_manager_reads_in_finnish_too(app, connected):
    page = words(browser(app, MANAGER).get(f"{HOME}?lang=fi"))
    assert "Mitkä tarkistetaan ensin" in page and "Päätös: myönnetty" in page
    for english in ("Waits", "Goes", "Let it", "kinds", "Always", "Decision"):
        assert english not in page
