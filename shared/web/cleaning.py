"""Text that people and machines send, made safe to store, mail and print."""

from __future__ import annotations

import re
import unicodedata

LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")
SPACES = re.compile(r"[^\S\n]+")
# To put combining marks in order takes the square of how many stand on one letter: minutes for a
# few hundred thousand. Unicode's "stream-safe" text has at most 30, more than any language.
MOST_MARKS = 30
LONG_RUN = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}")
# Overrides of the writing direction can make a text read as something else than it is.
DIRECTION_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
CONTROLS = (*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0))
LONE_SURROGATES = range(0xD800, 0xE000)
DROPPED = dict.fromkeys([*CONTROLS, *DIRECTION_OVERRIDES, *LONE_SURROGATES])


def without_controls(text: str) -> str:
    """Drop control characters, lone surrogates and direction overrides; keep line ends as `\\n`.

    NUL and lone surrogates would otherwise stop the store or the letter long after the form.
    Joiners stay: emoji and several scripts need them.
    """
    plain = LINE_ENDS.sub("\n", text).replace("\t", " ")
    if plain.replace("\n", "").isprintable():  # nearly always; to look at each sign is slow
        return plain
    return plain.translate(DROPPED)


def composed(text: str) -> str:
    """Letters and their marks as one character where there is one; piles of marks cut short."""
    return unicodedata.normalize("NFC", LONG_RUN.sub(_few_marks, text))


def _few_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in run[0]:
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def clean_text(text: str) -> str:
    """Several lines: composed characters, no spaces at line ends, nothing around."""
    lines = composed(without_controls(text)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def clean_line(text: str) -> str:
    """One line: as `clean_text`, with every run of white space as one space."""
    return SPACES.sub(" ", clean_text(text).replace("\n", " ")).strip()
