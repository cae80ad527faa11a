"""The list of what waits: to whom, about which case, why, since when."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from services.notifications.handlers import waiting
from services.notifications.handlers.standing import changes_of
from services.notifications.staff.blueprint import pages
from services.notifications.staff.tabs import tabs_of
from services.notifications.words import mails as words
from services.notifications.words.outbox import TABS
from shared import ambient
from shared.roles import Role
from shared.web.paging import page_number
from shared.web.session import current_person, require_roles

NOT_OF_THE_LIST = ("lang", "chosen")


@pages.get("/outbox")
@require_roles(Role.STAFF)
def list_waiting() -> ResponseReturnValue:
    wanted = waiting.read_wanted(request.args)
    page = waiting.page_of(wanted, page_number())
    now = ambient.now()
    person = current_person()
    return render_template(
        "staff/outbox.html",
        wanted=wanted,
        tab_items=tabs_of(waiting.counts(wanted), TABS, wanted.state),
        page=page,
        kinds=kind_choices(waiting.kinds_waiting()),
        changes=changes_of(page.items),
        since=waiting.since,
        is_overdue=lambda mail: waiting.is_overdue(mail, now),
        back=own_query(),
        all_chosen=request.args.get("chosen") == "all",
        may_act=person is not None and person.may(Role.STAFF),
    )


def own_query() -> str:
    """The list's own query, for the pages that lead back to it."""
    asked = parse_qsl(request.query_string.decode("utf-8", "replace"))
    return urlencode([(name, value) for name, value in asked if name not in NOT_OF_THE_LIST])


def kind_choices(templates: Iterable[str]) -> list[tuple[str, str]]:
    rows = [(template, str(words.TEMPLATES.get(template, template))) for template in templates]
    return sorted(rows, key=lambda row: row[1])
