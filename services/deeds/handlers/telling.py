"""From an empty form to a deed that waits for the office."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from services.deeds.documents import Deed, Picture
from services.deeds.documents.deed import next_number
from services.deeds.handlers.finding import author_of, deed_by_id
from services.deeds.handlers.form_keys import AT_MOST, WITHIN, hold_back_floods, id_of_form
from services.deeds.workflow.deed import BEFORE_PUBLIC, DRAFT, EXPIRED, PUBLIC_STATES, UNCONFIRMED
from shared import ambient
from shared.errors import Conflict, InvalidInput, TransitionNotAllowed
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.table import Actor

STANDING = (UNCONFIRMED, *BEFORE_PUBLIC, *PUBLIC_STATES)  # where a second one would be a double
MAILING = ("keep", "ask_help", "request_link")


def start_deed(*, language: str, key: str) -> Deed:
    """An empty draft. `key` is the form's own: a repeat returns the draft that it made."""
    draft = Deed(id=id_of_form(key), language=language)
    return perform(draft, "start", Actor(Role.AUTHOR), cause=f"form:{key}")


def save_deed(
    draft: Deed, content: Mapping[str, Any], *, language: str, expected_version: int | None = None
) -> Deed:
    """Keep what has been written. The same again changes nothing, whichever version was seen.

    Raises Conflict when somebody else has written meanwhile.
    """
    sets = {"content": dict(content), "language": language}
    if _says(draft, sets):
        return draft
    try:
        return perform(
            draft, "save", author_of(draft), sets=sets, expected_version=expected_version
        )
    except Conflict as error:
        if _says(error.case, sets):  # a double click: the first one has just done it
            return deed_by_id(draft.id)
        raise


def _says(draft: Deed, sets: Mapping[str, Any]) -> bool:
    return bool(draft.content == sets["content"] and draft.language == sets["language"])


def keep_deed(draft: Deed, *, email: str, language: str) -> Deed:
    """Mail a link to continue later: to the same address at most once an hour.

    Raises TransitionNotAllowed ("too_many").
    """
    person = _person(draft, language) | {"email": email}
    return _mail(draft, "keep", person, _key(email, f"{ambient.now():%Y%m%d%H}"))


def ask_help(draft: Deed, *, wish: str, name: str, email: str, language: str) -> Deed:
    """Ask the office to help with the writing. The same wish again, before there has been an
    answer to it, is the same request. Raises TransitionNotAllowed ("too_many")."""
    answered = sum(entry["action"] == "help" for entry in draft.history)
    person = _person(draft, language) | {"name": name, "email": email}
    key = _key(wish, email, str(answered))
    return _mail(draft, "ask_help", person, key, sets={"help_wish": wish}, data={"wish": wish})


def _mail(
    deed: Deed,
    action: str,
    person: Mapping[str, Any],
    key: str,
    *,
    sets: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
) -> Deed:
    """A step whose mail goes to an address that has not been confirmed: few are sent."""
    if deed.has_handled(action, key):
        return deed
    _hold_back(deed, action, person["email"])
    contact = dict(deed.content.get("contact", {}))
    for name in ("name", "email", "phone"):
        contact[name] = contact.get(name) or person[name]
    return perform(
        deed,
        action,
        Actor(Role.AUTHOR, person["name"], person["email"]),
        sets={
            "author": dict(person),
            "content": {**deed.content, "contact": contact},
            **(sets or {}),
        },
        data=data,
        cause=key,
        expected_version=deed.version,
    )


def _hold_back(deed: Deed, action: str, email: str) -> None:
    """Nobody is to flood others through a form that needs no sign-in."""
    hold_back_floods(Deed, action, "author.email", email)
    since = ambient.now() - WITHIN
    mailed = [e for e in deed.history if e["action"] in MAILING and e["at"] > since]
    if len(mailed) >= AT_MOST:
        raise TransitionNotAllowed(action, deed.state, "too_many")


