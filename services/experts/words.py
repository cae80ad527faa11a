"""Names of what the pages show: vocabularies in the reader's language, states, fields, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from services.experts.catalogue import REMOTE
from services.experts.contracts import Contract
from services.experts.documents import Expert
from services.experts.themes import theme_names
from shared import vocabulary
from shared.web.formats import euros, finnish_date
from shared.web.language import language


def regions() -> dict[str, str]:
    return vocabulary.names_in(vocabulary.REGIONS, language())


def spoken() -> dict[str, str]:
    return vocabulary.names_in(vocabulary.SPOKEN, language())


def themes() -> dict[str, str]:
    return theme_names(language())


def places() -> dict[str, str]:
    return {**regions(), REMOTE: _("Remotely")}


def named(ids: Sequence[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(key, key) for key in ids]


def field_names() -> dict[str, str]:
    return {
        "name": _("Name"),
        "company": _("Company"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "language": _("Language of the mails to the expert"),
        "description": _("Description"),
        "description.fi": _("Description in Finnish"),
        "description.sv": _("Description in Swedish"),
        "description.en": _("Description in English"),
        "themes": _("Themes"),
        "languages": _("Working languages"),
        "regions": _("Regions"),
        "remote": _("Also works remotely"),
        "contracts": _("Contracts"),
    }


def work_states() -> dict[str, tuple[str, str]]:
    """State of an order → (its name, kind of its tag)."""
    return {
        "ordered": (_("Waiting for the expert"), "warning"),
        "agreed": (_("Agreed"), "info"),
        "held": (_("Held"), "success"),
        "declined": (_("Declined"), "neutral"),
        "cancelled": (_("Cancelled"), "neutral"),
    }


def shown(name: str, value: Any) -> str:
    """A stored value of a profile's field as one line of text."""
    if name == "themes":
        return ", ".join(named(value, themes()))
    if name == "languages":
        return ", ".join(named(value, spoken()))
    if name == "regions":
        return ", ".join(named(value, regions()))
    if name == "language":
        return spoken().get(value, value)
    if name == "remote":
        return _("Yes") if value else _("No")
    if name == "contracts":
        return "; ".join(period(contract) for contract in value)
    return str(value or "")


def period(contract: Contract) -> str:
    """KT-12: 1.1.2025–31.12.2028, and the rate where it is known."""
    days = f"{finnish_date(contract['start'])}–{finnish_date(contract['end'])}"
    rate = f", {euros(contract['day_rate'] / 100)}" if "day_rate" in contract else ""
    return f"{contract['number']}: {days}{rate}"


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(field's name, value before, value after) of what differs between two profiles."""
    names = field_names()
    return [
        (names[name], shown(name, old), shown(name, new))
        for name, old, new in _pairs(before, after)
        if old != new
    ]


def _pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    pairs: list[tuple[str, Any, Any]] = []
    for name, new in after.items():
        old = before.get(name)
        if name == "description" and isinstance(new, Mapping):
            texts = old or {}
            pairs += [(f"description.{key}", texts.get(key, ""), new[key]) for key in new]
        elif name in field_names():
            pairs.append((name, old, new))
    return pairs


def timeline(expert: Expert, *, since: int = 0) -> list[dict[str, Any]]:
    """The history for the page's timeline, latest first; only what came after version `since`."""
    told: Mapping[str, Any] = {}
    entries = []
    for entry in expert.history:
        now = entry["data"].get("expert", {})
        if entry["version"] > since:
            entries.append(_told(entry, told, now))
        told = now or told
    return entries[::-1]


def _told(
    entry: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    titles = {
        "add": _("Added to the pool"),
        "edit": _("Edited"),
        "end": _("Left the pool"),
        "return_to_pool": _("Returned to the pool"),
    }
    names = field_names()
    changed = ", ".join(names.get(name, name) for name in entry["data"].get("changed", []))
    title = titles.get(entry["action"], entry["action"])
    lines = [entry["data"].get("reason", "")]
    if entry["action"] == "edit":
        lines += [_line(*found) for found in difference(before, after)]
    return {
        "at": entry["at"],
        "title": f"{title}: {changed}" if changed else title,
        "by": entry["actor"].get("name") or entry["actor"].get("email") or entry["actor"]["role"],
        "text": "\n".join(filter(None, lines)),
    }


def _line(name: str, before: str, after: str) -> str:
    if len(before) + len(after) > 160:
        return _("%(field)s: rewritten", field=name)
    return f"{name}: {before or '–'} → {after or '–'}"
