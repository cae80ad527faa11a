"""Experts for the tests."""

from datetime import date

SAMPLE = {
    "name": "Aino Lehtoranta",
    "company": "Lehtoranta Kehitys Oy",
    "email": "aino@lehtoranta.example",
    "phone": "+358 40 555 0101",
    "language": "fi",
    "description": {"fi": "Prosessit kuntoon.", "sv": "Processer i skick.", "en": ""},
    "themes": ["processes", "renewal"],
    "languages": ["fi", "sv"],
    "regions": ["uusimaa", "kanta-hame"],
    "remote": True,
}


def contract(start="2025-01-01", end="2099-12-31", number="KT-1", day_rate=85000):
    return {
        "number": number,
        "start": date.fromisoformat(start),
        "end": date.fromisoformat(end),
        "day_rate": day_rate,
    }


def profile(**changes):
    """As ExpertSchema loads it. An e-mail of its own for each name."""
    changed = {**SAMPLE, "contracts": [contract()], **changes}
    if "name" in changes and "email" not in changes:
        changed["email"] = changes["name"].lower().replace(" ", ".") + "@pool.example"
    return changed


def typed(**changes):
    """As a browser posts the profile page."""
    return {
        "name": "Aino Lehtoranta",
        "company": "Lehtoranta Kehitys Oy",
        "email": "aino@lehtoranta.example",
        "phone": "040 555 0101",
        "language": "fi",
        "description.fi": "Prosessit kuntoon.",
        "themes": ["processes"],
        "languages": ["fi"],
        "regions": ["uusimaa"],
    } | changes
