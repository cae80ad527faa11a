"""Words that only the office's pages use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from shared.web.language import language

TABS: dict[str, Any] = {
    "todo": _l("Waiting for the office"),
    "decide": _l("To decide"),
    "applicant": _l("With the applicant"),
    "expert": _l("With the expert"),
    "choosing": _l("Choosing again"),
    "agreed": _l("Agreed"),
    "held": _l("Held"),
    "closed": _l("Ended"),
    "mails": _l("Mail not delivered"),
    "all": _l("All"),
}

FIELDS: dict[str, Any] = {
    "organisation": _l("Organisation"),
    "business_id": _l("Business ID"),
    "unit": _l("Unit"),
    "sector": _l("Sector"),
    "contact": _l("Contact person"),
    "situation": _l("Situation and need"),
    "goal": _l("Goal"),
    "themes": _l("Themes"),
    "participants": _l("Who takes part"),
    "days": _l("Days"),
    "mode": _l("How is the sparring held?"),
    "place": _l("Place"),
    "date": _l("Date"),
    "start_time": _l("Starts at"),
    "expert": _l("Expert"),
}


def in_own_language(texts: Mapping[str, str]) -> str:
    """One of a text's three languages: the reader's, else Finnish."""
    return texts.get(language()) or texts.get("fi", "")
