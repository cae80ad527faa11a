"""From a Mail to what is stored and sent: its words, then subject, HTML and plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notifications.mails.mail import Mail
from services.notifications.texts import Block, Text, fill, filled, words_in
from shared.settings import Settings

# what XML 1.0 cannot hold: pasted text may have it, and MJML is XML
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WIDTH = 76


@dataclass(frozen=True)
class Frame:
    """What stands around the words of a mail and is not for editing.

    rows are (label, value) of the fact table; link is what the button opens, links the other
    addresses by name; reply_to is {name, email}, empty for the office.
    """

    language: str
    reference: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    link: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    leads: tuple[tuple[str, str], ...] = ()  # pairs: the store takes no words as names
    reply_to: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rendered:
    subject: str
    html: str
    text: str


def wrapped(words: str, indent: str = "", first: str | None = None) -> str:
    """Text of the plain part at a width that mail programs show; long addresses stay whole."""
    lines = words.splitlines() or [""]
    starts = [indent if first is None else first] + [indent] * (len(lines) - 1)
    return "\n".join(
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=start,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line, start in zip(lines, starts, strict=True)
    )


# autoescape by our own suffix: the HTML comes from .mjml.xml, the plain part from .txt
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates" / "mail"),
    autoescape=lambda name: bool(name and name.endswith(".xml")),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters["wrapped"] = wrapped


def frame_of(mail: Mail) -> Frame:
    return Frame(
        language=mail.to.language,
        reference=mail.reference,
        rows=tuple((_clean(label), _clean(value)) for label, value in mail.rows),
        link=mail.link,
        links=dict(mail.links),
        leads=tuple((_clean(words), address) for words, address in mail.leads.items()),
        reply_to=asdict(mail.reply_to) if mail.reply_to else {},
    )


def worded(mail: Mail, text: Text, settings: Settings) -> Text:
    """The text with the mail's values. Raises KeyError for a placeholder or link that has none."""
    if unknown := text.links - mail.links.keys():
        raise KeyError(*unknown)
    values = clean({**office(settings), **mail.values})
    lists = {name: tuple(map(_clean, rows)) for name, rows in mail.lists.items()}
    return filled(text, values, lists)


def drawn(words: Text, frame: Frame, settings: Settings) -> Rendered:
    """Pure but for reading templates. The words are final: nothing in them is filled any more."""
    labels = words_in(frame.language)
    shown = {
        "text": words,
        "mail": frame,
        "rows": frame.rows,
        "leads": dict(frame.leads),
        "words": labels,
        "reference": fill(labels["reference"], {"reference": frame.reference}),
        "contact": fill(labels["footer.contact"], clean(office(settings))),
        "whom_answers_reach": whom_answers_reach(frame, labels),
    }
    html = mrml.to_html(TEMPLATES.get_template("layout.mjml.xml").render(shown)).content
    plain = TEMPLATES.get_template("layout.txt").render(shown)
    return Rendered(one_line(words.subject), html, re.sub(r"\n{3,}", "\n\n", plain).strip() + "\n")


def office(settings: Settings) -> dict[str, str]:
    return {
        "office_name": settings.office_name,
        "office_email": settings.office_email,
        "office_phone": settings.office_phone,
    }


def whom_answers_reach(frame: Frame, words: Mapping[str, str]) -> str:
    """So that nobody writes to the office what reaches somebody else."""
    if not frame.reply_to:
        return words["footer.automatic"]
    return fill(words["footer.replies_to"], {"name": _clean(frame.reply_to["name"])})


def stored_words(words: Text) -> dict[str, Any]:
    return asdict(words)


def read_words(stored: Mapping[str, Any]) -> Text:
    blocks = tuple(
        Block(block["kind"], block["text"], tuple(block["items"]), block["only_with"])
        for block in stored["blocks"]
    )
    named = {name: stored[name] for name in ("subject", "heading", "tag_kind", "tag")}
    return Text(**named, blocks=blocks)


def stored_frame(frame: Frame) -> dict[str, Any]:
    return asdict(frame)


def read_frame(stored: Mapping[str, Any]) -> Frame:
    pairs = {name: tuple(map(tuple, stored.get(name, ()))) for name in ("rows", "leads")}
    # plain ones again: the store's own dictionaries cannot be copied
    plain = {name: dict(stored[name]) for name in ("links", "reply_to")}
    return Frame(**{**stored, **pairs, **plain})


def clean(values: Mapping[str, str]) -> dict[str, str]:
    return {name: _clean(value) for name, value in values.items()}


def _clean(value: str) -> str:
    return NOT_IN_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(words: str) -> str:
    # a header must not be given a second line by what somebody typed
    return " ".join(words.split())
