"""A mail that did not arrive is work of the office, on the case that it is about."""

import itertools

import pytest

from services.applications.consumer import worker
from services.applications.documents import Application
from shared.roles import Role
from tests.integration.applications import casebook
from tests.support.desk import Desk
from tests.support.mail_events import mail_event

MAIJA = "maija@porvoo.example"


@pytest.fixture
def deliver(book, settings):
    """Hand events to the service's own handlers, as its consumer does."""
    handlers = {contract.type: each for contract, each in worker(settings).handlers.items()}

    def deliver(*events):
        for event in events:
            for handler in handlers[event.type]:
                handler(event)

    return deliver


def stored(case):
    return Application.objects.get(id=case.id)


def tasks(case):
    return [task["name"] for task in stored(case).tasks]


def shown(desk, case):
    return desk.get(f"/staff/applications/{case.id}").text


@pytest.mark.parametrize("step", ["failed", "bounced"])
def test_a_mail_that_did_not_arrive_opens_a_task_and_a_notice(staff, deliver, step):
    case = casebook.submitted()

    deliver(mail_event(step, case, sequence=3, reason="550 5.1.1 <no such user>"))

    assert tasks(case) == ["decide", "mail"]
    page = shown(staff, case)
    assert "A mail could not be delivered" in page
    assert "550 5.1.1 &lt;no such user&gt;" in page
    for anchor in ("", "#correct", "#again", "#give-up"):
        assert f'href="/staff/mails/{"m" * 32}{anchor}"' in page
    assert "Find out why a mail did not arrive" in page


@pytest.mark.parametrize("step", ["queued", "readdressed", "sent", "discarded"])
def test_once_the_mail_is_settled_the_task_is_too(staff, deliver, step):
    case = casebook.submitted()
    more = {"old_recipient": "another@porvoo.example"} if step == "readdressed" else {}

    deliver(
        mail_event("failed", case, sequence=3, reason="550"),
        mail_event(step, case, sequence=4, **more),
    )

    assert tasks(case) == ["decide"]
    assert "A mail could not be delivered</h2>" not in shown(staff, case)


def test_the_task_stays_while_another_mail_of_the_case_has_not_arrived(staff, deliver):
    case = casebook.submitted()
    deliver(
        mail_event("failed", case, sequence=3, reason="550"),
        mail_event("bounced", case, sequence=5, mail="n" * 32, reason="550"),
        mail_event("sent", case, sequence=6),
    )
    assert tasks(case) == ["decide", "mail"]

    deliver(mail_event("discarded", case, sequence=6, mail="n" * 32, reason="soitettu"))

    assert tasks(case) == ["decide"]


def test_in_whatever_order_the_events_arrive_and_however_often_the_end_is_the_same(deliver):
    def happened(case):
        return [
            mail_event("failed", case, sequence=3, reason="550"),
            mail_event(
                "readdressed", case, sequence=4, to="oikea@porvoo.example", old_recipient=MAIJA
            ),
            mail_event("sent", case, sequence=5, to="oikea@porvoo.example"),
        ]

    for order in itertools.permutations(range(3)):
        case = casebook.submitted()
        events = happened(case)

        deliver(*(events[place] for place in order), *events)

        after = stored(case)
        assert tasks(case) == ["decide"]
        assert [(mail["state"], mail["recipient"]) for mail in after.mails] == [
            ("sent", "oikea@porvoo.example")
        ]
        assert after.contact["email"] == "oikea@porvoo.example"
        corrections = [each for each in after.history if each["action"] == "correct_address"]
        assert len(corrections) == 1
        Application.objects(id=case.id).delete()


def test_a_closed_case_is_opened_to_the_office_too(staff, deliver):
    case = casebook.submitted()
    casebook.decisions.reject_application(case, grounds="Ei sovi.", by=casebook.STAFF)

    deliver(mail_event("failed", case, sequence=3, reason="550"))

    assert tasks(case) == ["mail"]
    assert case.reference in staff.get("/staff/applications?tab=mails").text


def test_a_draft_stays_its_authors_own(deliver):
    case = casebook.draft()

    deliver(mail_event("failed", case, sequence=3, reason="550"))

    assert tasks(case) == []
    assert stored(case).version == case.version


def test_the_queue_lists_and_counts_the_cases_whatever_became_of_them_since(staff, deliver):
    case, other = casebook.submitted(), casebook.submitted(business_id=casebook.BUSINESS_IDS[1])
    deliver(mail_event("failed", case, sequence=3, reason="550"))
    casebook.grant(stored(case))  # a change of state closes tasks, and the mail is still not there

    page = staff.get("/staff/applications?tab=mails").text

    assert case.reference in page and other.reference not in page
    assert 'Mail not delivered <span class="count">1</span>' in page


def test_the_corrected_address_gets_the_next_mails_and_the_old_links_end(deliver, staff):
    case = casebook.ordered()
    other = casebook.submitted(business_id=casebook.BUSINESS_IDS[1])

    deliver(
        mail_event(
            "readdressed", case, sequence=4, to="maija.uusi@porvoo.example", old_recipient=MAIJA
        )
    )

    after = stored(case)
    assert after.contact == {**case.contact, "email": "maija.uusi@porvoo.example"}
    assert after.expert == case.expert
    assert stored(other).contact["email"] == MAIJA
    last = after.history[-1]
    assert (last["action"], last["told"]) == ("correct_address", False)
    assert f"{MAIJA} → maija.uusi@porvoo.example" in shown(staff, case)
    assert after.facts()["application"]["contact"]["email"] == "maija.uusi@porvoo.example"


def test_an_experts_address_is_corrected_on_this_order_only(deliver):
    case = casebook.ordered()

    deliver(
        mail_event(
            "readdressed",
            case,
            sequence=4,
            to="liisa@uusi.example",
            old_recipient="LIISA@experts.example",
        )
    )

    assert stored(case).expert["email"] == "liisa@uusi.example"
    assert stored(case).contact["email"] == MAIJA


def test_a_correction_of_somebody_else_changes_nothing(deliver):
    case = casebook.submitted()

    deliver(
        mail_event("readdressed", case, sequence=4, to="x@y.example", old_recipient="z@y.example")
    )

    assert stored(case).version == case.version


def test_what_is_written_meanwhile_is_not_undone(deliver, monkeypatch):
    from services.applications.handlers import views

    case = casebook.returned()
    real, times = views.address_corrected, []

    def while_somebody_answers(application, old, new):
        sets = real(application, old, new)
        if not times:
            times.append(1)
            Application.objects(id=case.id).update(
                set__contact__phone="050 999 8888", inc__version=1
            )
        return sets

    monkeypatch.setattr(views, "address_corrected", while_somebody_answers)
    deliver(
        mail_event("readdressed", case, sequence=4, to="uusi@porvoo.example", old_recipient=MAIJA)
    )

    contact = stored(case).contact
    assert (contact["email"], contact["phone"]) == ("uusi@porvoo.example", "050 999 8888")


def test_an_auditor_sees_the_notice(app, book, deliver):
    case = casebook.submitted()
    deliver(mail_event("failed", case, sequence=3, reason="550"))

    assert "A mail could not be delivered" in shown(Desk(app, Role.AUDITOR), case)
