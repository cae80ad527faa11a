"""Who gets a bulletin: subscribers by kind and language.

Their ids are random, so those that begin with a given hex digit or two are a part of the list.
"""

from __future__ import annotations

from collections import Counter
from itertools import product

from services.notifications import roll
from services.notifications.documents import Bulletin, Subscriber, subscriber_id
from services.notifications.roll import Entry
from services.notifications.workflow.subscriber import SUBSCRIBED
from shared.settings import LANGUAGES

IN_ONE_PART = 400


def depth_for(count: int) -> int:
    """How many hex digits name a part, so that a part has at most a few hundred."""
    return next((depth for depth in (0, 1) if count <= IN_ONE_PART * 16**depth), 2)


def parts(depth: int) -> list[str]:
    return ["".join(digits) for digits in product(roll.PARTS, repeat=depth)]


def members_of(bulletin: Bulletin, part: str = "") -> list[Entry]:
    """In the order of their ids. Once it is sent: those who were subscribers then and still are;
    who has come since gets the next one."""
    languages = bulletin.languages or LANGUAGES
    latest = bulletin.started_at.timestamp() if bulletin.started_at else float("inf")
    return [
        one
        for one in roll.read(part)
        if one.gets(bulletin.kind) and one.language in languages and one.joined_at <= latest
    ]


def by_language(bulletin: Bulletin, members: list[Entry]) -> dict[str, int]:
    """Language of the reader → how many; every language of the audience, also with nobody in it."""
    found = Counter(one.language for one in members)
    return {code: found[code] for code in bulletin.languages or LANGUAGES}


def listed_address(bulletin: Bulletin, email: str) -> str:
    """The address as it is stored, when it is among those who get it; else empty."""
    one = Subscriber.objects(id=subscriber_id(email)).first()
    if one is None or one.state != SUBSCRIBED or bulletin.kind not in one.kinds:
        return ""
    is_reader = not bulletin.languages or one.language in bulletin.languages
    return str(one.email) if is_reader else ""
