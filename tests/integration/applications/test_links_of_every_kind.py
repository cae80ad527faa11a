"""Links to applications, of every kind and at every standing: looking is harmless."""

import pytest

from services.applications.documents import Application, Round
from services.applications.handlers import decisions, drafts, orders
from shared.links import LIFETIMES
from tests.integration.applications import casebook
from tests.integration.applications.casebook import workday
from tests.support.links import (
    Matrix,
    Never,
    Opened,
    World,
    check,
    check_forged,
    rows_of,
)

APPLICANT, EXPERT = "maija@porvoo.example", "liisa@experts.example"
HIDDEN = ("SP-20", "Porvoon", "päiväkotia")
NEED = {"situation": "Uusi tilanne.", "goal": "Uusi tavoite.", "themes": "processes"}


@pytest.fixture
def world(app, book):
    settings = app.extensions["kunteko_settings"]
    return World("applications", app, settings, (Application, Round), "/sparring/link")


def draft_link(case, world):
    return f"/sparring/apply/{world.token('draft', case.id)}"


def status_link(case, world, recipient=APPLICANT):
    return f"/sparring/status/{world.token('status', case.id, recipient)}"


def order_link(case, world, recipient=EXPERT, order="1"):
    return f"/sparring/order/{world.token('order', case.id, recipient, order)}"


def feedback_link(case, world):
    return f"/sparring/feedback/{world.token('feedback', case.id)}"


def to(link, make, **changes):
    return lambda world: link(make(), world, **changes)


def gone(link):
    def made(world):
        path = link(casebook.ordered(), world)
        Application.objects.delete()
        return path

    return made


def need_page(link):
    return lambda world: f"{link(world)}/need"


def deleted_draft():
    return drafts.keep_draft(casebook.draft(), email=APPLICANT)


def expired_draft(world):
    path = draft_link(casebook.draft(), world)
    Application.objects.update(state="expired")
    return f"{path}/need"


def passed_on():
    """Another expert has the order now."""
    case = casebook.choosing()
    given = {"date": workday(25), "start_time": "10:00"}
    return orders.choose_expert(case, expert_id="olli", **given)


def ordered_anew():
    """The same expert has a newer order, for another day."""
    case = casebook.choosing()
    given = {"date": workday(25), "start_time": "10:00"}
    return orders.choose_expert(case, expert_id="liisa", **given)


def of_another_contact():
    return casebook.submitted(email="uusi@porvoo.example")


def answered():
    case = casebook.returned()
    return decisions.answer_request(
        case, {"need": {**NEED, "themes": ["processes"]}}, answer="", expected_version=case.version
    )


OLD = "The time to use this link is over."
MATRIX: Matrix = {
    "draft": {
        # a second click saves the same words once more
        "fresh": Opened(
            need_page(to(draft_link, casebook.draft)),
            says="Need",
            act="",
            given=NEED,
            acts=True,
            again=True,
        ),
        # its own timer deletes a draft, 90 days after it was last saved; until then it opens
        "old": Opened(
            lambda world: draft_link(casebook.draft(), world) + "/need",
            says="Need",
            after=LIFETIMES["draft"] * 2,
        ),
        "spent": Opened(need_page(to(draft_link, casebook.submitted)), 303, act=""),
        "spent and old": Opened(
            need_page(to(draft_link, casebook.submitted)),
            410,
            "The application has been sent",
            HIDDEN[1:],
            act="",
            mails=(("fresh_link", APPLICANT),),
            fresh="/sparring/draft/{token}/fresh",
            after=LIFETIMES["draft"] * 2,
        ),
        "superseded": Never("a draft has one link for all who fill it in"),
        "gone": Opened(expired_draft, 410, "Drafts that are not sent are deleted"),
    },
    "status": {
        "fresh": Opened(
            to(status_link, casebook.returned),
            says="SP-20",
            act="/answer",
            given={f"need.{name}": value for name, value in NEED.items()},
            acts=True,
        ),
        "old": Opened(
            to(status_link, casebook.submitted),
            410,
            OLD,
            HIDDEN[1:],
            act="/withdraw",
            mails=(("fresh_link", APPLICANT),),
            after=LIFETIMES["status"] * 2,
        ),
        "spent": Opened(to(status_link, answered), says="SP-20", act="/answer"),
        "superseded": Opened(
            to(status_link, of_another_contact), 410, "The contact person", HIDDEN, act="/withdraw"
        ),
        "gone": Opened(gone(status_link), 410, "has been deleted", HIDDEN, act="/withdraw"),
    },
    "order": {
        "fresh": Opened(to(order_link, casebook.ordered), says="Porvoon", act="/accept", acts=True),
        "old": Opened(
            to(order_link, casebook.ordered),
            410,
            OLD,
            HIDDEN[1:],
            act="/accept",
            mails=(("fresh_link_expert", EXPERT),),
            after=LIFETIMES["order"] * 2,
        ),
        "spent": Opened(to(order_link, casebook.agreed), says="Porvoon", act="/accept"),
        "superseded": Opened(
            to(order_link, passed_on), 410, "This order is no longer with you", HIDDEN, "/accept"
        ),
        "superseded, the newer order with the same expert": Opened(
            to(order_link, ordered_anew),
            410,
            "Waiting for your answer",
            HIDDEN[1:],
            act="/accept",
            mails=(("fresh_link_expert", EXPERT),),
        ),
        "superseded and old": Opened(
            to(order_link, passed_on),
            410,
            "This order is no longer with you",
            HIDDEN,
            act="/decline",
            after=LIFETIMES["order"] * 2,
        ),
        "gone": Opened(gone(order_link), 410, "has been deleted", HIDDEN, act="/accept"),
    },
    "feedback": {
        "fresh": Opened(
            to(feedback_link, casebook.held),
            act="",
            given={"rating": "5"},
            acts=True,
            says="Porvoon",
        ),
        "old": Opened(
            to(feedback_link, casebook.held),
            410,
            OLD,
            HIDDEN[1:],
            act="",
            mails=(("fresh_link_feedback", APPLICANT),),
            after=LIFETIMES["feedback"] * 2,
        ),
        "spent": Never("one link is for all who took part"),
        "superseded": Opened(
            to(feedback_link, casebook.agreed),
            410,
            "once the day has been reported as held",
            HIDDEN[1:],
            act="",
        ),
        "gone": Opened(gone(feedback_link), 410, "has been deleted", HIDDEN, act=""),
    },
}


@pytest.mark.parametrize(("purpose", "standing"), rows_of(MATRIX))
def test_looking_changes_nothing_and_the_page_helps(world, purpose, standing):
    check(world, MATRIX[purpose][standing])


@pytest.mark.parametrize("purpose", MATRIX)
def test_a_forged_link_opens_nothing_and_says_where_to_get_one(world, purpose):
    check_forged(world, purpose, MATRIX[purpose]["fresh"])
