"""A bulletin's own page: how far it is, what to do, and every recipient it did not reach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.documents import Bulletin, BulletinProgress
from services.notifications.documents.bulletin import (
    BOUNCED,
    FAILED,
    HANDED_OVER,
    LEFT,
    QUEUED,
    UNCLEAR,
)
from services.notifications.handlers.bulletins import MOVES, bulletin_by_id, move_bulletin
from services.notifications.staff.bulletins.blueprint import HOME, as_csv, pages, stepped
from services.notifications.tallies import addresses_of, in_state, progress_of
from services.notifications.words import bulletins as words
from services.notifications.workflow.bulletin import BULLETIN, SENDING
from shared import ambient
from shared.roles import Role
from shared.web.context import private_page
from shared.web.formats import date_time
from shared.web.language import NAMES
from shared.web.paging import SIZE
from shared.web.pin import read_pin
from shared.web.session import actor, current_person, require_roles

AT_WORK = timedelta(minutes=1)  # the loop tells of each group of twenty
TOLD = (FAILED, BOUNCED, UNCLEAR, LEFT)  # the states whose recipients are listed one by one


@pages.get("/<bulletin_id>")
@require_roles(Role.STAFF)
def show(bulletin_id: str) -> ResponseReturnValue:
    bulletin = bulletin_by_id(bulletin_id)
    progress = progress_of(bulletin)
    counts = progress.counts
    waiting = counts[QUEUED] + counts[HANDED_OVER]
    page = render_template(
        "staff/bulletins/bulletin.html",
        bulletin=bulletin,
        progress=progress,
        counts=counts,
        handled=progress.listed - waiting,
        total=progress.listed if progress.all_listed else bulletin.audience,
        moves=how_it_moves(bulletin, progress, ambient.now()),
        minutes=-(-waiting // progress.a_minute) if progress.a_minute else 0,
        actions=open_actions(bulletin),
        told=TOLD,
        history=[entry for entry in bulletin.history if entry["action"] in words.ACTIONS],
    )
    return private_page(page)


def how_it_moves(bulletin: Bulletin, progress: BulletinProgress, now: datetime) -> str:
    """Of one that is being sent: "on"; "halted": the mail server does not answer; "later": all who
    wait have a time; "cut": so have the last ones, whom a killed worker had in hand; "still":
    nothing has happened for too long. Else empty."""
    if bulletin.state != SENDING:
        return ""
    if progress.halted:
        return "halted"
    # when somebody has just said: send, or go on, the loop is about to come by
    if now - max(progress.moved_at or bulletin.updated_at, bulletin.updated_at) < AT_WORK:
        return "on"
    if progress.next_at and progress.next_at > now:
        return "later" if progress.counts[QUEUED] else "cut"
    return "still"


def open_actions(bulletin: Bulletin) -> set[str]:
    """What the signed-in person may do now: the page's buttons."""
    person = current_person()
    return {row.action for row in BULLETIN.open_to(bulletin.state, person.roles if person else ())}


@pages.post("/<bulletin_id>/<any(pause, resume, cancel, send_unclear):action>")
@require_roles(Role.STAFF)
def move(bulletin_id: str, action: str) -> ResponseReturnValue:
    assert action in MOVES
    bulletin, pin = bulletin_by_id(bulletin_id), read_pin()
    return stepped(
        lambda: move_bulletin(bulletin, action, by=actor(), pin=pin),
        str(words.DONE[action]),
        f"{HOME}/{bulletin_id}",
    )


@pages.get("/<bulletin_id>/recipients/<any(failed, bounced, unclear, left):state>")
@require_roles(Role.STAFF)
def recipients(bulletin_id: str, state: str) -> ResponseReturnValue:
    bulletin = bulletin_by_id(bulletin_id)
    progress = progress_of(bulletin)
    after = request.args.get("after", "")[:32]
    found = list(islice(in_state(progress, [state], after), SIZE + 1))
    page = render_template(
        "staff/bulletins/recipients.html",
        bulletin=bulletin,
        state=state,
        count=progress.counts[state],
        rows=found[:SIZE],
        addresses=addresses_of(found[:SIZE]),
        after=after,
        more=found[SIZE - 1].subscriber_id if len(found) > SIZE else "",
        actions=open_actions(bulletin),
    )
    return private_page(page)


@pages.get("/<bulletin_id>/not-reached.csv")
@require_roles(Role.STAFF)
def not_reached_file(bulletin_id: str) -> ResponseReturnValue:
    """Everybody whom it did not reach, or may not have reached."""
    progress = progress_of(bulletin_by_id(bulletin_id))
    return as_csv(not_reached_rows(progress), "not-reached")


def not_reached_rows(progress: BulletinProgress) -> Iterator[list[str]]:
    titles = [_("E-mail address"), _("Language"), _("State"), _("When")]
    yield [*titles, _("The mail server's words")]
    rows = in_state(progress, TOLD)
    while group := list(islice(rows, 100)):
        addresses = addresses_of(group)
        for row in group:
            state = str(words.RECIPIENTS[row.state][0])
            language = NAMES.get(row.language, row.language)
            address = addresses.get(row.subscriber_id, "")
            yield [address, language, state, date_time(row.at), row.words]
