"""One application with everything the office needs to decide on it."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from services.applications import show, words
from services.applications.documents import Application
from services.applications.handlers.casework import (
    as_before_answer,
    chosen_expert,
    earlier_applications,
    room_for,
)
from services.applications.staff.actions import APPLICATIONS, seen_application
from services.applications.staff.blueprint import blueprint, queue_address
from services.applications.staff.story import story_of
from services.applications.staff.wording import in_own_language
from shared import ambient
from shared.roles import Role
from shared.web.context import private_page
from shared.web.reminders import ladder_of
from shared.web.session import require_roles
from shared.web.steps import offers
from shared.web.story import mail_rows


@blueprint.get("/applications/<application_id>")
@require_roles(Role.STAFF)
def case(application_id: str) -> ResponseReturnValue:
    application = seen_application(application_id)
    page = render_template(
        "staff/case.html",
        story=story_of(application),
        rungs=ladder_of(application),
        average=average(application),
        took_part=took_part(application),
        queue_address=queue_address(),
        **look_words(application),
    )
    return private_page(page)


def look_words(application: Application) -> dict[str, Any]:
    """What is needed to decide: for the page of the case, and for the one open in the queue."""
    room = room_for(application)
    return {
        "application": application,
        "sections": show.sections(application),
        "offers": offers(APPLICATIONS, application),
        "room": room,
        "round_title": in_own_language(room.round.title),
        "expert": chosen_expert(application),
        "earlier": earlier_applications(application),
        "differences": differences(application),
        "mails": mail_rows(application.mails),
        "now": ambient.now(),
        "words": words,
    }


def differences(application: Application) -> list[tuple[str, str, str]]:
    """(question, before, now) of what the last answer changed, while it still is to be decided."""
    before = as_before_answer(application)
    if before is None:
        return []
    now = {name: rows for name, _title, rows in show.sections(application)}
    return [
        (label, old, new)
        for name in application.request["sections"]
        for (label, old), (_label, new) in zip(
            show.section_rows(before, name), now[name], strict=True
        )
        if old != new
    ]


def average(application: Application) -> dict[str, Any] | None:
    ratings = [given["rating"] for given in application.feedback]
    return {"mean": sum(ratings) / len(ratings), "count": len(ratings)} if ratings else None


def took_part(application: Application) -> list[tuple[str, str]]:
    counts = (application.report or {}).get("took_part", {})
    return [(str(words.GROUPS[group]), str(count)) for group, count in counts.items()]
