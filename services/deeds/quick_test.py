"""The quick test: eight questions that tell which deeds fit the marketplace best. Pure.

It never stops anybody: it says what is good already, and what would be worth telling more about.
"""

from __future__ import annotations

from collections.abc import Mapping

QUESTIONS = tuple(str(number) for number in range(1, 9))
# whose organisation is developed, and that nobody is to lose their work: talk these over first
TO_TALK_OVER = ("1", "7")
NEARLY = 2  # as many "no" as a deed that fits well may have


def verdict(answers: Mapping[str, bool]) -> str:
    """ "" (nothing answered), fits, nearly, grows or talk, by what was answered so far."""
    noes = doubts(answers)
    if not answers:
        return ""
    if any(number in TO_TALK_OVER for number in noes):
        return "talk"
    if not noes:
        return "fits"
    return "nearly" if len(noes) <= NEARLY else "grows"


def doubts(answers: Mapping[str, bool]) -> list[str]:
    """Questions answered with no, in their order."""
    return [number for number in QUESTIONS if answers.get(number) is False]
