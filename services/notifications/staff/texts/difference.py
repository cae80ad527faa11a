"""What one version of a text has that another has not, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from flask_babel import gettext as _

from services.notifications.texts import Text, body_of
from services.notifications.words import texts as words

Line = tuple[str, str]  # same, gone or new; the line


def difference(before: Text, after: Text) -> list[Line]:
    """Every line of both in reading order; [] when they are the same."""
    return [] if before == after else list(_lines(lines_of(before), lines_of(after)))


def lines_of(text: Text) -> list[str]:
    """The text as the form shows it, in lines."""
    return [
        f"{_('Subject')}: {text.subject}",
        f"{_('Heading in the mail')}: {text.heading}",
        f"{_('Words of the tag')}: {text.tag}",
        f"{_('Colour of the tag')}: {words.TAG_KINDS[text.tag_kind]}",
        *(line for line in body_of(text).splitlines() if line),
    ]


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (("same", line) for line in after[c:d])
            continue
        yield from (("gone", line) for line in before[a:b])
        yield from (("new", line) for line in after[c:d])
