"""What is wrong with an edited text: whatever would keep a mail from being written, or make it
useless to its reader. Pure; the words for each finding are in `words.texts`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.notifications.mails.mail import Mail
from services.notifications.rendering import office
from services.notifications.texts import PLACEHOLDER, Block, Text
from shared.settings import Settings

# values that only say yes or nothing: for "leave this out", not to be read
FLAGS = frozenset({"had_order", "is_update", "not_cooperative", "was_agreed"})
BRACKETED = ("button", "link", "facts", "list")
ACTING = ("button", "link")
MARK_INSIDE = re.compile(rf"\[(?:{'|'.join(BRACKETED)})\b[^\]\n]*\]?")
BRACED = re.compile(r"\{+[^{}\n]{0,30}\}*|\}+")
NEAR_HEADING = re.compile(r"(?m)^(?:# |##).*")


@dataclass(frozen=True)
class Problem:
    """field is one of subject, heading, tag, body; `found` is the place in the text."""

    field: str
    code: str
    found: str = ""


@dataclass(frozen=True)
class Allowed:
    """What a text of this kind may ask for, with the values of the sample."""

    values: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    links: Mapping[str, str]
    link: str
    rows: tuple[tuple[str, str], ...]

    @classmethod
    def by(cls, mail: Mail, settings: Settings) -> Allowed:
        values = {**mail.values, **office(settings)}
        return cls(values, mail.lists, mail.links, mail.link, mail.rows)


def problems_of(text: Text, allowed: Allowed, default: Text) -> list[Problem]:
    """In the order of the form; none when the text may be used. Each is named once."""
    found: list[Problem] = []
    for field, words in (("subject", text.subject), ("heading", text.heading), ("tag", text.tag)):
        if not words.strip():
            found.append(Problem(field, "empty"))
        found += _in_words(field, words, allowed)
    if not text.blocks:
        found.append(Problem("body", "empty"))
    for block in text.blocks:
        found += _in_block(block, allowed)
    missing = sorted(_targets(default) - _targets(text))
    found += [Problem("body", "missing", _link(target)) for target in missing]
    return list(dict.fromkeys(found))


def _in_words(field: str, words: str, allowed: Allowed) -> Iterator[Problem]:
    for braced in BRACED.findall(words):
        name = PLACEHOLDER.fullmatch(braced)
        if not name:
            yield Problem(field, "brace", braced)
        elif name[1] in FLAGS:
            yield Problem(field, "only_condition", braced)
        elif name[1] not in allowed.values:
            yield Problem(field, "unknown", braced)


def _in_block(block: Block, allowed: Allowed) -> Iterator[Problem]:
    condition = block.only_with
    if condition and condition not in {*allowed.values, *allowed.lists}:
        yield Problem("body", "unknown", f"?{condition}")
    if block.kind in ("link", "list"):
        yield from _in_named(block, allowed)
        return
    for words in (block.text, *block.items):
        yield from _in_words("body", words, allowed)
        for mark in MARK_INSIDE.findall(words):
            yield Problem("body", "inside", mark)
    if block.kind == "button":
        yield from _in_button(block, allowed)
    elif block.kind == "facts":
        if not allowed.rows:
            yield Problem("body", "unknown", "[facts]")
    elif block.kind == "paragraph":
        yield from _near_misses(block.text)
    elif block.kind not in ("heading", "quote", "small", "numbers", "bullets"):
        yield Problem("body", "mark", f"[{block.kind}]")


def _in_named(block: Block, allowed: Allowed) -> Iterator[Problem]:
    known = block.text in allowed.lists if block.kind == "list" else _opens(block.text, allowed)
    if not known:
        yield Problem("body", "unknown", f"[{block.kind} {block.text}".rstrip() + "]")


def _opens(name: str, allowed: Allowed) -> bool:
    return name in allowed.links if name else bool(allowed.link)


def _in_button(block: Block, allowed: Allowed) -> Iterator[Problem]:
    if not allowed.link:
        yield Problem("body", "unknown", "[button]")
    elif not block.text.strip():
        yield Problem("body", "button")


def _near_misses(words: str) -> Iterator[Problem]:
    """What looks like a mark and is none, because a space or a name is missing."""
    for line in NEAR_HEADING.findall(words):
        yield Problem("body", "near_heading", line[:30])
    if words.startswith("?"):
        yield Problem("body", "near_condition", words[:30].splitlines()[0])


def _targets(text: Text) -> set[str]:
    """What every reader of the text can open, by name; "" is what the button opens."""
    return {
        block.text if block.kind == "link" else ""
        for block in text.blocks
        if block.kind in ACTING and not block.only_with
    }


def _link(target: str) -> str:
    return f"[link {target}]" if target else "[button]"