def waits_for_help(draft: Deed) -> bool:
    return any(task["name"] == "help" for task in draft.tasks)


def take_quick_test(draft: Deed, answers: Mapping[str, bool]) -> Deed:
    """Keep the answers; the ones not given are left out."""
    if draft.quick_test == answers:
        return draft
    return perform(draft, "save", author_of(draft), sets={"quick_test": dict(answers)})


def send_deed(draft: Deed, *, language: str, expected_version: int | None = None) -> Deed:
    """Give it its number and mail a link to confirm the address. A repeat returns what stands.

    `language` is that of the mails. Raises InvalidInput (what is unfinished),
    TransitionNotAllowed ("twin": it has been sent already, see `twin_of`; "too_many"), Conflict.
    """
    if draft.state != DRAFT and draft.number:
        return draft
    if missing := draft.unfinished():
        raise InvalidInput({name: ["unfinished"] for name in missing})
    if twin_of(draft):
        raise TransitionNotAllowed("send", draft.state, "twin")
    person = _person(draft, language)
    hold_back_floods(Deed, "send", "author.email", person["email"])
    sets = {"number": next_number(), "author": person}
    try:
        return perform(
            draft, "send", author_of(draft), sets=sets, expected_version=expected_version
        )
    except (TransitionNotAllowed, Conflict):
        stands = deed_by_id(draft.id)
        if stands.state != DRAFT and stands.number:
            return stands
        raise


def twin_of(draft: Deed) -> Deed | None:
    """A deed of the same name, of the same organisation and author, that has been sent."""
    same = {
        "author.email": draft.content.get("contact", {}).get("email"),
        "content.title": draft.title,
        "content.organisation": draft.content.get("organisation"),
    }
    found: Deed | None = Deed.objects(
        __raw__={**same, "state": {"$in": STANDING}, "_id": {"$ne": draft.id}}
    ).first()
    return found


def mail_confirmation(deed: Deed, *, email: str) -> Deed:
    """The link to confirm once more, also to another address when the first was mistyped. To the
    same address at most once an hour. Raises TransitionNotAllowed ("too_many")."""
    if deed.state != UNCONFIRMED:
        raise TransitionNotAllowed("request_link", deed.state)
    key = _key(email, f"{ambient.now():%Y%m%d%H}")
    if deed.has_handled("request_link", key):
        return deed
    _hold_back(deed, "request_link", email)
    contact = {**deed.content["contact"], "email": email}
    return perform(
        deed,
        "request_link",
        author_of(deed),
        sets={
            "author": {**deed.author, "email": email},
            "content": {**deed.content, "contact": contact},
        },
        data={"purpose": "deed-confirm"},
        cause=key,
        expected_version=deed.version,
    )


def confirm_deed(deed: Deed) -> Deed:
    """The address is right: the office begins to check. A repeat returns what stands."""
    if deed.submitted_at:
        return deed
    try:
        return perform(
            deed,
            "confirm",
            author_of(deed),
            sets={"submitted_at": ambient.now()},
            data={"tip_id": deed.tip_id},
        )
    except TransitionNotAllowed:
        stands = deed_by_id(deed.id)
        if stands.submitted_at:
            return stands
        raise


def delete_expired_deeds() -> int:
    """What the privacy notice promises: what was not sent, or not confirmed, leaves nothing."""
    gone = [deed.id for deed in Deed.objects(state=EXPIRED, outbox__size=0).only("id")]
    if gone:
        Picture.objects(deed_id__in=gone).delete()
    return int(Deed.objects(id__in=gone).delete()) if gone else 0


def _person(draft: Deed, language: str) -> dict[str, Any]:
    """Whom the mails greet, as far as the draft tells."""
    contact = draft.content.get("contact") or draft.author
    person = {name: contact.get(name, "") for name in ("name", "email", "phone")}
    return {**person, "language": language}


def _key(*parts: str) -> str:
    return "told:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
