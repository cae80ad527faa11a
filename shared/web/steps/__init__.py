"""The pages on which the office acts on a case: one table of steps a kind of case."""

from shared.web.steps.kind import CaseWords, Kind, Offer, Step, left_query, offers, person_line
from shared.web.steps.pages import first_form, step_views, step_words

__all__ = [
    "CaseWords",
    "Kind",
    "Offer",
    "Step",
    "first_form",
    "left_query",
    "offers",
    "person_line",
    "step_views",
    "step_words",
]
