"""A decision as on paper: a tagged PDF (PDF/UA) that the applicant can keep and pass on.

WeasyPrint takes some 60 MB: it is loaded by the process that writes a letter, with the first one.
"""

from __future__ import annotations

import atexit
import hashlib
import re
import threading
from base64 import b64encode
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notifications.mails.mail import File
from services.notifications.mails.sparring import SparringCase
from services.notifications.rendering import clean
from services.notifications.texts import fill, text_of, words_in

FOLDER = Path(__file__).parent / "templates" / "letter"
FONTS = Path(__file__).parents[2] / "shared/web/static/vendor/source-sans-3"
FAMILIES = {"latin": "Source Sans 3", "latin-ext": "Source Sans 3 Extended"}
TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_one_at_a_time = threading.Lock()  # what WeasyPrint keeps of the fonts is not made for threads


@dataclass(frozen=True)
class Letter:
    """What a letter says. `outcome` is the mail that carries it: decision or rejection."""

    event_id: str
    made_at: str
    outcome: str
    language: str
    reference: str
    sender: str
    email: str
    phone: str
    recipient: str
    decided_on: str
    heading: str
    tag: str
    decision: str
    rows: tuple[tuple[str, str], ...]
    grounds: tuple[str, ...]
    ask: str

    @property
    def title(self) -> str:
        return f"{self.heading}, {self.reference}"


def letter_of(told: SparringCase, outcome: str, rows: tuple[tuple[str, str], ...]) -> Letter:
    words, settings = told.words, told.settings
    mail = text_of(outcome, told.language)
    values = clean(
        {
            "reference": told.facts["reference"],
            "days": told.days,
            "recipient": f"{told.applicant}\n{told.to.name}",
            "grounds": told.event.data["grounds"],
            "sender": settings.office_name,
            "email": settings.office_email,
            "phone": settings.office_phone,
        }
    )
    paragraphs = re.split(r"\n\s*\n", values["grounds"].strip())
    return Letter(
        event_id=told.event.id,
        made_at=told.event.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        outcome=outcome,
        language=told.language,
        **{name: values[name] for name in ("reference", "sender", "email", "phone", "recipient")},
        decided_on=told.decided_on,
        heading=mail.heading,
        tag=mail.tag,
        decision=fill(words[f"letter.{outcome}"], values),
        rows=tuple((label, clean({"": value})[""]) for label, value in rows),
        grounds=tuple(filter(None, paragraphs)),
        ask=fill(words["letter.ask.how"], values),
    )


def attached_letter(
    told: SparringCase, outcome: str, rows: tuple[tuple[str, str], ...]
) -> tuple[File, ...]:
    """The letter of a decision, as a mail carries it."""
    letter = letter_of(told, outcome, rows)
    filename = filename_of(letter.reference, letter.language)
    return (File(filename, "application/pdf", partial(pdf_of, letter)),)


def filename_of(reference: str, language: str) -> str:
    """As in paatos-SP-2026-0007.pdf."""
    return f"{words_in(language)['letter.filename']}-{reference}.pdf"


@lru_cache(maxsize=8)
def pdf_of(letter: Letter) -> bytes:
    """The same letter always gives the same bytes. What was just written is remembered, since it
    is stored and mailed.
    """
    page = TEMPLATES.get_template("decision.html").render(
        letter=letter, words=words_in(letter.language)
    )
    weasyprint = _loaded()
    with _one_at_a_time:
        style, fonts, fetcher = _paper()
        pdf = weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(letter.event_id.encode()).hexdigest()[:32].encode(),
        )
    return bytes(pdf)


@cache
def _loaded() -> Any:
    """WeasyPrint, with the first letter. It makes Pillow take half a picture for a whole one, in
    the whole process: whoever checks pictures there relies on the opposite.
    """
    import weasyprint
    from PIL import ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


@cache
def _paper() -> tuple[Any, Any, Any]:
    """Style, fonts and the fetcher: the style brings its fonts, nothing else is fetched."""
    weasyprint = _loaded()
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fonts, fetcher = FontConfiguration(), URLFetcher(allowed_protocols=["data"])
    source = _faces() + (FOLDER / "letter.css").read_text(encoding="utf-8")
    style = weasyprint.CSS(string=source, font_config=fonts, url_fetcher=fetcher)
    # fonts let go of their files, which they no longer can once the interpreter is half gone
    atexit.register(_paper.cache_clear)
    return style, fonts, fetcher


def _faces() -> str:
    return "".join(_face(subset, weight) for weight in (400, 600) for subset in FAMILIES)


def _face(subset: str, weight: int) -> str:
    """Each subset is a family of its own: of two files of one family, WeasyPrint 70 draws both with
    the glyphs of the first, and Łódź is read out but not seen.
    """
    font = (FONTS / f"source-sans-3-{subset}-{weight}-normal.woff2").read_bytes()
    source = f"url(data:font/woff2;base64,{b64encode(font).decode()})"
    return (
        f'@font-face {{ font-family: "{FAMILIES[subset]}"; font-weight: {weight}; '
        f"src: {source} }}\n"
    )
