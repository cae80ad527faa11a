"""Words of a text as it is written, with their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_WORD = 60
# letters and digits of any script, with hyphens and apostrophes inside: hoito-ohje, 24/7 is two
_WORD = re.compile(r"[^\W_]+(?:[-’'‐‑][^\W_]+)*")
_MARKS = str.maketrans({"’": "'", "‐": "-", "‑": "-"})


class Word(NamedTuple):
    text: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """In order, of a `clean` text. A word longer than any real one is cut: it costs no more."""
    for found in _WORD.finditer(text):
        word = found.group()
        if not word.isalpha():
            word = word.translate(_MARKS)
        if len(word) > LONGEST_WORD:
            word = word[:LONGEST_WORD].rstrip("-'")
        yield Word(word, *found.span())


def clean(text: str) -> str:
    """One code for one letter, no soft hyphens: a word is one word."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "")
