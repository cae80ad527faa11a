"""The texts of pages and mails in Finnish and Swedish: collected from the code, compiled, checked.

Each service has its own catalogs; what all share (`shared/`) is in shared/web. A service need not
repeat what the shared catalogs already have.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from deploy.children import ROOT
from deploy.registry import SERVICES

LANGUAGES = ("fi", "sv")  # the texts in the code are English
METHODS = [("**/translations/**", "ignore"), ("**.py", "python"), ("**/templates/**", "jinja2")]
OPTIONS = {"**/templates/**": {"trimmed": "true"}}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "_n": (1, 2),
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}


@dataclass(frozen=True)
class Texts:
    """One set of catalogs and the code that it is collected from."""

    source: Path
    translations: Path

    def collected(self) -> Catalog:
        catalog = Catalog(charset="utf-8")
        found = extract_from_dir(
            str(self.source),
            METHODS,
            OPTIONS,
            keywords=KEYWORDS,
            comment_tags=("for translators:",),
        )
        for file, _, message, comments, context in found:
            place = (str((self.source / file).relative_to(ROOT)), 0)
            catalog.add(message, None, [place], auto_comments=comments, context=context)
        return catalog

    def file(self, language: str) -> Path:
        return self.translations / language / "LC_MESSAGES" / "messages.po"

    def catalog(self, language: str) -> Catalog:
        file = self.file(language)
        if not file.exists():
            return Catalog(locale=language, charset="utf-8")
        with file.open("rb") as opened:
            return read_po(opened, locale=language, charset="utf-8")


SHARED = Texts(ROOT / "shared", ROOT / "shared" / "web" / "translations")
OWN = tuple(
    Texts(ROOT / "services" / each.name, ROOT / "services" / each.name / "translations")
    for each in SERVICES
)


def all_texts() -> Iterator[tuple[Texts, Catalog]]:
    """Each set with the messages that it must have."""
    shared = SHARED.collected()
    yield SHARED, shared
    for texts in OWN:
        wanted = texts.collected()
        for message in list(wanted):
            if message.id and message.id in shared:
                wanted.delete(message.id)
        yield texts, wanted


def update() -> int:
    """Add new texts to the catalogs, untranslated, and take out what is no longer used."""
    for texts, wanted in all_texts():
        for language in LANGUAGES if len(wanted) else ():
            catalog = texts.catalog(language)
            catalog.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
            catalog.obsolete.clear()
            _write(texts.file(language), catalog)
    return 0


def _write(file: Path, catalog: Catalog) -> None:
    """The header of a file that is there stays as it is: Babel would add its boilerplate."""
    file.parent.mkdir(parents=True, exist_ok=True)
    header = file.read_bytes().split(b"\n\n", 1)[0] if file.exists() else b""
    with file.open("wb") as opened:
        if header:
            opened.write(header + b"\n\n")
        write_po(
            opened,
            catalog,
            width=100,
            sort_output=True,
            include_lineno=False,
            omit_header=bool(header),
        )


def compile_all() -> int:
    """Write each .mo that is missing or older than its .po."""
    for texts in (SHARED, *OWN):
        for po in sorted(texts.translations.glob("*/LC_MESSAGES/messages.po")):
            mo = po.with_suffix(".mo")
            if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
                continue
            with po.open("rb") as source:
                catalog = read_po(source, locale=po.parts[-3], charset="utf-8")
            with mo.open("wb") as target:
                write_mo(target, catalog)
    return 0


def check() -> int:
    """1 when a text is not translated, or its translation lacks a %(name)s of the original."""
    wrong = [line for texts, wanted in all_texts() for line in _faults(texts, wanted)]
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        print("run 'make translations', then translate what is empty", file=sys.stderr)
    return 1 if wrong else 0


def _faults(texts: Texts, wanted: Catalog) -> Iterator[str]:
    for language in LANGUAGES:
        have = texts.catalog(language)
        name = texts.file(language).relative_to(ROOT)
        for message in wanted:
            fault = message.id and _fault(message, have.get(message.id, message.context))
            if fault:
                yield f"{name}: {fault}: {message.id!r}"


def _fault(wanted: Message, have: Message | None) -> str | None:
    if have is None:
        return "missing"
    strings = have.string if isinstance(have.string, tuple) else (have.string,)
    if not all(strings):
        return "not translated"
    if have.fuzzy:
        return "marked fuzzy"
    errors = [str(error) for error in have.check()]
    return errors[0] if errors else None
