"""Swedish and English words: stems, and the places where a Swedish compound might be cut."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from typing import Any

CACHED_WORDS = 10_000
NAMES = {"sv": "swedish", "en": "english"}
SHORTEST_COMPOUND = 7
SHORTEST_FIRST, SHORTEST_LAST = 3, 4

_stemmer_lock = threading.Lock()  # a stemmer keeps the word it works on


@lru_cache(maxsize=CACHED_WORDS)
def stem(word: str, language: str) -> str:
    with _stemmer_lock:
        found = str(_stemmer(language).stemWord(word.lower()))
    # Snowball leaves the ending of sjukfrånvaron
    return found[:-1] if language == "sv" and found.endswith("on") and len(found) > 5 else found


def cuts(word: str) -> tuple[tuple[str, str], ...]:
    """Every (first, last) that a long Swedish word might be made of.

    No lexicon says which are words. A cut that is none is never asked for: the query decides.
    """
    small = word.lower()
    if len(small) < SHORTEST_COMPOUND:
        return ()
    places = range(SHORTEST_FIRST, len(small) - SHORTEST_LAST + 1)
    return tuple((small[:place].rstrip("-"), small[place:].lstrip("-")) for place in places)


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(NAMES[language])
