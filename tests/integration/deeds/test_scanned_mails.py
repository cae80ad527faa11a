"""Scanners open every link of every mail of the marketplace: nothing changes, nothing breaks."""

import pytest

from services.deeds.documents import Award, Deed, PartnerSearch, Tip
from services.deeds.handlers import authoring, awards, partners, review, telling
from services.deeds.handlers.finding import author_of
from shared.workflow.perform import perform
from tests.integration.deeds import deedbook, juryroom, partnerbook
from tests.support.scanning import kinds_with_links_to, scan
from tests.support.told import events_of, mails_because_of

CASES = (Deed, PartnerSearch, Award, Tip)
STAFF = deedbook.STAFF
AUTHOR = deedbook.AUTHOR["email"]
HELP = {"name": "Kaisa", "email": AUTHOR, "language": "fi"}


@pytest.fixture
def settings(app):
    return app.extensions["kunteko_settings"]


def drafts_with_help():
    telling.keep_deed(deedbook.draft(), email=AUTHOR, language="fi")
    deed = telling.ask_help(deedbook.draft(), wish="Mistä aloittaisin?", **HELP)
    review.give_help(deed, texts={"goal": "Selkeä tavoite."}, message="Näin.", by=STAFF)


def checked_deeds():
    deed = review.ask_more(
        deedbook.submitted(), sections=["story"], message="Kertokaa lisää.", by=STAFF
    )
    deedbook.by_system(deed, "remind")
    deedbook.by_system(deedbook.unconfirmed(), "remind")
    perform(deedbook.returned(), "answer", author_of(deed), data={"answer": "", "changed": []})
    review.decline_deed(deedbook.submitted(), grounds="Ei kehittämisteko.", by=STAFF)
    kept = review.publish_deed(deedbook.submitted(), by=STAFF)
    review.merge_deeds(deedbook.submitted(), number=kept.number, by=STAFF)


def updated_deeds():
    review.publish_deed(deedbook.change_submitted(), by=STAFF)
    review.decline_change(deedbook.change_submitted(), grounds="Ei vielä.", by=STAFF)
    review.take_down(deedbook.leaving(), reason="Pyynnöstä.", by=STAFF)
    review.keep_up(deedbook.leaving(), message="Jätetäänkö vielä?", by=STAFF)
    for make, purpose in ((deedbook.unconfirmed, "deed-confirm"), (deedbook.published, "deed")):
        authoring.request_link(make(), purpose=purpose, recipient=AUTHOR, key="k")


def partner_searches():
    partnerbook.declined()
    partnerbook.ended()
    partners.answer_search(partnerbook.opened(), partnerbook.ANSWER, key="answer")
    partners.request_link(partnerbook.unconfirmed())
    partners.request_link(partnerbook.opened())


def award_rounds():
    award = juryroom.step(juryroom.judging(), awards.remind_jury)
    award = juryroom.named(award, "jussi@jury.example")
    awards.request_jury_link(award, award.jury[0], key="k")
    juryroom.decided()


def followed_tips(deliver):
    partnerbook.invited()
    for event in events_of((Tip,)):
        deliver(event)  # the form of those who are invited
    deed = Deed.objects(tip_id__ne="").first()
    sets = {"number": 999, "author": deedbook.AUTHOR, "content": deedbook.content()}
    deed = perform(deed, "send", author_of(deed), sets=sets)
    telling.confirm_deed(deed)
    for event in events_of((Deed,)):
        deliver(event)


@pytest.fixture
def mails(app, settings, deliver):
    """Of cases that have gone every way."""
    followed_tips(deliver)
    for make in (drafts_with_help, checked_deeds, updated_deeds, partner_searches, award_rounds):
        make()
    app.test_client().get("/deeds")  # whoever searches first gives the search its mark
    return mails_because_of(events_of(CASES), settings)


def test_scanners_of_every_mail_change_nothing(app, settings, mails):
    missing = kinds_with_links_to("deeds", settings) - {mail.template for mail in mails}
    assert not missing
    statuses = scan(app, "deeds", mails, settings)
    assert set(statuses.values()) <= {200, 301, 302, 303, 410}
