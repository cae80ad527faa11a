"""What a deed tells as plain text, field by field, and where two versions of it differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from services.deeds import show
from services.deeds.documents.deed import CONTENT_FIELDS, Deed
from services.deeds.staff.review.comparison import Compared, compared
from services.deeds.words.deed import FIELDS
from services.deeds.workflow.deed import (
    BEFORE_PUBLIC,
    CHANGE_RETURNED,
    CHANGE_SUBMITTED,
    DRAFT,
    SUBMITTED,
    UNCONFIRMED,
)

Content = Mapping[str, Any]
CHECKED_UPDATE = (CHANGE_SUBMITTED, CHANGE_RETURNED)
BEING_CHECKED = (DRAFT, UNCONFIRMED, *BEFORE_PUBLIC, *CHECKED_UPDATE)


@dataclass(frozen=True)
class Difference:
    """A field that two versions have differently."""

    name: str
    label: str
    texts: Compared
    before: Any
    after: Any


def shown_content(deed: Deed) -> Content:
    """What staff look at: what is to be checked, else what is (or was) public."""
    if deed.state in BEING_CHECKED:
        return deed.content
    return deed.published or deed.content


def earlier_content(deed: Deed) -> Content | None:
    """What is to be checked is compared with this: the public version, or the one that more was
    asked about. None when there is nothing to compare with."""
    if deed.state in CHECKED_UPDATE:
        return deed.published
    if deed.state == SUBMITTED and deed.request.get("answered_at"):
        before: Content = deed.request["before"]
        return before
    return None


def differences(deed: Deed) -> list[Difference]:
    before = earlier_content(deed)
    if before is None:
        return []
    now = deed.content
    return [
        Difference(
            name=name,
            label=str(FIELDS[name]),
            texts=compared(text_of(name, before), text_of(name, now)),
            before=before.get(name),
            after=now.get(name),
        )
        for name in CONTENT_FIELDS
        if (before.get(name) or None) != (now.get(name) or None)
    ]


def text_of(name: str, content: Content) -> str:
    value = content.get(name)
    if not value:
        return ""
    return SAYS[name](value) if name in SAYS else str(value)


def _themes(keys: list[str]) -> str:
    return ", ".join(name for _key, name in show.theme_rows(keys))


def _links(rows: list[dict[str, str]]) -> str:
    return "\n".join(f"{row.get('title', '')} {row['url']}".strip() for row in rows)


def _pictures(rows: list[dict[str, Any]]) -> str:
    return "\n".join(f"{number}. {row.get('alt', '')}" for number, row in enumerate(rows, 1))


def contact_lines(contact: Mapping[str, Any]) -> str:
    shown = _("Readers see these") if contact.get("shown") else _("Readers do not see these")
    known = (contact.get(name, "") for name in ("name", "email", "phone"))
    return "\n".join(filter(None, (*known, shown)))


SAYS: dict[str, Callable[[Any], str]] = {
    "stage": show.stage_name,
    "sector": show.sector_name,
    "region": show.region_name,
    "themes": _themes,
    "took_part": show.group_names,
    "links": _links,
    "pictures": _pictures,
    "contact": contact_lines,
}
