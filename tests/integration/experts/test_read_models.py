"""What the pool learns from events: the same in any order, and however often they come."""

from itertools import permutations

import pytest

from services.experts.documents import FeedbackView, ThemeView, WorkView
from services.experts.handlers import HANDLERS
from services.experts.themes import all_themes
from services.experts.workload import workloads
from shared.contracts.applications import (
    ApplicationGranted,
    ApplicationWithdrawn,
    DayHeld,
    DayMoved,
    ExpertChosen,
    FeedbackGiven,
    OrderAccepted,
    OrderDeclined,
)
from shared.contracts.base import contract_for
from shared.contracts.themes import ThemeChanged
from tests.integration.experts.events import NOBODY, event

pytestmark = pytest.mark.usefixtures("app")

GRANTED = event(ApplicationGranted, 3, grounds="Good", decided_by="Ville")
ACCEPTED = event(OrderAccepted, 4)
MOVED = event(
    DayMoved, 5, told={"date": "2027-04-01"},
    old_date="2027-03-14", old_start_time="09:00", reason="Flu",
)  # fmt: skip
HELD = event(
    DayHeld, 6, told={"date": "2027-04-01"},
    held_on="2027-04-02", hours=6.5, took_part=NOBODY, summary="Went well",
)  # fmt: skip
DECLINED = event(OrderDeclined, 4, reason="No time")
NAMELESS = event(OrderDeclined, 4, told={"expert": None}, reason="No time")
SECOND = event(ExpertChosen, 5, told={"order": 2, "expert": "e2"})


def tell(*events):
    for told in events:
        for handler in HANDLERS[contract_for(told.type)]:
            handler(told)


def stored():
    return {
        view.id: (view.expert_id, view.state, view.date, view.hours) for view in WorkView.objects
    }


@pytest.mark.parametrize("order", list(permutations([GRANTED, ACCEPTED, MOVED, HELD])))
def test_an_order_ends_the_same_whatever_order_its_events_come_in(order):
    tell(*order, order[0])
    assert stored() == {"a1:1": ("e1", "held", "2027-04-02", 6.5)}


@pytest.mark.parametrize("order", list(permutations([GRANTED, DECLINED, SECOND])))
def test_a_declined_order_and_the_next_experts_are_two_pieces_of_work(order):
    tell(*order)
    assert stored() == {
        "a1:1": ("e1", "declined", "2027-03-14", 0),
        "a1:2": ("e2", "ordered", "2027-03-14", 0),
    }


def test_an_expert_that_a_later_event_did_not_name_is_learned_from_the_late_one():
    tell(NAMELESS, GRANTED)
    assert stored()["a1:1"][:2] == ("e1", "declined")


def test_withdrawing_after_a_declined_order_leaves_it_declined():
    tell(GRANTED, DECLINED, event(ApplicationWithdrawn, 5, had_order=False))
    assert stored()["a1:1"][1] == "declined"


def test_withdrawing_an_order_under_way_cancels_it():
    tell(GRANTED, event(ApplicationWithdrawn, 5, had_order=True))
    assert stored()["a1:1"][1] == "cancelled"


def test_the_same_feedback_counts_once():
    answer = event(FeedbackGiven, 7, rating=5, comment="Good")
    tell(answer, answer, event(FeedbackGiven, 8, rating=4))
    assert sorted(view.rating for view in FeedbackView.objects) == [4, 5]


def test_figures_count_days_that_stand_days_held_and_the_average():
    other = {"id": "a2", "days": 1}
    tell(GRANTED, HELD, event(ApplicationGranted, 3, told=other, grounds="-", decided_by="V"))
    third = {"id": "a3", "days": 2}
    tell(event(OrderDeclined, 4, told=third, reason="No"))
    tell(event(FeedbackGiven, 7, rating=5), event(FeedbackGiven, 8, rating=4))
    load = workloads("e1")["e1"]
    assert (load.ordered, load.held, load.under_way) == (3, 2, 1)
    assert (load.average, load.answers) == (4.5, 2)
    assert workloads("nobody")["nobody"].average is None


def theme(sequence, fi, active=True, place=0, id="processes"):
    names = {"fi": fi, "sv": "sv", "en": "en"}
    return event(ThemeChanged, sequence, id=id, names=names, active=active, place=place)


def test_an_older_change_of_a_theme_does_not_undo_a_newer_one():
    tell(theme(2, "Uusi"), theme(1, "Vanha"), theme(2, "Uusi"))
    assert [view.names["fi"] for view in ThemeView.objects] == ["Uusi"]


def test_themes_of_the_office_stand_over_the_first_list():
    tell(theme(1, "Prosessit", active=False, place=99), theme(1, "Ilmasto", place=0, id="climate"))
    themes = all_themes()
    assert list(themes) == [
        "climate", "community", "cooperation", "commitment", "renewal", "culture", "future",
        "wellbeing", "other", "processes",
    ]  # fmt: skip
    assert not themes["processes"].active
    assert themes["climate"].name_in("fi") == "Ilmasto"
    assert "wellbeing" in themes
