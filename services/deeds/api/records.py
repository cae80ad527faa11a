"""A published deed as open data: as JSON, and as a row of the CSV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.deeds.documents.deed import TEXT_FIELDS
from services.deeds.feeds.feed import LICENCE_ADDRESS, LICENCE_NAME
from services.deeds.search.entry import Published

WRITTEN = (*TEXT_FIELDS, "organisation", "organisation_key", "unit", "sector", "region", "stage")
CONTACT = ("name", "email", "phone")
LICENCE = {
    "name": LICENCE_NAME,
    "url": LICENCE_ADDRESS,
    "attribution": "Kunteko, Tekojen tori",
}
BETWEEN = ","
BETWEEN_LINKS = " | "
# the names that an import knows too; the last three are not read back
COLUMNS = (
    "id",
    *TEXT_FIELDS,
    "organisation",
    "unit",
    "sector",
    "region",
    "themes",
    "stage",
    "took_part",
    "language",
    "published",
    "links",
    "contact_name",
    "contact_email",
    "contact_phone",
    "contact_shown",
    "number",
    "url",
    "updated",
)


def address_of(number: int, base: str) -> str:
    """Without the words of the title, which may change."""
    return f"{base}/deeds/{number}"


def record(deed: Published, base: str) -> dict[str, Any]:
    content = deed.content
    return {
        "id": deed.id,
        "number": deed.number,
        "url": address_of(deed.number, base),
        "language": deed.language,
        **{name: content.get(name) or "" for name in WRITTEN},
        "themes": list(content.get("themes") or []),
        "took_part": list(content.get("took_part") or []),
        "links": [dict(link) for link in content.get("links") or []],
        "pictures": [_picture(picture, base) for picture in content.get("pictures") or []],
        "contact": shown_contact(content),
        "published_at": deed.published_at,
        "updated_at": deed.updated_at,
    }


def shown_contact(content: Mapping[str, Any]) -> dict[str, str] | None:
    contact = content.get("contact") or {}
    return {name: contact.get(name) or "" for name in CONTACT} if contact.get("shown") else None


def _picture(picture: Mapping[str, Any], base: str) -> dict[str, Any]:
    known = {name: picture.get(name) for name in ("alt", "width", "height")}
    return known | {"url": f"{base}/deeds/pictures/{picture['id']}/large.webp"}


def csv_row(deed: Published, base: str) -> list[str]:
    """In the order of COLUMNS."""
    made = record(deed, base)
    contact = made["contact"] or dict.fromkeys(CONTACT, "")
    cells = made | {
        "themes": BETWEEN.join(made["themes"]),
        "took_part": BETWEEN.join(made["took_part"]),
        "links": BETWEEN_LINKS.join(
            f"{link.get('title', '')} {link['url']}".strip() for link in made["links"]
        ),
        "published": deed.published_at.date().isoformat(),
        "updated": deed.updated_at.date().isoformat(),
        "contact_shown": "1" if made["contact"] else "0",
        **{f"contact_{name}": contact[name] for name in CONTACT},
    }
    return [str(cells[name]) for name in COLUMNS]
