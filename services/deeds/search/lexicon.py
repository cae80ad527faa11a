"""The Finnish lexicon: libvoikko and its dictionary, loaded when first asked for."""

from __future__ import annotations

import ctypes
import os
import re
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from shared.errors import KuntekoError

# where deploy/setup puts the packages when it may not install them into the system
OWN_COPY = Path(__file__).parents[3] / ".venv" / "voikko"
MOST_READINGS = 4
CACHED_WORDS = 10_000  # the terms made of readings are kept longer
FUNCTION_CLASSES = {"sidesana", "asemosana", "suhdesana", "kieltosana", "huudahdussana"}
PEOPLE = {"etunimi", "sukunimi"}
_PIECE = re.compile(r"\+([^+(]+)(?:\(([^)]*)\))?")

_voikko_lock = threading.Lock()  # a handle of libvoikko serves one thread at a time


class LexiconMissing(KuntekoError):
    """libvoikko or its Finnish dictionary is not installed; the message says what to do."""


@dataclass(frozen=True)
class Reading:
    """One way to read a word.

    lemma     base form in small letters, without hyphens
    parts     of a compound, in order, as they stand in it (sairaan, hoitaja); else only the lemma
    bases     the same in their base forms (sairas, hoitaja)
    root      the verb that a simple word is made of: hoitaa of hoito; "" when none
    function  a word that only joins others: ja, että, me
    place     the name of one
    """

    lemma: str
    parts: tuple[str, ...]
    bases: tuple[str, ...]
    root: str = ""
    function: bool = False
    place: bool = False


@lru_cache(maxsize=CACHED_WORDS)
def readings(word: str) -> tuple[Reading, ...]:
    """The likeliest first; empty when the lexicon does not know the word."""
    with _voikko_lock:
        analyses = _voikko().analyze(word)
    # vanhempi is a parent before it is older
    plain = [a for a in analyses if a.get("COMPARISON") != "comparative"]
    analyses = plain if any(a.get("CLASS") == "nimisana" for a in plain) else analyses
    people = [a for a in analyses if a.get("CLASS") in PEOPLE]
    found = dict.fromkeys(_reading(a) for a in [a for a in analyses if a not in people] or people)
    if not found:
        return ()
    simplest = min(len(reading.parts) for reading in found)
    plain = [reading for reading in found if len(reading.parts) == simplest]
    return tuple(_merged(plain)[:MOST_READINGS])


@lru_cache(maxsize=2_000)
def suggestions(word: str) -> tuple[str, ...]:
    """Words of the lexicon that may have been meant."""
    with _voikko_lock:
        return tuple(_voikko().suggest(word))


@cache
def version() -> str:
    """Of library and dictionary: terms made with another do not match."""
    with _voikko_lock:
        _voikko()
    import libvoikko

    dictionaries = libvoikko.Voikko.listDicts(_dictionary_path())
    names = ", ".join(str(each.description) for each in dictionaries)
    return f"{libvoikko.Voikko.getVersion()} {names}"


def require() -> None:
    """Raises LexiconMissing. Keeps nothing in memory: not every process reads Finnish."""
    with _voikko_lock:
        _voikko()
        _voikko.cache_clear()


@cache
def _voikko() -> Any:
    import libvoikko

    _load_own_libraries()
    try:
        return libvoikko.Voikko("fi", _dictionary_path())
    except (OSError, libvoikko.VoikkoException) as error:
        raise LexiconMissing(
            "the search needs libvoikko with its Finnish dictionary: "
            "apt-get install libvoikko1 voikko-fi"
        ) from error


def _load_own_libraries() -> None:
    """Those that others stand on first; which they are only trying tells."""
    waiting = sorted(OWN_COPY.glob("usr/lib/*/*.so.*"))
    while waiting:
        left = [library for library in waiting if not _loads(library)]
        if len(left) == len(waiting):
            return
        waiting = left


def _loads(library: Path) -> bool:
    try:
        ctypes.CDLL(os.fspath(library), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def _dictionary_path() -> str | None:
    own = OWN_COPY / "usr" / "lib" / "voikko"
    return os.fspath(own) if own.is_dir() else None


def _reading(analysis: dict[str, str]) -> Reading:
    base_form = analysis.get("BASEFORM", "").lower()
    pieces = _PIECE.findall(analysis.get("WORDBASES", "").lower())
    # Kemijärvi is no lake of Kemi's, but Pohjois-Savo is of Savo
    name = analysis.get("CLASS") == "paikannimi"
    written = (
        tuple(filter(None, base_form.split("-")))
        if name
        else _cut(base_form, analysis.get("STRUCTURE", ""))
    )
    known = {
        surface: base for surface, base in pieces if base and base[0] != "+" and "=" not in base
    }
    return Reading(
        lemma="".join(written),
        parts=written,
        bases=(*(known.get(part, part) for part in written[:-1]), written[-1]),
        root=_root(pieces) or _feeling(written[0]) if len(written) == 1 else "",
        function=analysis.get("CLASS") in FUNCTION_CLASSES or base_form == "olla",
        place=name,
    )


def _cut(base_form: str, structure: str) -> tuple[str, ...]:
    """The structure counts the letters of each part: "=pppp=ppppp" is koti, hoito."""
    parts, place = [], 0
    for part in structure.split("=")[1:-1]:
        length = len(part)
        parts.append(base_form[place : place + length].strip("-"))
        place += length
    rest = base_form[place:].replace("-", "")
    return (*(part for part in parts if part), rest) if rest else (base_form.replace("-", ""),)


def _root(pieces: list[tuple[str, str]]) -> str:
    """hoi(hoitaa)+to(+to), uupu(uupua)+n+ut(+ut): the word is made of the verb in front."""
    endings = 0
    while endings < len(pieces) and pieces[-1 - endings][1][:1] in ("", "+"):
        endings += 1
    base = pieces[-1 - endings][1] if 0 < endings < len(pieces) else ""
    return base if len(base) > 3 and base.endswith(("a", "ä")) and "=" not in base else ""


def _feeling(lemma: str) -> str:
    """uupua of uupumus: the lexicon does not tell."""
    if not lemma.endswith(("mus", "mys")):
        return ""
    verb = lemma[:-3] + ("a" if lemma.endswith("mus") else "ä")
    with _voikko_lock:
        analyses = _voikko().analyze(verb)
    known = any(a.get("CLASS") == "teonsana" and a.get("BASEFORM") == verb for a in analyses)
    return verb if known else ""


def _merged(found: list[Reading]) -> list[Reading]:
    """One reading for each lemma, with the root if any of them knows it."""
    merged: dict[str, Reading] = {}
    for reading in found:
        known = merged.get(reading.lemma)
        if known is None or (reading.root and not known.root):
            merged[reading.lemma] = reading
    return list(merged.values())
