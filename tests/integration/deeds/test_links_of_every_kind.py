"""Links of the marketplace, of every kind and at every standing: looking is harmless."""

import pytest

from services.deeds.documents import Award, Deed, PartnerSearch
from services.deeds.handlers.finding import author_of
from shared.links import LIFETIMES
from shared.workflow.perform import perform
from tests.integration.deeds import deedbook, juryroom, partnerbook
from tests.support.links import Matrix, Never, Opened, World, check, check_forged, rows_of

AUTHOR = deedbook.AUTHOR["email"]
HIDDEN = ("TEKO-", "Kotihoidon", "Kemin")
SEARCH_HIDDEN = ("KUMPPANI-", "Kemin", "ruokapalvelujen")
JURY_HIDDEN = ("Kotihoidon", "Jaana")
OLD = "The time to use this link is over."


@pytest.fixture
def world(app):
    settings = app.extensions["kunteko_settings"]
    return World("deeds", app, settings, (Deed, PartnerSearch, Award), "/deeds/link")


def twice(purpose):
    return LIFETIMES[purpose] * 2


def deed_link(purpose, make, recipient=AUTHOR):
    place = {"deed": "mine", "deed-confirm": "confirm", "deed-draft": "draft"}[purpose]
    return lambda world: f"/deeds/{place}/{world.token(purpose, make().id, recipient)}"


def search_link(purpose, make, recipient=partnerbook.AUTHOR_EMAIL):
    place = {"partner": "mine", "partner-confirm": "confirm"}[purpose]
    return lambda world: f"/partners/{place}/{world.token(purpose, make().id, recipient)}"


def jury_link(make, before=juryroom.judging):
    """To the page where the first juror scores the first nomination."""

    def made(world):
        award = before()
        juror, nomination = award.jury[0], award.nominations[0]
        make(award)
        token = world.token("jury", award.id, juror["email"], juror["id"])
        return f"/jury/{token}/{nomination['id']}"

    return made


def gone(link, document):
    def made(world):
        path = link(world)
        document.objects.delete()
        return path

    return made


def expired(make, document):
    def made():
        case = make()
        document.objects(id=case.id).update(state="expired")
        return case

    return made


def of_another_author():
    deed = deedbook.published()
    author = {**deed.author, "email": "uusi@kemi.example"}
    return perform(
        deed, "request_link", author_of(deed), sets={"author": author}, data={"purpose": "deed"}
    )


def same(award):
    return award


REASON = {"reason": "Väärä teko."}
SCORE = {"points": "5", "comment": "Hieno."}
DEED, CONFIRM = ("deed_fresh_link", AUTHOR), ("deed_confirm", AUTHOR)
SEARCH = ("partner_fresh_link", partnerbook.AUTHOR_EMAIL)
CONFIRM_SEARCH = ("partner_confirm", partnerbook.AUTHOR_EMAIL)
JURY = ("award_fresh_link", juryroom.JUROR)
JURY_FRESH = "/jury/{token}/fresh"

