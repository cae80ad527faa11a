"""The agreed day as a file for one's own calendar, behind the links of both parties."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import words
from services.applications.documents import Application
from services.applications.links.through import blueprint, through
from services.applications.workflow import AGREED
from shared.calendar_entry import PUBLISH, Attendee, CalendarEntry, as_ics, uid_of
from shared.errors import NotFound
from shared.web.context import current_settings


@blueprint.get("/status/<token>/calendar.ics")
@through("status")
def applicants_calendar(application: Application, token: str) -> ResponseReturnValue:
    return calendar_file(application)


@blueprint.get("/order/<token>/calendar.ics")
@through("order")
def experts_calendar(application: Application, token: str) -> ResponseReturnValue:
    return calendar_file(application)


def calendar_file(application: Application) -> Response:
    """Raises NotFound while no day is agreed: cancelled, held, still to be answered."""
    if application.state != AGREED:
        raise NotFound(f"no day is agreed for {application.id}")
    entry = entry_of(application)
    answer = Response(as_ics(entry), content_type="text/calendar; charset=utf-8; method=PUBLISH")
    # shown, not saved: a telephone then offers to add it, other browsers save it all the same
    answer.headers.set("Content-Disposition", "inline", filename=entry.filename)
    return answer


def entry_of(application: Application) -> CalendarEntry:
    """UID and SEQUENCE are those of the mailed entry: of the two a calendar keeps the newer."""
    settings, day = current_settings(), application.day
    told = [step for step in application.history if step["action"] in ("accept", "move")][-1]
    assert day is not None  # the guard of its table: no day is agreed without a date
    return CalendarEntry(
        method=PUBLISH,
        uid=uid_of(settings, application.id, application.order),
        sequence=told["version"],
        made_at=told["at"],
        date=day,
        start_time=application.start_time or "09:00",
        summary=_("Sparring day: %(organisation)s", organisation=organisation_of(application)),
        description="\n".join(filter(None, about(application))),
        location=place_of(application),
        organizer=Attendee(settings.office_name, settings.office_email),
        attendees=(),
    )


def organisation_of(application: Application) -> str:
    return ", ".join(filter(None, (application.organisation, application.unit)))


def place_of(application: Application) -> str:
    mode = str(words.MODES.get(application.mode, ""))
    return ", ".join(filter(None, (mode, application.place)))


def about(application: Application) -> list[str]:
    contact, expert = application.contact, application.expert
    several = _(
        "%(days)s days of sparring in all. This entry is for the first day.", days=application.days
    )
    return [
        several if application.days > 1 else "",
        _("Expert: %(expert)s", expert=f"{expert['name']}, {expert['company']}"),
        _("Contact person: %(contact)s", contact=f"{contact['name']}, {contact['email']}"),
        _("Reference %(reference)s", reference=application.reference),
    ]
