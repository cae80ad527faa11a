"""Each step of the office can be rehearsed: nothing is written, and the same is told."""

import pytest

from services.deeds.handlers import review, telling
from services.deeds.staff.partners import STEPS as SEARCH_STEPS
from services.deeds.staff.review.steps import STEPS as DEED_STEPS
from services.deeds.staff.tips import STEPS as TIP_STEPS
from shared.roles import Role
from tests.integration.deeds import deedbook, partnerbook
from tests.support.rehearsing import rehearsed_and_taken

TEXTS = {name: deedbook.CONTENT[name] for name in ("title", "need", "goal", "done", "results")}
CORRECTED = {**TEXTS, "advice": "", "organisation": "Kemin kaupunki", "title": "Toinen nimi"}


def asks_help():
    draft = deedbook.draft(results="")
    return telling.ask_help(draft, wish="?", name="K", email="k@kemi.example", language="fi")


def taken_down():
    return review.take_down(deedbook.published(), reason="Virhe", by=deedbook.STAFF)


def with_another():
    deedbook.published()  # TEKO-1
    return deedbook.submitted()


def announcement():
    told = {name: partnerbook.SEARCH[name] for name in partnerbook.SEARCH}
    return told | {"title": "Korjattu otsikko", "ends_on": "30.4.2027"}


DEEDS = {
    "publish": (deedbook.submitted, {"message": "Kiitos"}),
    "ask_more": (deedbook.submitted, {"sections": ["story"], "message": "Tulokset?"}),
    "help": (asks_help, {"title": "Uusi nimi", "message": "Näin"}),
    "keep_up": (deedbook.leaving, {"message": "Sovittu"}),
    "correct": (deedbook.submitted, CORRECTED),
    "restore": (taken_down, {}),
    "merge": (with_another, {"number": "1", "reason": "Sama teko"}),
    "decline": (deedbook.submitted, {"grounds": "Mainos"}),
    "decline_change": (deedbook.change_submitted, {"grounds": "Mainos"}),
    "take_down": (deedbook.leaving, {"reason": "Sovittu"}),
}
TIPS = {
    "invite": (partnerbook.received, partnerbook.INVITATION),
    "invite_again": (
        partnerbook.invited,
        partnerbook.INVITATION | {"email": "toinen@kemi.example"},
    ),
    "called": (partnerbook.invited, {"note": "Lupasivat"}),
    "dismiss": (partnerbook.received, {"grounds": "Jo torilla"}),
}
SEARCHES = {
    "publish": (partnerbook.submitted, {}),
    "correct": (partnerbook.submitted, announcement()),
    "decline": (partnerbook.submitted, {"grounds": "Kilpailutus"}),
    "end": (partnerbook.opened, {}),
}
TABLES = ((DEED_STEPS, DEEDS), (TIP_STEPS, TIPS), (SEARCH_STEPS, SEARCHES))
ALL = [(step, *cases[step.action]) for steps, cases in TABLES for step in steps]


@pytest.mark.parametrize(
    ("step", "make", "fields"), ALL, ids=lambda value: getattr(value, "action", "")
)
def test_a_rehearsal_writes_nothing_and_tells_what_the_step_tells(app, store, step, make, fields):
    shown, taken = rehearsed_and_taken(app, store, step, make(), Role.STAFF, fields)

    assert shown == taken
