"""What authors do after sending: answer, update, take back, ask down, ask for a fresh link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from services.deeds.documents import Deed
from services.deeds.documents.deed import CONTENT_FIELDS, SECTION_FIELDS
from services.deeds.handlers.finding import author_of
from services.deeds.workflow.deed import CHANGE_STATES, CHANGING
from shared import ambient
from shared.errors import InvalidInput, TransitionNotAllowed
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.table import Actor

Content = Mapping[str, Any]


def published_content(deed: Deed) -> dict[str, Any]:
    """What stands on the marketplace, as an update begins from it."""
    return _content_of(deed.published)


def content_now(deed: Deed) -> dict[str, Any]:
    """What the author writes on: what is being written, or what is public when nothing is."""
    return _content_of(deed.told)


def _content_of(version: Content) -> dict[str, Any]:
    return {name: deepcopy(version[name]) for name in CONTENT_FIELDS if name in version}


def answer_request(
    deed: Deed,
    given: Content,
    *,
    answer: str = "",
    expected_version: int | None = None,
    cause: str | None = None,
) -> Deed:
    """Fields of sections that were not asked for are ignored.

    A repeat with the same `cause` returns what stands. Raises InvalidInput at `answer`
    ("nothing_given") when neither a field nor a word has been given.
    """
    if cause and deed.has_handled("answer", cause):
        return deed
    asked = dict(deed.request)
    names = [name for section in asked.get("sections", ()) for name in SECTION_FIELDS[section]]
    sets = _written(deed, {name: given[name] for name in names if name in given})
    before = asked.get("before", {})
    changed = differing(names, sets["content"], before)
    if not changed and not answer and expected_version in (None, deed.version):
        raise InvalidInput({"answer": ["nothing_given"]})
    asked |= {"changed": changed, "answer": answer, "answered_at": ambient.now()}
    return perform(
        deed,
        "answer",
        author_of(deed),
        sets={**sets, "request": asked},
        data={"changed": changed, "answer": answer},
        cause=cause,
        expected_version=expected_version,
    )


def save_change(
    deed: Deed, given: Content, *, expected_version: int | None = None, cause: str | None = None
) -> Deed:
    """Keep an update; the first save begins it from what is public. A repeat changes nothing."""
    if cause and any(deed.has_handled(action, cause) for action in ("change", "save")):
        return deed
    # `save` is in the table for drafts, too, but those are behind another link
    action = "save" if deed.state == CHANGING else "change"
    return perform(
        deed,
        action,
        author_of(deed),
        sets=_written(deed, given),
        cause=cause,
        expected_version=expected_version,
    )


def send_change(
    deed: Deed, *, expected_version: int | None = None, cause: str | None = None
) -> Deed:
    """Raises TransitionNotAllowed: "unfinished", "unchanged" (it is as the public version)."""
    if deed.state == CHANGING and not changed_fields(deed):
        raise TransitionNotAllowed("send_change", deed.state, "unchanged")
    return perform(
        deed, "send_change", author_of(deed), cause=cause, expected_version=expected_version
    )


def changed_fields(deed: Deed) -> list[str]:
    """In what an update differs from the public version; [] when there is none."""
    if deed.state not in CHANGE_STATES:
        return []
    return differing(CONTENT_FIELDS, deed.content, deed.published)


def differing(names: Iterable[str], one: Content, other: Content) -> list[str]:
    """Of the fields called so. What is chosen from a list counts as the same in any order."""
    return [name for name in names if _compared(one.get(name)) != _compared(other.get(name))]


def _compared(value: Any) -> Any:
    chosen = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return sorted(value) if chosen else value


def discard_change(
    deed: Deed, *, expected_version: int | None = None, cause: str | None = None
) -> Deed:
    """Drop the update; the public version stays as it is."""
    return perform(
        deed,
        "discard",
        author_of(deed),
        sets={"content": published_content(deed)},
        cause=cause,
        expected_version=expected_version,
    )


def withdraw_deed(
    deed: Deed, *, reason: str, expected_version: int | None = None, cause: str | None = None
) -> Deed:
    """Before it has been published."""
    return perform(
        deed,
        "withdraw",
        author_of(deed),
        data={"reason": reason},
        cause=cause,
        expected_version=expected_version,
    )


def ask_down(
    deed: Deed, *, reason: str, expected_version: int | None = None, cause: str | None = None
) -> Deed:
    """Ask the office to take the deed down. An update that has been begun is dropped."""
    return perform(
        deed,
        "ask_down",
        author_of(deed),
        sets={"content": published_content(deed)},
        data={"reason": reason},
        cause=cause,
        expected_version=expected_version,
    )


def request_link(deed: Deed, *, purpose: str, recipient: str, key: str) -> Deed:
    """A fresh link to the same address. `key` (the old link and the hour) keeps it to one mail."""
    return perform(
        deed,
        "request_link",
        Actor(Role.AUTHOR, deed.author.get("name", ""), recipient),
        data={"purpose": purpose},
        cause=f"link:{key}",
    )


def _written(deed: Deed, given: Content) -> dict[str, Any]:
    """`given` over what stands. The address is confirmed and stays; who answers to it, and by
    which number, may change, and mails greet them so."""
    content = {**content_now(deed), **given}
    if "contact" not in given:
        return {"content": content}
    standing = content_now(deed).get("contact", {})
    contact = {**standing, **given["contact"], "email": standing.get("email", "")}
    person = {name: contact[name] for name in ("name", "phone") if name in contact}
    return {"content": {**content, "contact": contact}, "author": {**deed.author, **person}}
