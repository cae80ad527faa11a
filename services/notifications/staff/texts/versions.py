"""What a text has said when, and the ways back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.documents import MailText
from services.notifications.handlers.rewording import (
    default_of,
    find_text,
    reset_text,
    text_in_use,
)
from services.notifications.staff.blueprint import pages
from services.notifications.staff.texts.difference import Line, difference, lines_of
from services.notifications.staff.texts.editing import (
    address_of,
    name_of,
    said,
    saved,
    text_page,
)
from services.notifications.staff.texts.form import TextForm, as_typed
from services.notifications.texts import Text, parse_text
from services.notifications.words import texts as words
from services.notifications.workflow.wording import EDITED
from shared.errors import Conflict, InvalidInput, NotFound
from shared.roles import Role
from shared.web.forms import Form
from shared.web.session import actor, current_person, require_roles
from shared.web.versions import posted_version


@dataclass(frozen=True)
class Version:
    """One step of the text; `changes` are those to the version before."""

    number: int
    action: str
    at: datetime
    by: str
    text: Text
    changes: list[Line]
    in_use: bool

    @property
    def lines(self) -> list[str]:
        return lines_of(self.text)


@pages.get("/texts/<template>/<code>/versions")
@require_roles(Role.STAFF)
def list_versions(template: str, code: str) -> ResponseReturnValue:
    return versions_page(find_text(template, code))


@pages.post("/texts/<template>/<code>/versions/<int:number>")
@require_roles(Role.STAFF)
def take_version(template: str, code: str, number: int) -> ResponseReturnValue:
    """An earlier text once more, as a new version. One that fits no more goes to the form."""
    standing = find_text(template, code)
    text = text_at(standing, number)
    try:
        saved(standing, text)
    except InvalidInput as refused:
        form = Form(TextForm, as_typed(text))
        form.add_errors(said([each for found in refused.errors.values() for each in found]))
        return text_page(standing, form, seen=posted_version()), 422
    except Conflict as conflict:
        return versions_page(conflict.case, stale=True), 409
    return redirect(address_of(standing), 303)


@pages.get("/texts/<template>/<code>/default")
@require_roles(Role.STAFF)
def show_default(template: str, code: str) -> ResponseReturnValue:
    return default_page(find_text(template, code))


@pages.post("/texts/<template>/<code>/default")
@require_roles(Role.STAFF)
def back_to_default(template: str, code: str) -> ResponseReturnValue:
    standing = find_text(template, code)
    try:
        reset_text(standing, actor(), expected_version=posted_version())
    except Conflict as conflict:
        return default_page(conflict.case, stale=True), 409
    flash(_("The text is the default again."), "success")
    return redirect(address_of(standing), 303)


def versions_page(standing: MailText, *, stale: bool = False) -> str:
    return shown("staff/texts_versions.html", standing, versions=versions_of(standing), stale=stale)


def default_page(standing: MailText, *, stale: bool = False) -> str:
    changes = difference(text_in_use(standing), default_of(standing))
    return shown("staff/texts_default.html", standing, changes=changes, stale=stale)


def shown(page: str, standing: MailText, **parts: Any) -> str:
    person = current_person()
    return render_template(
        page,
        standing=standing,
        name=name_of(standing),
        address=address_of(standing),
        texts=words,
        may_edit=person is not None and person.may(Role.STAFF),
        **parts,
    )


def versions_of(standing: MailText) -> list[Version]:
    """Newest first. The first is compared with the product's words, which stood before it."""
    found: list[Version] = []
    before = default_of(standing)
    for entry in standing.history:
        text = parse_text(entry["data"]["source"])
        found.insert(0, version_of(standing, entry, before, text))
        before = text
    return found


def version_of(standing: MailText, entry: dict[str, Any], before: Text, text: Text) -> Version:
    return Version(
        number=entry["version"],
        action=entry["action"],
        at=entry["at"],
        by=entry["actor"]["name"],
        text=text,
        changes=difference(before, text),
        in_use=standing.state == EDITED and entry["version"] == standing.version,
    )


def text_at(standing: MailText, number: int) -> Text:
    """Raises NotFound."""
    for entry in standing.history:
        if entry["version"] == number:
            return parse_text(entry["data"]["source"])
    raise NotFound(f"text {standing.id} has no version {number}")
