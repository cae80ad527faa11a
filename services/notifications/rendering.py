"""From a Mail to what is stored and sent: subject, HTML and text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notifications.mails.mail import Mail
from services.notifications.texts import fill, filled, text_of, words_in
from shared.settings import Settings

# what XML 1.0 cannot hold: pasted text may have it, and MJML is XML
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WIDTH = 76


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


def render(mail: Mail, settings: Settings) -> Rendered:
    """Pure but for reading files. Raises KeyError for a placeholder that the builder left out."""
    office = {
        "office_name": settings.office_name,
        "office_email": settings.office_email,
        "office_phone": settings.office_phone,
    }
    values = clean({**office, **mail.values})
    text = filled(text_of(mail.template, mail.to.language), values, mail.lists)
    words = words_in(mail.to.language)
    shown = {
        "text": text,
        "mail": mail,
        "rows": tuple((_clean(label), _clean(value)) for label, value in mail.rows),
        "words": words,
        "reference": fill(words["reference"], {"reference": mail.reference}),
        "contact": fill(words["footer.contact"], values),
        "whom_answers_reach": whom_answers_reach(mail, words),
    }
    html = mrml.to_html(TEMPLATES.get_template("layout.mjml.xml").render(shown)).content
    plain = TEMPLATES.get_template("layout.txt").render(shown)
    return Rendered(_one_line(text.subject), html, re.sub(r"\n{3,}", "\n\n", plain).strip() + "\n")


def whom_answers_reach(mail: Mail, words: Mapping[str, str]) -> str:
    """So that nobody writes to the office what reaches somebody else."""
    if mail.reply_to is None:
        return words["footer.automatic"]
    return fill(words["footer.replies_to"], {"name": _clean(mail.reply_to.name)})


def clean(values: Mapping[str, str]) -> dict[str, str]:
    return {name: _clean(value) for name, value in values.items()}


def _clean(value: str) -> str:
    return NOT_IN_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def _one_line(words: str) -> str:
    # a header must not be given a second line by what somebody typed
    return " ".join(words.split())
