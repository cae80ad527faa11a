"""The link that signs a member of staff in, at each standing: looking is harmless."""

import pytest

from services.accounts.documents import SignIn
from services.accounts.handlers import use_sign_in
from shared.links import LIFETIMES, read_link
from tests.integration.accounts.conftest import newest
from tests.support.links import (
    Matrix,
    Never,
    Opened,
    World,
    check,
    check_forged,
    rows_of,
)

VILLE = "ville@kunteko.example"
MAILED = ("sign_in", VILLE)


@pytest.fixture
def world(app, browser, settings):
    browser.ask(VILLE)
    return World("accounts", app, settings, (SignIn,), "/account/sign-in")


def link(world):
    return f"/account/sign-in/{world.token('sign-in', newest().id, VILLE)}"


def used(world):
    path = link(world)
    opened = read_link(world.settings, "sign-in", path.rpartition("/")[2])
    use_sign_in(world.settings, opened, "another browser")
    return path


def deleted(world):
    path = link(world)
    SignIn.objects.delete()
    return path


# a fresh one may be asked for five times in ten minutes, not once an hour: people wait at the door
MATRIX: Matrix = {
    "sign-in": {
        "fresh": Opened(link, says="Ville Virkailija", act="", acts=True),
        "old": Opened(
            link,
            410,
            "A sign-in link works for ten minutes.",
            act="",
            after=LIFETIMES["sign-in"] * 2,
            mails=(MAILED, MAILED),
            fresh="/again",
        ),
        "spent": Opened(
            used, 410, "works only once", act="", mails=(MAILED, MAILED), fresh="/again"
        ),
        "superseded": Never("several links may be asked for, and each signs in"),
        "gone": Opened(
            deleted,
            410,
            "A sign-in link works for ten minutes.",
            act="",
            after=LIFETIMES["sign-in"] * 2,
            mails=(MAILED, MAILED),
            fresh="/again",
        ),
    },
}


@pytest.mark.parametrize(("purpose", "standing"), rows_of(MATRIX))
def test_looking_changes_nothing_and_the_page_helps(world, purpose, standing):
    check(world, MATRIX[purpose][standing])


@pytest.mark.parametrize("purpose", MATRIX)
def test_a_forged_link_opens_nothing_and_says_where_to_get_one(world, purpose):
    check_forged(world, purpose, MATRIX[purpose]["fresh"])
