"""Swedish and English words: stems, and the places where a Swedish compound might be cut."""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache
from typing import Any

CACHED_WORDS = 10_000
NAMES = {"sv": "swedish", "en": "english"}
SHORTEST_COMPOUND = 7
SHORTEST_FIRST, SHORTEST_LAST = 3, 4

# the plurals that change their vowel, alone and at the end of a compound: brandmännen, böcker
_PLURALS = {
    "män|männen|mannen": "man",
    "böcker|böckerna|boken": "bok",
    "stads|staden|städer|städerna": "stad",
    "nads|naden|nadens|nader|naders|naderna": "nad",
    "länder|länderna": "land",
    "tänder|tänderna": "tand",
    "fötter|fötterna": "fot",
    "nätter|nätterna": "natt",
    "bönder|bönderna": "bonde",
    "ledamöter|ledamöterna": "ledamot",
    "bröder|bröderna": "bror",
    "söner|sönerna": "son",
    "döttrar|döttrarna": "dotter",
    "mödrar|mödrarna": "mor",
    "fäder|fäderna": "far",
}
_IRREGULAR = [(re.compile(f"(?:{forms})s?$"), word) for forms, word in _PLURALS.items()]
# köer, byarna, miljön: Snowball thinks them too short
_SHORT = re.compile(r"(kö|sjö|snö|frö|miljö|by|bro)(?:ns?|ers?|ernas?|ars?|arnas?)$")
# endings by which a word is made of another: fakturering, säkerhet
_MADE = re.compile(r"(?:ering|ning|ing|er|het|are|ar|else|ande|end|skap|lig)$")
_KEPT = ("man", "nad", "stad")  # Snowball takes byggnad, Jakobstad for participles
# what Snowball leaves: skol|an, avfall|et, gymnasi|um, läkemed(e)l, föräld(r), vatt(n), hem(m)
_LEFT = (
    (re.compile(r"(?<=...)(?:an|et|en|(?<=..)um)$"), ""),
    (re.compile(r"(?<=[^aeiouyåäö])el$"), "l"),
    (re.compile(r"(?<=[dtm])r$|(?<=tt)n$|(?<=m)m$|(?<=...o)n$"), ""),
)
SHORTEST_ROOT = 4
_FUNCTION = {  # words that only join others: Snowball's lists, without those that may tell
    "sv": """och det att i en jag hon som han på den med var sig för så till är men ett om
        hade de av icke mig du henne då sin nu har inte hans honom skulle hennes där min
        man ej vid kunde något från ut när efter upp vi dem vara vad över än dig kan sina
        här ha mot alla under någon eller allt mycket sedan ju denna själv detta åt utan
        varit hur ingen mitt ni bli blev oss din dessa några deras blir mina samma vilken
        er sådan vår blivit dess inom mellan sådant varför varje vilka ditt vem vilket
        sitta sådana vart dina vars vårt våra ert era vilkas ska få""",
    "en": """i me my we our you your he him his she her it its they them their what which who this
        that these those am is are was were be been being have has had having do does did doing a an
        the and but if or because as until while of at by for with about against between into
        through during before after above below to from up down in out on off over under again then
        here there when where why how all any both each few more most other some such no nor not
        only own same so than too very can will just should now""",
}
FUNCTION = {language: frozenset(words.split()) for language, words in _FUNCTION.items()}

_stemmer_lock = threading.Lock()  # a stemmer keeps the word it works on


@lru_cache(maxsize=CACHED_WORDS)
def stem(word: str, language: str) -> str:
    small = word.lower()
    if language == "sv":
        small = _singular(small)
        if small.endswith(_KEPT):
            return small
    with _stemmer_lock:
        found = str(_stemmer(language).stemWord(small))
    return _shortened(found) if language == "sv" else found


def root(stem: str) -> str:
    """What a Swedish stem is made of: faktur of fakturering; "" when of nothing shorter."""
    found = _MADE.sub("", stem)
    return found if SHORTEST_ROOT <= len(found) < len(stem) else ""


def _singular(word: str) -> str:
    for forms, singular in _IRREGULAR:
        word = forms.sub(singular, word)
    return _SHORT.sub(r"\1", word)


def _shortened(found: str) -> str:
    for ending, rest in _LEFT:
        found = ending.sub(rest, found)
    return found


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
