"""Which kinds of mail wait for eyes: read by staff, chosen by a manager."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.documents import MailKind
from services.notifications.handlers.kinds import ALWAYS_AT_ONCE, choose_waiting, kind_of_mail
from services.notifications.handlers.wording import WAIT_BY_DEFAULT
from services.notifications.staff.blueprint import PATH, pages
from services.notifications.texts import templates
from services.notifications.words import mails as words
from services.notifications.words import outbox
from shared.errors import Conflict, TransitionNotAllowed
from shared.roles import Role
from shared.web.pin import fresh_pin, read_pin
from shared.web.session import actor, current_person, require_roles

HOME = f"{PATH}/kinds"


@dataclass(frozen=True)
class Row:
    """A kind of mail on the page; `by` and `at`: who chose, and when, if anybody has."""

    template: str
    name: str
    waits: bool
    may_wait: bool
    version: int
    by: str = ""
    at: datetime | None = None


@pages.get("/kinds")
@require_roles(Role.STAFF)
def list_kinds() -> ResponseReturnValue:
    person = current_person()
    return render_template(
        "staff/kinds.html",
        groups=groups(),
        key=fresh_pin().key,
        may_choose=person is not None and person.may(Role.MANAGER),
    )


@pages.post("/kinds/<template>")
@require_roles(Role.MANAGER)
def choose_kind(template: str) -> ResponseReturnValue:
    kind, waits = kind_of_mail(template), request.form.get("waits") == "yes"
    try:
        choose_waiting(kind, waits, actor(), read_pin())
    except Conflict:
        flash(_("Somebody has changed this meanwhile. See how it stands now."), "warning")
    except TransitionNotAllowed as error:
        flash(outbox.refusal(error), "warning")
    else:
        flash(chosen_words(template, waits), "success")
    return redirect(f"{HOME}#{template}", 303)


def chosen_words(template: str, waits: bool) -> str:
    name = str(words.TEMPLATES.get(template, template))
    if waits:
        return str(_("From now on these mails wait to be released: %(kind)s.", kind=name))
    return str(_("From now on these mails go at once: %(kind)s.", kind=name))


def groups() -> list[tuple[Any, list[Row]]]:
    """By subject; within it those that wait first."""
    chosen = {kind.id: kind for kind in MailKind.objects}
    rows: dict[str, list[Row]] = {name: [] for name in outbox.GROUPS}
    for template in templates():
        rows[outbox.group_of(template)].append(row_of(template, chosen.get(template)))
    return [
        (heading, sorted(rows[name], key=lambda row: (not row.waits, row.name)))
        for name, heading in outbox.GROUPS.items()
        if rows[name]
    ]


def row_of(template: str, kind: MailKind | None) -> Row:
    last = kind.history[-1] if kind else None
    return Row(
        template=template,
        name=str(words.TEMPLATES.get(template, template)),
        waits=bool(kind.waits) if kind else template in WAIT_BY_DEFAULT,
        may_wait=template not in ALWAYS_AT_ONCE,
        version=kind.version if kind else 0,
        by=last["actor"]["name"] if last else "",
        at=last["at"] if last else None,
    )
