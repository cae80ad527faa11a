"""All texts: which are the office's own, since when, and whether they still fit."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from services.notifications.documents import MailText
from services.notifications.handlers.rewording import is_usable, text_in_use
from services.notifications.staff.blueprint import pages
from services.notifications.texts import Text, body_of, templates
from services.notifications.words import mails as mail_words
from services.notifications.words import texts as words
from services.notifications.workflow.wording import EDITED
from shared.roles import Role
from shared.settings import LANGUAGES
from shared.web.context import current_settings
from shared.web.language import language
from shared.web.session import require_roles


@dataclass(frozen=True)
class Kind:
    """One kind of mail: its words in use by language, and what the office has changed of them."""

    template: str
    texts: dict[str, Text]
    edited: dict[str, MailText]
    unfit: frozenset[str]

    @property
    def name(self) -> str:
        return str(mail_words.TEMPLATES.get(self.template, self.template))

    @property
    def latest(self) -> MailText | None:
        return max(self.edited.values(), key=lambda text: text.updated_at, default=None)

    def has(self, wanted: str) -> bool:
        spoken = [
            f"{text.subject}\n{text.heading}\n{body_of(text)}" for text in self.texts.values()
        ]
        return wanted in "\n".join((self.name, self.template, *spoken)).casefold()


@pages.get("/texts")
@require_roles(Role.STAFF)
def list_texts() -> ResponseReturnValue:
    wanted, only = request.args.get("q", "").strip()[:200], request.args.get("only", "")
    found = [kind for kind in all_kinds() if kind.has(wanted.casefold())]
    own = [kind for kind in found if kind.edited]
    shown = own if only == EDITED else found
    by_subject = {
        label: [kind for kind in shown if words.subject_of(kind.template) == subject]
        for subject, label in words.SUBJECTS.items()
    }
    return render_template(
        "staff/texts.html",
        groups={
            label: sorted(kinds, key=lambda kind: kind.name) for label, kinds in by_subject.items()
        },
        counts={"": len(found), EDITED: len(own)},
        wanted=wanted,
        only=only if only == EDITED else "",
        spoken=language(),
        languages=LANGUAGES,
        texts=words,
    )


def all_kinds() -> list[Kind]:
    edited = {text.id: text for text in MailText.objects(state=EDITED)}
    return [kind_of_template(template, edited) for template in templates()]


def kind_of_template(template: str, edited: dict[str, MailText]) -> Kind:
    rows = {
        code: edited.get(MailText.key(template, code)) or unchanged(template, code)
        for code in LANGUAGES
    }
    own = {code: row for code, row in rows.items() if row.state == EDITED}
    settings = current_settings()
    return Kind(
        template,
        {code: text_in_use(row) for code, row in rows.items()},
        own,
        frozenset(code for code, row in own.items() if not is_usable(row, settings)),
    )


def unchanged(template: str, code: str) -> MailText:
    return MailText(id=MailText.key(template, code))
