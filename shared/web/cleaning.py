"""Text that people and machines send, made safe to store, mail and print."""

from __future__ import annotations

import re
import unicodedata

LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")
SPACES = re.compile(r"[^\S\n]+")
# Overrides of the writing direction can make a text read as something else than it is.
DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def without_controls(text: str) -> str:
    """Drop control characters, lone surrogates and direction overrides; keep line ends as `\\n`.

    NUL and lone surrogates would otherwise stop the store or the letter long after the form.
    Joiners stay: emoji and several scripts need them.
    """
    plain = LINE_ENDS.sub("\n", text).replace("\t", " ")
    if plain.replace("\n", "").isprintable():  # nearly always; to look at each sign is slow
        return plain
    return "".join(
        char
        for char in plain
        if char == "\n"
        or (unicodedata.category(char) not in ("Cc", "Cs") and char not in DIRECTION_OVERRIDES)
    )


def clean_text(text: str) -> str:
    """Several lines: composed characters, no spaces at line ends, nothing around."""
    lines = unicodedata.normalize("NFC", without_controls(text)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def clean_line(text: str) -> str:
    """One line: as `clean_text`, with every run of white space as one space."""
    return SPACES.sub(" ", clean_text(text).replace("\n", " ")).strip()
