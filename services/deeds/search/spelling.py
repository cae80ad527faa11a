"""Typing errors: words of the catalogue that are one letter away."""

from __future__ import annotations

from collections.abc import Iterable

from services.deeds.search import lexicon
from services.deeds.search.index import Reader

SHORTEST = 5
MOST_CORRECTIONS = 3
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


def corrections(word: str, reader: Reader) -> list[str]:
    """Likeliest first; empty for a short word and for one that is a word as it stands."""
    small = word.lower()
    if len(small) < SHORTEST or not small.isalpha() or _is_word(word):
        return []
    near = {form: reader.frequency("forms", form) for form in one_letter_away(small)}
    found = sorted((form for form in near if near[form]), key=lambda form: (-near[form], form))
    if not found:
        # the right word may stand in the texts in another inflection only
        around = one_letter_away(small)
        found = [each for each in lexicon.suggestions(word) if each.lower() in around]
    return found[:MOST_CORRECTIONS]


def one_letter_away(word: str) -> set[str]:
    """A letter left out, added, changed, or two in the wrong order."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return set(_changed(halves)) - {word}


def _changed(halves: Iterable[tuple[str, str]]) -> Iterable[str]:
    for left, right in halves:
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in LETTERS:
            yield left + letter + right
            if right:
                yield left + letter + right[1:]


def _is_word(word: str) -> bool:
    """A compound may be an accident: kotihoita is koti and hoitaa."""
    return any(len(reading.parts) == 1 for reading in lexicon.readings(word))
