"""What the office does to a deed: asks, corrects, publishes, declines, merges, takes down.

Every step is pinned to the version that was read, so that nothing is published that nobody saw.
A repeat with the same key of the pin returns what stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from services.deeds.addresses import key_of
from services.deeds.documents import Deed
from services.deeds.handlers.authoring import content_now, published_content
from services.deeds.handlers.finding import deed_by_number, deed_instead
from services.deeds.workflow.deed import PUBLISHED
from shared import ambient
from shared.errors import InvalidInput, NotFound, TransitionNotAllowed
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.rehearsal import rehearse, rehearsing
from shared.workflow.table import Actor


def ask_more(
    deed: Deed, *, sections: Sequence[str], message: str, by: Actor, pin: Pin | None = None
) -> Deed:
    """Return the deed for the named sections. Only they are open until it is answered."""
    asked = {"sections": list(sections), "message": message}
    rest = {"by": by.name, "before": deepcopy(dict(deed.content)), "changed": [], "answer": ""}
    return _step(deed, "ask_more", by, pin, sets={"request": asked | rest}, data=asked)


def correct(deed: Deed, *, texts: Mapping[str, str], by: Actor, pin: Pin | None = None) -> Deed:
    """Mend the texts; the history keeps each change as field → [before, after].

    Raises InvalidInput ("nothing_changed").
    """
    if pin and deed.has_handled("correct", pin.cause):
        return deed
    content = content_now(deed)
    changes = _changes(content, texts)
    mended = {**content, **{name: after for name, (_before, after) in changes.items()}}
    sets: dict[str, Any] = {"content": mended}
    if deed.state == PUBLISHED:
        sets["published"] = {**mended, "organisation_key": key_of(mended["organisation"])}
    return _step(
        deed, "correct", by, pin, sets=sets, data={"changed": list(changes), "changes": changes}
    )


def publish_deed(deed: Deed, *, by: Actor, message: str = "", pin: Pin | None = None) -> Deed:
    """Put what was checked on the marketplace; the version that was there goes to `editions`."""
    now = ambient.now()
    first = deed.published_at is None
    sets = {
        "published": deed.to_publish(),
        "renewed_at": now,
        "decision": _decision("published", message, by),
    }
    earlier = {"version": len(deed.editions) + 1, "until": now, "content": dict(deed.published)}
    return _step(
        deed,
        "publish",
        by,
        pin,
        sets=sets | ({"published_at": now} if first else {}),
        pushes={"editions": earlier} if deed.published else {},
        data={"first": first, "message": message},
    )


def decline_deed(deed: Deed, *, grounds: str, by: Actor, pin: Pin | None = None) -> Deed:
    return _step(
        deed,
        "decline",
        by,
        pin,
        sets={"decision": _decision("declined", grounds, by)},
        data={"grounds": grounds, "decided_by": by.name},
    )


def decline_change(deed: Deed, *, grounds: str, by: Actor, pin: Pin | None = None) -> Deed:
    """The version that is public stays; what was declined is kept with the decision."""
    declined = {"content": deepcopy(dict(deed.content))}
    decision = _decision("change_declined", grounds, by) | declined
    sets = {"content": published_content(deed), "decision": decision}
    return _step(
        deed, "decline_change", by, pin, sets=sets, data={"grounds": grounds, "decided_by": by.name}
    )


def give_help(
    deed: Deed, *, texts: Mapping[str, str], message: str, by: Actor, pin: Pin | None = None
) -> Deed:
    """Write into the author's draft. Sending it stays the author's own step."""
    if pin and deed.has_handled("help", pin.cause):
        return deed
    changed = [name for name, text in texts.items() if text != (deed.content.get(name) or "")]
    return _step(
        deed,
        "help",
        by,
        pin,
        sets={"content": {**deed.content, **texts}},
        data={"message": message, "changed": changed},
    )


def take_down(deed: Deed, *, reason: str, by: Actor, pin: Pin | None = None) -> Deed:
    return _step(
        deed,
        "take_down",
        by,
        pin,
        sets={"decision": _decision("taken_down", reason, by)},
        data={"reason": reason},
    )


def keep_up(deed: Deed, *, message: str, by: Actor, pin: Pin | None = None) -> Deed:
    """Agreed with the author that it stays."""
    sets = {"content": published_content(deed), "decision": _decision("kept_up", message, by)}
    return _step(deed, "keep_up", by, pin, sets=sets, data={"message": message})


def restore(deed: Deed, *, by: Actor, message: str = "", pin: Pin | None = None) -> Deed:
    """Back on the marketplace as it last stood there."""
    sets = {"content": published_content(deed), "decision": _decision("restored", message, by)}
    return _step(deed, "restore", by, pin, sets=sets, data={"first": False, "message": message})


def merge_deeds(
    deed: Deed, *, number: int, by: Actor, reason: str = "", pin: Pin | None = None
) -> Deed:
    """`deed` ends; its readers are led to the deed called `number`, whose history notes it first.

    Whoever is stopped between the two steps leaves only the note, and a repeat goes on from there.
    Raises InvalidInput at `number`: no_such_deed, itself, joined_here, not_public.
    """
    if pin and deed.has_handled("merge", pin.cause):
        return deed
    kept = deed_to_keep(deed, number)

    def merge() -> Deed:
        return _step(
            deed,
            "merge",
            by,
            pin,
            sets={"merged_into": kept.id, "decision": _decision("merged", reason, by)},
            data={"into": _named(kept), "reason": reason},
        )

    if not rehearsing():
        rehearse(merge)  # what cannot be joined, or has changed since it was seen, leaves no note
        _take_in(kept, deed, by, pin)
    return merge()


def _take_in(kept: Deed, deed: Deed, by: Actor, pin: Pin | None) -> None:
    """Raises InvalidInput at `number`: not_public."""
    cause = f"{pin.cause}:{deed.id}" if pin else None
    try:
        perform(kept, "take_in", by, cause=cause, data={"deed": _named(deed)})
    except TransitionNotAllowed:
        raise InvalidInput({"number": ["not_public"]}) from None


def _named(deed: Deed) -> dict[str, Any]:
    return {"id": deed.id, "number": deed.number, "title": deed.title, "path": deed.path}


def deed_to_keep(deed: Deed, number: int) -> Deed:
    """Raises InvalidInput at `number`: no_such_deed, itself, joined_here, not_public."""
    try:
        kept = deed_by_number(number)
    except NotFound:
        raise InvalidInput({"number": ["no_such_deed"]}) from None
    if kept.id == deed.id:
        raise InvalidInput({"number": ["itself"]})
    if deed_instead(kept).id == deed.id:
        raise InvalidInput({"number": ["joined_here"]})
    if not kept.is_public:
        raise InvalidInput({"number": ["not_public"]})
    return kept


def _changes(content: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, list[str]]:
    changes = {
        name: [content.get(name) or "", text]
        for name, text in texts.items()
        if text != (content.get(name) or "")
    }
    if not changes:
        raise InvalidInput({"_schema": ["nothing_changed"]})
    return changes


def _decision(outcome: str, grounds: str, by: Actor) -> dict[str, Any]:
    return {"outcome": outcome, "grounds": grounds, "by": by.name, "at": ambient.now()}


def _step(deed: Deed, action: str, by: Actor, pin: Pin | None, **written: Any) -> Deed:
    return perform(
        deed,
        action,
        by,
        cause=pin.cause if pin else None,
        expected_version=pin.version if pin else deed.version,
        **written,
    )
