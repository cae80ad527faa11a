"""Mails of the marketplace that did not arrive: on the deed, tip, partner search or award."""

from datetime import timedelta

import pytest

from services.deeds.consumer import worker
from services.deeds.documents import Award
from shared.ambient import FixedSource, use
from shared.links import make_link
from tests.integration.deeds import deedbook, partnerbook
from tests.integration.deeds.conftest import NOON
from tests.support.mail_events import mail_event

KAISA = deedbook.AUTHOR["email"]
RIGHT = "kaisa@oikea.example"


@pytest.fixture
def happens(app, settings):
    """Hand mail events to the service's own handlers, as its consumer does."""
    handlers = {contract.type: each for contract, each in worker(settings).handlers.items()}

    def happens(*events):
        for event in events:
            for handler in handlers[event.type]:
                handler(event)

    return happens


def stored(case):
    return type(case).objects.get(id=case.id)


def tasks(case):
    return [task["name"] for task in stored(case).tasks]


def award():
    juror = {"id": "j1", "name": "Jaana", "email": KAISA, "phone": "", "language": "fi"}
    other = {**juror, "id": "j2", "email": "jussi@jury.example"}
    return Award(
        state="judging", version=1, year=2027, score_by="2027-03-31", jury=[juror, other]
    ).save()


CASES = {
    "deeds": lambda: deedbook.published(),
    "tips": lambda: partnerbook.invited(),
    "partners": lambda: partnerbook.opened(email=KAISA),
    "awards": award,
}


@pytest.mark.parametrize("kind", CASES)
def test_it_is_work_of_the_office_until_it_is_settled(staff, happens, kind):
    case = CASES[kind]()
    before = tasks(case)
    failed = mail_event("bounced", case, sequence=3, to=KAISA, reason="550 <b>no</b>")

    happens(failed, failed)

    assert tasks(case) == [*before, "mail"]
    page = staff.get(f"/staff/{kind}/{case.id}").text
    assert "A mail could not be delivered" in page and "550 &lt;b&gt;no&lt;/b&gt;" in page
    assert f'href="/staff/mails/{"m" * 32}#correct"' in page

    happens(mail_event("discarded", case, sequence=4, to=KAISA, reason="Soitettu"))

    assert tasks(case) == before
    assert f"/staff/mails/{'m' * 32}#correct" not in staff.get(f"/staff/{kind}/{case.id}").text


@pytest.mark.parametrize("kind", ["deeds", "tips", "partners"])
def test_the_list_has_a_tab_of_them(staff, happens, kind):
    case, other = CASES[kind](), CASES[kind]()
    happens(mail_event("failed", case, sequence=3, to=KAISA, reason="550"))

    page = staff.get(f"/staff/{kind}?tab=mails").text

    assert 'Mail not delivered <span class="count">1</span>' in page
    assert case.reference in page and other.reference not in page


def test_an_update_that_goes_on_meanwhile_does_not_hide_it(staff, happens):
    deed = deedbook.published()
    happens(mail_event("failed", deed, sequence=3, to=KAISA, reason="550"))
    deedbook.changing(stored(deed))

    assert deed.reference in staff.get("/staff/deeds?tab=mails").text


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("deeds", lambda case: case.author),
        ("tips", lambda case: case.invited),
        ("partners", lambda case: case.author),
        ("awards", lambda case: case.jury[0]),
    ],
)
def test_a_corrected_address_is_corrected_on_the_case(happens, kind, who):
    case = CASES[kind]()
    corrected = mail_event("readdressed", case, sequence=4, to=RIGHT, old_recipient=KAISA.upper())

    happens(corrected, corrected)

    after = stored(case)
    assert who(after) == {**who(case), "email": RIGHT}
    assert [each["action"] for each in after.history].count("correct_address") == 1


@pytest.mark.parametrize(
    ("make", "reminders"),
    [(deedbook.returned, ["remind", "remind"]), (partnerbook.invited, ["escalate"])],
)
def test_nobody_is_late_with_an_answer_to_what_has_only_now_been_released(
    app, happens, make, reminders
):
    with use(FixedSource(NOON)) as clock:
        case = make()
        before = [timer["at"] for timer in case.due]
        clock.moment += timedelta(days=30)
        happens(released(case, case.history[-1]["id"]))
    after = stored(case).due
    assert [timer["action"] for timer in after] == reminders
    assert min(timer["at"] for timer in after) > max(before) > NOON


def released(case, event_id):
    event = mail_event("queued", case, sequence=2, to=KAISA)
    event.data["event_id"] = event_id
    return event


def test_others_keep_their_addresses(happens):
    tip, jury = partnerbook.invited(), award()
    happens(
        mail_event("readdressed", tip, sequence=4, to=RIGHT, old_recipient=KAISA),
        mail_event("readdressed", jury, sequence=4, to=RIGHT, old_recipient=KAISA),
    )

    assert stored(tip).tipster == tip.tipster
    assert stored(jury).jury[1] == jury.jury[1]


def test_the_link_of_the_corrected_mail_opens_the_deed_and_the_old_one_no_more(
    app, client, happens, settings
):
    deed = deedbook.published()
    happens(mail_event("readdressed", deed, sequence=4, to=RIGHT, old_recipient=KAISA))

    def opened(recipient):
        token = make_link(settings, "deed", deed.id, recipient)
        return client.get(f"/deeds/mine/{token}").status_code

    assert opened(RIGHT) == 200
    assert opened(KAISA) != 200


def test_a_draft_is_its_authors_own(happens):
    with use(FixedSource(NOON)):
        draft = deedbook.draft()
    happens(mail_event("failed", draft, sequence=3, to=KAISA, reason="550"))

    assert tasks(draft) == []
