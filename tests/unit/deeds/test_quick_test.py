"""The quick test's verdict: kind, useful, never a bar."""

import pytest

from services.deeds.quick_test import QUESTIONS, doubts, verdict
from services.deeds.words.telling import ADVICE, VERDICTS
from services.deeds.words.telling import QUESTIONS as WORDS


def answers(*noes):
    return {number: number not in noes for number in QUESTIONS}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ""),
        # all is well, also when some are still open
        (answers(), "fits"),
        ({"2": True}, "fits"),
        (answers("3"), "nearly"),
        (answers("3", "8"), "nearly"),
        (answers("2", "3", "4"), "grows"),
        # lay-offs, or nothing municipal in it: that is talked over, whatever else is said
        (answers("7"), "talk"),
        (answers("1", "2", "3"), "talk"),
    ],
)
def test_the_verdict_follows_from_the_answers(given, expected):
    assert verdict(given) == expected


def test_each_no_is_given_a_thought():
    assert doubts(answers("8", "2")) == ["2", "8"]
    assert set(ADVICE) == set(QUESTIONS) == set(WORDS)


def test_no_verdict_is_a_refusal():
    assert {kind for kind, _title, _text in VERDICTS.values()} <= {"success", "info"}
