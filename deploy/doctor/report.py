"""The findings on paper: lines for people, JSON for machines; never a secret."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from deploy.dead_letters import in_one_line, plain
from deploy.doctor.check import Result
from deploy.doctor.finding import Level
from shared.settings import Settings

SOUND = (Level.OK, Level.WARNING)
SHORTEST = 4  # a shorter "password" would blot out half of the words
BLOT = "***"


def is_well(results: Iterable[Result]) -> bool:
    """Warnings are for the day; faults, and what could not be looked at, are for now."""
    return all(result.finding.level in SOUND for result in results)


def line(result: Result, secrets: Sequence[str]) -> str:
    """Two lines where there is something to do."""
    finding = result.finding
    level = finding.level.value if finding.level in SOUND else finding.level.value.upper()
    parts = [f"{level:<8} {result.check:<12} {_said(finding.says, secrets)}"]
    if finding.advice:
        parts.append(f"{'→':>23} {_said(finding.advice, secrets)}")
    return "\n".join(parts)


def _said(text: str, secrets: Sequence[str]) -> str:
    return plain(in_one_line(blotted(text, secrets)))


def last_line(results: Sequence[Result]) -> str:
    counts = {level: sum(each.finding.level is level for each in results) for level in Level}
    wrong = [
        f"{counts[level]} {level.value}"
        for level in Level
        if level is not Level.OK and counts[level]
    ]
    return f"{len(results)} findings: " + (", ".join(wrong) if wrong else "all is well")


def in_json(results: Sequence[Result], secrets: Sequence[str]) -> str:
    rows = [
        {
            "check": result.check,
            "level": result.finding.level.value,
            "says": blotted(result.finding.says, secrets),
            "advice": blotted(result.finding.advice, secrets),
        }
        for result in results
    ]
    return json.dumps({"well": is_well(results), "findings": rows}, indent=2)


def secrets_of(settings: Settings) -> list[str]:
    """Longest first, so that none leaves its end behind."""
    addresses = [settings.store_url, *settings.broker_url.split(";")]
    found = [
        *settings.secret_keys,
        settings.smtp_password,
        *(token.token for token in settings.api_tokens),
        *(password for address in addresses for password in _passwords(address)),
    ]
    return sorted({each for each in found if len(each) >= SHORTEST}, key=len, reverse=True)


def _passwords(address: str) -> list[str]:
    """As written in the address, and as meant."""
    try:
        password = urlsplit(address).password or ""
    except ValueError:
        password = ""
    return [password, unquote(password)]


def blotted(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, BLOT)
    return text