MATRIX: Matrix = {
    "deed-draft": {
        "fresh": Opened(deed_link("deed-draft", deedbook.draft), says="Save the draft"),
        # its own timer deletes a draft, 90 days after it was last saved; until then it opens
        "old": Opened(
            deed_link("deed-draft", deedbook.draft),
            says="Save the draft",
            after=twice("deed-draft"),
        ),
        "spent": Opened(deed_link("deed-draft", deedbook.submitted), 303, act=""),
        "superseded": Never("a draft has one link for all who write it"),
        "gone": Opened(
            deed_link("deed-draft", expired(deedbook.draft, Deed)),
            410,
            "A draft is deleted 90 days after it was last saved",
            HIDDEN,
            act="",
        ),
    },
    "deed-confirm": {
        "fresh": Opened(deed_link("deed-confirm", deedbook.unconfirmed), act="", acts=True),
        "old": Opened(
            deed_link("deed-confirm", deedbook.unconfirmed),
            410,
            OLD,
            HIDDEN[1:],
            act="",
            mails=(CONFIRM,),
            after=twice("deed-confirm"),
        ),
        "spent": Opened(deed_link("deed-confirm", deedbook.submitted), 303, act=""),
        "spent and old": Opened(
            deed_link("deed-confirm", deedbook.submitted),
            410,
            OLD,
            HIDDEN[1:],
            act="",
            mails=(DEED,),
            after=twice("deed-confirm"),
        ),
        "superseded": Opened(
            deed_link("deed-confirm", deedbook.unconfirmed, "before@kemi.example"),
            410,
            "now go to another address",
            HIDDEN,
            act="",
        ),
        "gone": Opened(
            gone(deed_link("deed-confirm", deedbook.unconfirmed), Deed),
            410,
            "has been deleted",
            HIDDEN,
            act="",
        ),
        "gone and old": Opened(
            deed_link("deed-confirm", expired(deedbook.unconfirmed, Deed)),
            410,
            OLD,
            HIDDEN[1:],
            act="",
            after=twice("deed-confirm"),
        ),
    },
    "deed": {
        "fresh": Opened(
            deed_link("deed", deedbook.submitted),
            says="TEKO-",
            act="/withdraw",
            given=REASON,
            acts=True,
        ),
        "old": Opened(
            deed_link("deed", deedbook.submitted),
            410,
            OLD,
            HIDDEN[1:],
            act="/withdraw",
            given=REASON,
            mails=(DEED,),
            after=twice("deed"),
        ),
        "spent": Opened(
            deed_link("deed", deedbook.published), says="TEKO-", act="/withdraw", given=REASON
        ),
        "superseded": Opened(
            deed_link("deed", of_another_author),
            410,
            "now go to another address",
            HIDDEN,
            act="/withdraw",
            given=REASON,
        ),
        "superseded and old": Opened(
            deed_link("deed", of_another_author),
            410,
            "now go to another address",
            HIDDEN,
            act="/withdraw",
            given=REASON,
            after=twice("deed"),
        ),
        "gone": Opened(
            gone(deed_link("deed", deedbook.published), Deed),
            410,
            "has been deleted",
            HIDDEN,
            act="/withdraw",
        ),
    },
    "partner-confirm": {
        "fresh": Opened(search_link("partner-confirm", partnerbook.unconfirmed), act="", acts=True),
        "old": Opened(
            search_link("partner-confirm", partnerbook.unconfirmed),
            410,
            OLD,
            SEARCH_HIDDEN[1:],
            act="",
            mails=(CONFIRM_SEARCH,),
            after=twice("partner-confirm"),
        ),
        "spent": Opened(
            search_link("partner-confirm", partnerbook.submitted),
            says="Your address has been confirmed already.",
            act="",
            mails=(SEARCH,),
        ),
        "superseded": Opened(
            search_link("partner-confirm", partnerbook.unconfirmed, "before@kemi.example"),
            410,
            "belongs to another address now",
            SEARCH_HIDDEN,
            act="",
        ),
        "gone": Opened(
            gone(search_link("partner-confirm", partnerbook.unconfirmed), PartnerSearch),
            410,
            "has been deleted",
            SEARCH_HIDDEN,
            act="",
        ),
    },
    "partner": {
        "fresh": Opened(
            search_link("partner", partnerbook.opened), says="KUMPPANI-", act="/end", acts=True
        ),
        "old": Opened(
            search_link("partner", partnerbook.opened),
            410,
            OLD,
            SEARCH_HIDDEN[1:],
            act="/end",
            mails=(SEARCH,),
            after=twice("partner"),
        ),
        "spent": Opened(search_link("partner", partnerbook.ended), says="KUMPPANI-", act="/end"),
        "superseded": Opened(
            search_link("partner", partnerbook.opened, "before@kemi.example"),
            410,
            "belongs to another address now",
            SEARCH_HIDDEN,
            act="/end",
        ),
        "gone": Opened(
            gone(search_link("partner", partnerbook.opened), PartnerSearch),
            410,
            "has been deleted",
            SEARCH_HIDDEN,
            act="/end",
        ),
    },
    "jury": {
        "fresh": Opened(jury_link(same), says="Kotihoidon", act="", given=SCORE, acts=True),
        "old": Opened(
            jury_link(same),
            410,
            "The link is too old. We can mail a new one to the same address.",
            JURY_HIDDEN,
            act="",
            given=SCORE,
            mails=(JURY,),
            fresh=JURY_FRESH,
            after=twice("jury"),
        ),
        "spent": Opened(jury_link(same, juryroom.decided), says="Kotihoidon", act="", given=SCORE),
        "superseded": Opened(
            jury_link(juryroom.left),
            410,
            "is not on the jury",
            JURY_HIDDEN,
            act="",
            given=SCORE,
            fresh=JURY_FRESH,
        ),
        "superseded and old": Opened(
            jury_link(juryroom.left),
            410,
            "is not on the jury",
            JURY_HIDDEN,
            act="",
            given=SCORE,
            fresh=JURY_FRESH,
            after=twice("jury"),
        ),
        "old, the award cancelled": Opened(
            jury_link(same, juryroom.cancelled),
            410,
            OLD,
            JURY_HIDDEN,
            act="",
            given=SCORE,
            fresh=JURY_FRESH,
            after=twice("jury"),
        ),
        "gone": Opened(
            gone(jury_link(same), Award),
            410,
            "has been deleted",
            JURY_HIDDEN,
            act="",
            given=SCORE,
            fresh=JURY_FRESH,
        ),
    },
}


@pytest.mark.parametrize(("purpose", "standing"), rows_of(MATRIX))
def test_looking_changes_nothing_and_the_page_helps(world, purpose, standing):
    check(world, MATRIX[purpose][standing])


@pytest.mark.parametrize("purpose", MATRIX)
def test_a_forged_link_opens_nothing_and_says_where_to_get_one(world, purpose):
    check_forged(world, purpose, MATRIX[purpose]["fresh"])
