"""What several pages show of an application: its sections as rows, its standing, its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from services.applications import words
from services.applications.documents import GROUPS, Application
from shared.vocabulary import SECTORS, names_in
from shared.web.formats import clock, finnish_date
from shared.web.language import language

Rows = list[tuple[str, str]]


def theme_list(application: Application) -> str:
    names = [
        theme["names"].get(language()) or theme["names"]["fi"] for theme in application.theme_names
    ]
    return ", ".join(names)


def named(ids: list[str], names: dict[str, str]) -> str:
    """Names of ids in a list; ids without a name are left out."""
    return ", ".join(names[key] for key in ids if key in names)


def heads(counts: dict[str, int]) -> str:
    return ", ".join(f"{words.GROUPS[group]} {counts.get(group, 0)}" for group in GROUPS)


def day_text(application: Application) -> str:
    if not application.day:
        return ""
    return _(
        "%(date)s, starting at %(time)s",
        date=finnish_date(application.day),
        time=clock(application.start_time or "09:00"),
    )


def _organisation(application: Application) -> Rows:
    return [
        (_("Organisation"), application.organisation),
        (_("Business ID"), application.business_id),
        (_("Unit"), application.unit),
        (_("Sector"), names_in(SECTORS, language()).get(application.sector, "")),
    ]


def _contact(application: Application) -> Rows:
    contact = application.contact or {}
    mail_language = {"fi": "suomi", "sv": "svenska", "en": "English"}
    return [
        (_("Name of the contact person"), contact.get("name", "")),
        (_("E-mail"), contact.get("email", "")),
        (_("Telephone"), contact.get("phone", "")),
        (_("Language of the mails"), mail_language.get(contact.get("language", ""), "")),
    ]


def _need(application: Application) -> Rows:
    return [
        (_("Situation and need"), application.situation),
        (_("Goal"), application.goal),
        (_("Themes"), theme_list(application)),
    ]


def _participants(application: Application) -> Rows:
    counts = application.participants or {}
    return [(str(words.GROUPS[group]), str(counts.get(group, ""))) for group in GROUPS]


def _day(application: Application) -> Rows:
    return [
        (_("Days"), str(application.days or "")),
        (_("How is the sparring held?"), str(words.MODES.get(application.mode, ""))),
        (_("Place"), application.place),
        (_("Date"), day_text(application)),
    ]


def _expert(application: Application) -> Rows:
    expert = application.expert or {}
    return [
        (_("Expert"), ", ".join(filter(None, (expert.get("name"), expert.get("company"))))),
        (_("E-mail"), expert.get("email", "")),
        (_("Telephone"), expert.get("phone", "")),
    ]


_ROWS: dict[str, Callable[[Application], Rows]] = {
    "organisation": _organisation,
    "contact": _contact,
    "need": _need,
    "participants": _participants,
    "day": _day,
    "expert": _expert,
}


def section_rows(application: Application, section: str) -> Rows:
    return _ROWS[section](application)


def sections(application: Application) -> list[tuple[str, str, Rows]]:
    """(id, name, rows) of every section, in the order of the form."""
    return [
        (key, str(name), section_rows(application, key)) for key, name in words.SECTIONS.items()
    ]


# steps whose reason both sides are told
REASONED = ("decline", "move", "cancel")


def public_timeline(application: Application) -> list[dict[str, Any]]:
    """The steps others were told of, newest first, without what only the office needs."""
    hidden = ("keep", "request_link", "give_feedback", "remind")
    return [
        {
            "at": entry["at"],
            "title": words.ACTIONS[entry["action"]],
            "by": words.ROLES[entry["actor"]["role"]],
            "text": entry["data"].get("reason", "") if entry["action"] in REASONED else "",
        }
        for entry in reversed(application.history)
        if entry["told"] and entry["action"] not in hidden
    ]
