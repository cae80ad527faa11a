"""Words about partner searches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.deeds.documents import PartnerSearch
from services.deeds.themes import theme_names
from services.deeds.words.deed import ROLES
from shared.vocabulary import REGIONS, SECTORS, names_in
from shared.web.acting import Refusals
from shared.web.formats import finnish_date
from shared.web.language import language
from shared.web.steps.kind import CaseWords
from shared.web.story import MAIL_ACTIONS, MAIL_TASKS, Storyteller

STATES: dict[str, tuple[Any, str]] = {
    "unconfirmed": (_l("Address not confirmed"), "neutral"),
    "submitted": (_l("To be checked"), "info"),
    "open": (_l("Published"), "success"),
    "ended": (_l("Ended"), "neutral"),
    "declined": (_l("Not published"), "danger"),
    "expired": (_l("Not confirmed in time"), "neutral"),
}

# how it stands, told to the author
STANDING: dict[str, Any] = {
    "unconfirmed": _l("You have not confirmed your e-mail address yet."),
    "submitted": _l(
        "We have received the announcement. The programme office checks it, usually within five"
        " working days."
    ),
    "open": _l("The announcement is public. Answers come to your e-mail, and you see them here."),
    "ended": _l("The announcement has ended. Readers no longer see it."),
    "declined": _l("The announcement was not published."),
    "expired": _l("The announcement was not confirmed in time, so it has been deleted."),
}

TABS: dict[str, Any] = {
    "check": _l("To check"),
    "open": _l("Published"),
    "unconfirmed": _l("Not confirmed"),
    "closed": _l("Ended"),
    "all": _l("All"),
    "overdue": _l("Overdue"),
    "mails": _l("Mail not delivered"),
}

ACTIONS: dict[str, Any] = {
    "announce": _l("Announcement sent"),
    "expire": _l("Not confirmed in time"),
    "confirm": _l("E-mail address confirmed"),
    "correct": _l("Corrected by the office"),
    "publish": _l("Published"),
    "decline": _l("Not published"),
    "answer": _l("Answered"),
    "prolong": _l("Prolonged"),
    "end": _l("Ended"),
    "request_link": _l("Fresh link asked for"),
    **MAIL_ACTIONS,
}

TASKS: dict[str, Any] = {"check": _l("Check the announcement"), **MAIL_TASKS}

FIELDS: dict[str, Any] = {
    "language": _l("Language that the announcement is written in"),
    "title": _l("Title"),
    "text": _l("What are you developing?"),
    "wished": _l("What kind of partners do you look for?"),
    "organisation": _l("Organisation"),
    "sector": _l("Sector"),
    "region": _l("Region"),
    "themes": _l("Themes"),
    "ends_on": _l("Last day of the announcement"),
}

REASONS: dict[str, Any] = {
    "state": _l("The announcement has already moved on, so this can no longer be done."),
    "past_date": _l("The last day of the announcement is over."),
    "too_many": _l(
        "Several messages have been sent here within an hour. Keep your text and try again later."
    ),
}

PROBLEMS: dict[str, Any] = {
    "not_later": _l("The new last day must be after the present one."),
    "nothing_changed": _l("Nothing was changed."),
    "own_address": _l("Leave the author's e-mail address out: readers answer through us."),
}


def _corrected(told: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{FIELDS[row['field']]}: {_shown(row, 'before')} → {_shown(row, 'now')}"
        for row in told["changes"]
    )


def _shown(row: Mapping[str, Any], when: str) -> str:
    value = row[when]
    if row["field"] == "ends_on":
        return finnish_date(value)
    lists = {"sector": SECTORS, "region": REGIONS}
    if row["field"] == "themes":
        return ", ".join(theme_names(language()).get(key, key) for key in value)
    names = names_in(lists.get(row["field"], {}), language())
    return str(names.get(value, value) or "–")


def _prolonged(told: Mapping[str, Any]) -> str:
    return _(
        "Last day: before %(old)s, now %(new)s.",
        old=finnish_date(told["before"]),
        new=finnish_date(told["now"]),
    )


WORDS = CaseWords(
    STATES,
    TASKS,
    Refusals(REASONS, PROBLEMS),
    Storyteller(
        ACTIONS,
        {**ROLES, "author": _l("announcer")},
        {
            "correct": _corrected,
            "decline": lambda told: str(told["grounds"]),
            "answer": lambda told: f"{told['answer']['name']}, {told['answer']['organisation']}",
            "prolong": _prolonged,
        },
    ),
)


def announcement_facts(search: PartnerSearch) -> list[tuple[str, str]]:
    """What readers see of an announcement beside its texts. Nothing of its author."""
    names = theme_names(language())
    rows = [
        (_("Organisation"), search.organisation),
        (_("Sector"), names_in(SECTORS, language()).get(search.sector, "")),
        (_("Region"), names_in(REGIONS, language()).get(search.region, "")),
        (_("Themes"), ", ".join(names[key] for key in search.themes if key in names)),
        (_("Last day"), finnish_date(search.ends_on)),
    ]
    return [(label, value) for label, value in rows if value]
