"""The words of every mail: one plain file per mail and language in `texts/`.

The files are the product's own words; the office may have others in their place (MailText), in the
same notation. A text starts with `subject:`, `heading:` and `tag:` (kind, then words); after an
empty line come blocks, each parted by an empty line:

    a paragraph            {name} is a placeholder; a line break stays a line break
    ## a heading
    1. a numbered list     or "- " for one without numbers
    > {message}            what somebody wrote, set apart, its line breaks kept
    [facts]                the table of facts; [button] Words: the action; [link]: its address,
                           [link own]: another, by the name that the builder gives it
    [list sections]        a list whose rows the builder gives
    ~ small print
    ?reason …              any of these, left out when {reason} is empty

A quote or list that turns out empty takes the heading right before it away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
CONDITION = re.compile(r"\?(\w+) ")
NUMBERED = re.compile(r"\d+\. ")

TAG_KINDS = ("info", "success", "warning", "danger", "neutral")
# marks of blocks that are their whole text, as they stand before it
MARKS = {"heading": "## ", "quote": "> ", "small": "~ ", "paragraph": ""}

Values = Mapping[str, str]
Lists = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Block:
    """kind: paragraph, heading, quote, small, button, link, facts, list, numbers or bullets."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    only_with: str = ""

    @property
    def is_empty(self) -> bool:
        if self.kind == "list":
            return not self.items
        return self.kind == "quote" and not self.text.strip()


@dataclass(frozen=True)
class Text:
    subject: str
    heading: str
    tag_kind: str
    tag: str
    blocks: tuple[Block, ...]

    @property
    def placeholders(self) -> frozenset[str]:
        parts = [self.subject, self.heading, self.tag]
        parts += [part for block in self.blocks for part in (block.text, *block.items)]
        conditions = {block.only_with for block in self.blocks} - {""}
        found = {name for part in parts for name in PLACEHOLDER.findall(part)}
        return frozenset(conditions | found)

    @property
    def links(self) -> frozenset[str]:
        """The names of the addresses it shows beside that of the button."""
        return frozenset(block.text for block in self.blocks if block.kind == "link") - {""}


def parse_text(source: str) -> Text:
    """Raises ValueError for a text without its three first lines, or with another kind of tag."""
    head, *parts = re.split(r"\n\s*\n", source.strip())
    named = dict(line.split(": ", 1) for line in head.splitlines())
    if set(named) != {"subject", "heading", "tag"}:
        raise ValueError(f"a text starts with subject, heading and tag, not {', '.join(named)}")
    kind, _, tag = named["tag"].partition(" ")
    if kind not in TAG_KINDS:
        raise ValueError(f"a tag is one of {', '.join(TAG_KINDS)}, not {kind}")
    return Text(named["subject"], named["heading"], kind, tag, parse_body("\n\n".join(parts)))


def source_of(text: Text) -> str:
    """The text as its file would have it: parse_text reads the same again."""
    head = f"subject: {text.subject}\nheading: {text.heading}\ntag: {text.tag_kind} {text.tag}"
    return f"{head}\n\n{body_of(text)}\n"


def body_of(text: Text) -> str:
    return "\n\n".join(map(_source_of_block, text.blocks))


def _source_of_block(block: Block) -> str:
    condition = f"?{block.only_with} " if block.only_with else ""
    if block.kind == "numbers":
        lines = [f"{number}. {item}" for number, item in enumerate(block.items, 1)]
        return condition + "\n".join(lines)
    if block.kind == "bullets":
        return condition + "\n".join(f"- {item}" for item in block.items)
    if block.kind in MARKS:
        return condition + MARKS[block.kind] + block.text
    if block.kind == "button":
        return f"{condition}[button] {block.text}".rstrip()
    return condition + f"[{block.kind} {block.text}".rstrip() + "]"


def parse_body(body: str) -> tuple[Block, ...]:
    """A heading or a bracketed line is a block of its own even without an empty line after it."""
    spaced = re.sub(r"(?m)^((?:\?\w+ )?(?:## |\[).*)$", r"\n\1\n", body)
    return tuple(_block(part.strip()) for part in re.split(r"\n\s*\n", spaced) if part.strip())


def _block(part: str) -> Block:
    if condition := CONDITION.match(part):
        return replace(_block(part[condition.end() :]), only_with=condition[1])
    for kind in ("heading", "quote", "small"):
        if part.startswith(MARKS[kind]):
            return Block(kind, part.removeprefix(MARKS[kind]))
    if part.startswith("["):
        kind, _, text = part[1:].replace("]", "", 1).partition(" ")
        return Block(kind, text)
    if NUMBERED.match(part):
        return Block("numbers", items=tuple(NUMBERED.sub("", x, 1) for x in part.splitlines()))
    if part.startswith("- "):
        return Block("bullets", items=tuple(x.removeprefix("- ") for x in part.splitlines()))
    return Block("paragraph", part)


@cache
def text_of(template: str, language: str) -> Text:
    return parse_text((FOLDER / language / f"{template}.txt").read_text(encoding="utf-8"))


@cache
def words_in(language: str) -> Mapping[str, str]:
    """Labels and phrases of the language, by name."""
    lines = (FOLDER / language / "words.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line.strip())


def templates() -> list[str]:
    return sorted(path.stem for path in (FOLDER / "fi").glob("*.txt") if path.stem != "words")


def fill(words: str, values: Values) -> str:
    """Put the values in. Raises KeyError for a placeholder that has none.

    Not str.format: what a person wrote may hold braces, and nothing here may reach attributes.
    """
    return PLACEHOLDER.sub(lambda found: values[found[1]], words)


def filled(text: Text, values: Values, lists: Lists) -> Text:
    """The text as one recipient reads it."""
    blocks: list[Block] = []
    for block in text.blocks:
        if block.only_with and not (values.get(block.only_with) or lists.get(block.only_with)):
            continue
        ready = _filled_block(block, values, lists)
        if not ready.is_empty:
            blocks.append(ready)
        elif blocks and blocks[-1].kind == "heading":
            blocks.pop()
    return replace(
        text,
        subject=fill(text.subject, values),
        heading=fill(text.heading, values),
        tag=fill(text.tag, values),
        blocks=tuple(blocks),
    )


def _filled_block(block: Block, values: Values, lists: Lists) -> Block:
    if block.kind == "list":
        return replace(block, items=lists[block.text])
    items = tuple(fill(item, values) for item in block.items)
    return replace(block, text=fill(block.text, values), items=items)
