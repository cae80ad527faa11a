"""Words about deeds: states, actions, sections, fields, why a step was refused."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from shared.web.acting import Refusals

# state → (name, kind of tag)
STATES: dict[str, tuple[Any, str]] = {
    "draft": (_l("Draft"), "neutral"),
    "unconfirmed": (_l("Address not confirmed"), "neutral"),
    "submitted": (_l("To be checked"), "info"),
    "returned": (_l("Waiting for the author"), "warning"),
    "published": (_l("Published"), "success"),
    "changing": (_l("Published, update begun"), "success"),
    "change_submitted": (_l("Update to be checked"), "info"),
    "change_returned": (_l("Update waiting for the author"), "warning"),
    "leaving": (_l("Published, asked to be taken down"), "warning"),
    "taken_down": (_l("Taken down"), "neutral"),
    "declined": (_l("Not published"), "danger"),
    "merged": (_l("Joined to another deed"), "neutral"),
    "withdrawn": (_l("Withdrawn"), "neutral"),
    "expired": (_l("Deleted draft"), "neutral"),
}

# of the deed itself: how far the work is
STAGES: dict[str, Any] = {
    "planned": _l("Planned"),
    "under_way": _l("Under way"),
    "done": _l("Done"),
}

GROUPS: dict[str, Any] = {
    "management": _l("Management"),
    "supervisors": _l("Supervisors"),
    "personnel": _l("Personnel"),
    "users": _l("Users of the service"),
}

SECTIONS: dict[str, Any] = {
    "story": _l("The deed"),
    "workplace": _l("Where it was done"),
    "extras": _l("Pictures and links"),
    "contact": _l("Contact person"),
}

FIELDS: dict[str, Any] = {
    "title": _l("Name of the deed"),
    "stage": _l("Stage"),
    "need": _l("Need"),
    "goal": _l("Goal"),
    "done": _l("What was done"),
    "results": _l("Experiences and results"),
    "surprises": _l("What surprised"),
    "advice": _l("Advice to others"),
    "organisation": _l("Organisation"),
    "unit": _l("Unit"),
    "sector": _l("Sector"),
    "region": _l("Region"),
    "themes": _l("Themes"),
    "took_part": _l("Who took part"),
    "pictures": _l("Pictures"),
    "links": _l("Links"),
    "contact": _l("Contact person"),
}

ROLES: dict[str, Any] = {
    "author": _l("author"),
    "staff": _l("office"),
    "manager": _l("office"),
    "system": _l("automatic"),
    "reader": _l("reader"),
    "juror": _l("juror"),
}

# why a transition was refused: TransitionNotAllowed.reason → words
REASONS: dict[str, Any] = {
    "state": _l("The deed has already moved on, so this can no longer be done."),
    "unfinished": _l("Something that is needed is still missing."),
    "changed": _l("Somebody changed this meanwhile. Check how it stands and try again."),
}

# what only the domain can tell about a field: code in InvalidInput → words
PROBLEMS: dict[str, Any] = {
    "unfinished": _l("This is needed."),
    "too_large": _l("The picture is too large. Choose one of at most 15 megabytes."),
    "not_a_picture": _l("This file is not a picture that we can show. Choose a JPEG, PNG or WebP."),
    "broken_picture": _l("The picture is damaged and cannot be opened. Choose another."),
    "too_many_pixels": _l("The picture has too many pixels. Make it smaller first."),
    "too_many_pictures": _l("A deed can have at most five pictures."),
}

REFUSALS = Refusals(REASONS, PROBLEMS)
refusal = REFUSALS.refusal
problems = REFUSALS.problems_of


def state_name(state: str) -> str:
    return str(STATES[state][0])
