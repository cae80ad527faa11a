"""Words about imports: states, steps, columns."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

# state → (name, kind of tag)
STATES: dict[str, tuple[Any, str]] = {
    "checked": (_l("Checked, not begun"), "info"),
    "running": (_l("Under way"), "warning"),
    "done": (_l("Finished"), "success"),
    "stopped": (_l("Stopped"), "neutral"),
}

# action → (what the button says, kind, what is told when it is done)
MOVES: dict[str, tuple[Any, str, Any]] = {
    "begin": (_l("Import the deeds"), "primary", _l("The import has begun.")),
    "resume": (_l("Go on"), "primary", _l("The import goes on.")),
    "stop": (_l("Stop"), "secondary", _l("The import has been stopped.")),
}

# what a cell of the column holds
COLUMNS: dict[str, Any] = {
    "id": _l("The deed's own key in the older catalogue; never changes"),
    "title": _l("At most 120 characters"),
    "need": _l("Why it was begun"),
    "goal": _l("What should be better afterwards"),
    "done": _l("What was done, or will be done"),
    "results": _l("Experiences and results so far"),
    "surprises": _l("What surprised"),
    "advice": _l("Advice to others"),
    "organisation": _l("Name of the organisation"),
    "unit": _l("The unit within it"),
    "sector": _l("Code or name"),
    "region": _l("Code or name"),
    "themes": _l("Codes or names, with | between"),
    "stage": _l("planned, under_way or done, or the name"),
    "took_part": _l("management, supervisors, personnel, users, with | between"),
    "language": _l("fi, sv or en: the language of the texts. Empty: fi"),
    "published": _l("The day of its first publication. Empty: today"),
    "links": _l("Addresses, words before them if you like, with | between"),
    "contact_name": _l("Empty contact cells: nobody is named"),
    "contact_email": _l("Needed when a contact is named"),
    "contact_phone": _l("Digits"),
    "contact_shown": _l("Yes: readers see the contact. Empty: only the office does"),
}
