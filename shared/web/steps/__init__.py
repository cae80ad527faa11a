"""The pages on which the office acts on a case: one table of steps a kind of case."""

from shared.web.steps.desk import (
    after_address,
    chosen_offer,
    desk_address,
    next_of,
    words_beside,
)
from shared.web.steps.kind import CaseWords, Kind, Offer, Step, left_query, offers, person_line
from shared.web.steps.pages import first_form, step_views, step_words, take

__all__ = [
    "CaseWords",
    "Kind",
    "Offer",
    "Step",
    "after_address",
    "chosen_offer",
    "desk_address",
    "first_form",
    "left_query",
    "next_of",
    "offers",
    "person_line",
    "step_views",
    "step_words",
    "take",
    "words_beside",
]
