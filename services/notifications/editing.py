"""The words of one mail taken apart for a form, and put together again. Pure.

Subject, heading, tag and each block with words are a part of their own, called `subject`,
`heading`, `tag`, `block_0` … The table of facts and the links are not for editing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from services.notifications.texts import Block, Text
from shared.web.cleaning import clean_line, clean_text

LISTS = frozenset({"numbers", "bullets", "list"})  # one item a line
ONE_LINE = frozenset({"subject", "heading", "tag", "section", "button"})
NEEDED = frozenset({"subject", "heading", "tag", "button"})
FIXED = frozenset({"facts", "link"})


@dataclass(frozen=True)
class Part:
    """kind: subject, heading, tag; section for a heading among the blocks, else a block's kind."""

    name: str
    kind: str
    words: str

    @property
    def is_fixed(self) -> bool:
        return self.kind in FIXED

    @property
    def is_needed(self) -> bool:
        return self.kind in NEEDED


@dataclass(frozen=True)
class Change:
    """What one part said before and says after; an empty `after`: it was taken away."""

    kind: str
    before: str
    after: str


def parts_of(text: Text) -> list[Part]:
    """Every part in the order of the mail, also those that are not for editing."""
    head = [Part(name, name, getattr(text, name)) for name in ("subject", "heading", "tag")]
    return head + [_part(number, block) for number, block in enumerate(text.blocks)]


def _part(number: int, block: Block) -> Part:
    kind = "section" if block.kind == "heading" else block.kind
    words = "\n".join(block.items) if kind in LISTS else block.text
    return Part(f"block_{number}", kind, words)


def cleaned(kind: str, words: str) -> str:
    return clean_line(words) if kind in ONE_LINE else clean_text(words)


def changes_in(text: Text, typed: Mapping[str, str]) -> list[Change]:
    """What somebody changed. A part that is not typed stays; spaces alone are no change."""
    return [change for _part, change in _changed(text, typed)]


def _changed(text: Text, typed: Mapping[str, str]) -> Iterator[tuple[Part, Change]]:
    for part in parts_of(text):
        words = cleaned(part.kind, typed.get(part.name, part.words))
        taken_away = not words and part.is_needed
        if part.is_fixed or taken_away or words == cleaned(part.kind, part.words):
            continue
        yield part, Change(part.kind, part.words, words)


def retold(text: Text, typed: Mapping[str, str]) -> Text:
    """The text in the typed words. They are final: nothing in them is filled any more.

    An emptied block disappears; a paragraph with an empty line in it becomes several.
    """
    new = {part.name: change.after for part, change in _changed(text, typed)}
    blocks: list[Block] = []
    for number, block in enumerate(text.blocks):
        name = f"block_{number}"
        blocks += _blocks(block, new[name]) if name in new else [block]
    head = {name: new[name] for name in ("subject", "heading", "tag") if name in new}
    return replace(text, blocks=tuple(blocks), **head)


def _blocks(block: Block, words: str) -> list[Block]:
    if block.kind in LISTS:
        items = tuple(line.strip() for line in words.splitlines() if line.strip())
        return [replace(block, items=items)] if items else []
    pieces = re.split(r"\n\s*\n", words) if block.kind == "paragraph" else [words]
    return [replace(block, text=piece) for piece in pieces if piece]
