"""Who would get a bulletin: counted and listed before anything is sent, and then the sending."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.notifications.audience import by_language, listed_address, members_of
from services.notifications.documents import Bulletin
from services.notifications.handlers.bulletins import bulletin_by_id, send_bulletin
from services.notifications.staff.bulletins.blueprint import HOME, as_csv, pages
from services.notifications.words import bulletins as words
from services.notifications.workflow.bulletin import DRAFT
from shared.errors import Conflict, TransitionNotAllowed
from shared.roles import Role
from shared.web.context import private_page
from shared.web.language import NAMES
from shared.web.paging import SIZE
from shared.web.pin import read_pin
from shared.web.session import actor, require_roles


@pages.get("/<bulletin_id>/audience")
@require_roles(Role.STAFF)
def audience(bulletin_id: str) -> ResponseReturnValue:
    bulletin = bulletin_by_id(bulletin_id)
    if bulletin.state != DRAFT:
        # from now on its own page tells who gets it and who has it
        return redirect(f"{HOME}/{bulletin_id}", 303)
    return private_page(audience_page(bulletin))


@pages.post("/<bulletin_id>/send")
@require_roles(Role.STAFF)
def send(bulletin_id: str) -> ResponseReturnValue:
    bulletin, pin = bulletin_by_id(bulletin_id), read_pin()
    try:
        sent = send_bulletin(bulletin, by=actor(), pin=pin, seen=posted_count())
    except TransitionNotAllowed as error:
        return refused(bulletin_id, words.REFUSALS.refusal(error))
    except Conflict:
        return refused(bulletin_id, str(words.REASONS["changed"]))
    started = ngettext(
        "Sending to %(num)s recipient has started.",
        "Sending to %(num)s recipients has started.",
        sent.audience,
    )
    flash(started, "success")
    return redirect(f"{HOME}/{bulletin_id}", 303)


def refused(bulletin_id: str, why: str) -> ResponseReturnValue:
    return private_page((audience_page(bulletin_by_id(bulletin_id), why), 409))


@pages.get("/<bulletin_id>/audience.csv")
@require_roles(Role.STAFF)
def audience_file(bulletin_id: str) -> ResponseReturnValue:
    bulletin = bulletin_by_id(bulletin_id)
    return as_csv(audience_rows(bulletin), "recipients")


def posted_count() -> int:
    """How many recipients the page showed; -1 for a form that does not say."""
    text = request.form.get("count", "")
    return int(text) if re.fullmatch("[0-9]{1,8}", text) else -1


def audience_page(bulletin: Bulletin, refusal: str = "") -> str:
    after = request.args.get("after", "")[:32]
    address = request.args.get("address", "").strip()[:254]
    is_first = not after and not address
    members = members_of(bulletin)
    shown = [one for one in members if one.id > after]
    return render_template(
        "staff/bulletins/audience.html",
        bulletin=bulletin,
        counts=by_language(bulletin, members),
        total=len(members),
        rows=shown[:SIZE],
        is_first=is_first,
        after=after,
        more=shown[SIZE - 1].id if len(shown) > SIZE else "",
        address=address,
        match=listed_address(bulletin, address) if address else "",
        refusal=refusal,
        may_send=is_first and bulletin.state == DRAFT and bool(bulletin.written_in and members),
    )


def audience_rows(bulletin: Bulletin) -> Iterator[list[str]]:
    yield [_("E-mail address"), _("Name"), _("Organisation"), _("Language"), _("Text they get")]
    for one in members_of(bulletin):
        text = NAMES[bulletin.language_for(one.language)]
        language = NAMES.get(one.language, one.language)
        yield [one.email, one.name, one.organisation, language, text]
