"""Two versions of a text side by side, word by word. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 3000  # words in both together: beyond that whole lines are compared

Pieces = tuple[tuple[str, bool], ...]  # (text, whether it is only in this version)


@dataclass(frozen=True)
class Compared:
    """What was and what is, each as pieces in order."""

    before: Pieces
    after: Pieces


def compared(before: str, after: str) -> Compared:
    """The pieces joined are the texts; spaces and line ends alone make no difference."""
    old, new = _units(before, after)
    old_pieces, new_pieces = [], []
    matcher = SequenceMatcher(None, [unit.strip() for unit in old], [unit.strip() for unit in new])
    for kind, i, j, k, m in matcher.get_opcodes():
        old_pieces.append(("".join(old[i:j]), kind != "equal"))
        new_pieces.append(("".join(new[k:m]), kind != "equal"))
    return Compared(_filled(old_pieces), _filled(new_pieces))


def _units(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _words(before), _words(after)
    if len(old) + len(new) <= LONGEST:
        return old, new
    return before.splitlines(keepends=True), after.splitlines(keepends=True)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _filled(pieces: list[tuple[str, bool]]) -> Pieces:
    return tuple((text, changed) for text, changed in pieces if text)
