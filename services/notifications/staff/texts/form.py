"""The form of one text, and what its texts may ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from services.notifications.checking import FLAGS, Allowed
from services.notifications.texts import Text as MailWords
from services.notifications.texts import body_of, parse_body
from services.notifications.words import texts as words
from shared.web.cleaning import clean_line, clean_text
from shared.web.fields import Choice, Text
from shared.web.forms import FormSchema


class TextForm(FormSchema):
    subject = Text(max=200, metadata={"label": _l("Subject")})
    heading = Text(max=200, metadata={"label": _l("Heading in the mail")})
    tag = Text(
        max=80,
        metadata={
            "label": _l("Words of the tag"),
            "hint": _l("A word or two under the heading: how the matter stands."),
            "width": "medium",
        },
    )
    tag_kind = Choice(
        metadata={
            "label": _l("Colour of the tag"),
            "choices": list(words.TAG_KINDS.items()),
            "widget": "select",
            "width": "medium",
        }
    )
    body = Text(
        max=20_000, metadata={"label": _l("Text of the mail"), "widget": "textarea", "rows": 24}
    )


def as_typed(text: MailWords) -> dict[str, str]:
    return {
        "subject": text.subject,
        "heading": text.heading,
        "tag": text.tag,
        "tag_kind": text.tag_kind,
        "body": body_of(text),
    }


def as_text(typed: Mapping[str, Any]) -> MailWords:
    """What was typed, also when it is not ready to be saved."""
    lines = {name: clean_line(typed[name]) for name in ("subject", "heading", "tag")}
    kind = typed["tag_kind"] if typed["tag_kind"] in words.TAG_KINDS else "neutral"
    body = parse_body(clean_text(typed["body"]))
    return MailWords(lines["subject"], lines["heading"], kind, lines["tag"], body)


@dataclass(frozen=True)
class Placeholder:
    """How it is written, what it means, and what it is in the sample."""

    notation: str
    meaning: Any
    sample: str = ""
    may_be_empty: bool = False


def placeholders(allowed: Allowed, default: MailWords) -> Iterator[Placeholder]:
    """Those that the product's own text uses come first: they are what the kind is about."""
    used = default.placeholders
    seldom = {block.only_with for block in default.blocks}
    seldom |= {block.text.strip("{}") for block in default.blocks if block.kind == "quote"}
    for name in sorted(allowed.values, key=lambda name: (name not in used, name)):
        value = allowed.values[name]
        notation = f"?{name}" if name in FLAGS else f"{{{name}}}"
        sample = "" if name in FLAGS else value
        may_be_empty = name not in FLAGS and (not value or name in seldom)
        yield Placeholder(notation, words.PLACEHOLDERS.get(name, ""), sample, may_be_empty)


def marks(allowed: Allowed) -> Iterator[Placeholder]:
    """What stands on a line of its own."""
    if allowed.rows:
        yield Placeholder("[facts]", words.FACTS, ", ".join(label for label, _ in allowed.rows))
    if allowed.link:
        yield Placeholder("[button]", words.BUTTON)
        yield Placeholder("[link]", words.LINK)
    for name in allowed.links:
        yield Placeholder(f"[link {name}]", words.LINKS.get(name, ""))
    for name, rows in allowed.lists.items():
        yield Placeholder(f"[list {name}]", words.LISTS.get(name, ""), ", ".join(rows))
