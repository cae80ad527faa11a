"""How good a list of results is against graded judgments."""

from dataclasses import dataclass
from math import log2

TOP = 10
KINDS = (
    "base_form",
    "compound_part",
    "compound_apart",
    "inflected_query",
    "place",
    "several_words",
    "typing_error",
    "swedish",
    "organisation",
    "short_word",
)
SILENT = "no_answer"


@dataclass(frozen=True)
class Score:
    """Of one query that has answers.

    ndcg    0–1, gains 2^grade − 1
    recall  of the relevant ones that fit into the top ten
    first   1 / the place of the first relevant one, 0 without any
    noise   share of irrelevant ones among those shown
    """

    ndcg: float
    recall: float
    first: float
    noise: float
    empty: bool


def score(found, grades):
    """`found`: ids in order. `grades`: id → 1–3; what is not there is irrelevant."""
    shown = found[:TOP]
    gains = [2 ** grades.get(key, 0) - 1 for key in shown]
    ideal = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:TOP]
    hits = [key in grades for key in shown]
    return Score(
        ndcg=discounted(gains) / discounted(ideal),
        recall=sum(hits) / min(TOP, len(grades)),
        first=next((1 / place for place, hit in enumerate(hits, start=1) if hit), 0.0),
        noise=hits.count(False) / len(shown) if shown else 0.0,
        empty=not shown,
    )


def discounted(gains):
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, start=1))


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else 0.0
