"""Subscribers: signing up, confirming, choosing, leaving.

What people type in waits in `asked` until the link mailed to the address has confirmed it. One
address is mailed at most one link an hour, whoever asks and however often.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.notifications.documents import Subscriber, subscriber_id
from services.notifications.documents.subscriber import together
from services.notifications.handlers.queueing import MailHandler, mailing
from services.notifications.mails import subscriptions as mails
from services.notifications.workflow.bulletin import CONTACT_LETTER, NEWSLETTER
from services.notifications.workflow.subscriber import SUBSCRIBED, UNCONFIRMED, UNREACHABLE
from shared import ambient, tracing
from shared.contracts import subscriptions as told
from shared.contracts.base import EventContract
from shared.errors import NotFound, TransitionNotAllowed
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import Actor

# no name, no address: the history of a subscriber is kept when they have left
READER = Actor(Role.READER)
DETAILS = ("name", "organisation", "position")
MAILING = ("sign_up", "register", "request_link")  # steps that mail a link to the address
ONE_MAIL_IN = timedelta(hours=1)
STEPS_AT_MOST = 20  # of one address within that; what is typed in after them is not kept

Asked = Mapping[str, Any]


def find_subscriber(key: str) -> Subscriber:
    """Raises NotFound."""
    found: Subscriber | None = Subscriber.objects(id=key).first()
    if found is None:
        raise NotFound(f"no subscriber {key}")
    return found


# --- by whoever types in an address


def sign_up(email: str, language: str) -> None:
    """For the newsletter. Whoever asks learns nothing: only the address is told."""
    _ask(email, language, {"kinds": [NEWSLETTER]})


def register_contact_person(answers: Asked, email: str, language: str) -> None:
    """`answers`: name, organisation, position, wishes. Contact persons get the newsletter too."""
    told_now = {name: answers[name] for name in (*DETAILS, "wishes") if answers.get(name)}
    _ask(email, language, {**told_now, "kinds": [NEWSLETTER, CONTACT_LETTER]})


def _ask(email: str, language: str, asked: Asked) -> None:
    address = email.strip()
    key = subscriber_id(address)
    subscriber = Subscriber.objects(id=key).first() or Subscriber(id=key, language=language)
    waiting = added(subscriber.asked, asked)
    if subscriber.state == SUBSCRIBED:
        if adds_nothing(subscriber, asked):
            send_link(subscriber)
        else:
            _mail_or_amend(subscriber, "register", waiting, {})
    else:
        told_now = {"email": address, "language": language}
        _mail_or_amend(subscriber, "sign_up", waiting, told_now)


def added(waiting: Asked, asked: Asked) -> dict[str, Any]:
    """What is asked now, on top of what waits already."""
    return {**waiting, **asked, "kinds": together(waiting.get("kinds", ()), asked["kinds"])}


def adds_nothing(subscriber: Subscriber, asked: Asked) -> bool:
    return set(asked) == {"kinds"} and set(asked["kinds"]) <= set(subscriber.kinds)


def _mail_or_amend(
    subscriber: Subscriber, action: str, waiting: Asked, sets: Mapping[str, Any]
) -> None:
    if not mailed_lately(subscriber):
        # the version: two requests at once make one step, and one mail
        cause = f"ask:{subscriber.version}"
        perform(subscriber, action, READER, sets={**sets, "asked": waiting}, cause=cause)
    elif waiting != subscriber.asked and len(_lately(subscriber)) < STEPS_AT_MOST:
        perform(subscriber, "amend", READER, sets={"asked": waiting})
    else:
        tracing.log.info("subscriber asked again", subscriber=subscriber.id)


def mailed_lately(subscriber: Subscriber) -> bool:
    """Those who have left since, or never confirmed, may ask anew at once."""
    if subscriber.state not in (UNCONFIRMED, SUBSCRIBED):
        return False
    return any(entry["action"] in MAILING for entry in _lately(subscriber))


def _lately(subscriber: Subscriber) -> list[dict[str, Any]]:
    since = ambient.now() - ONE_MAIL_IN
    return [entry for entry in subscriber.history if entry["at"] > since]


# --- by whoever has a link that was mailed to the address


def send_link(subscriber: Subscriber) -> None:
    """A fresh link to the subscriber's own address, of the kind that they need now.

    Raises TransitionNotAllowed for one who has left: there is no address to mail to.
    """
    if mailed_lately(subscriber):
        return
    action = "request_link"
    if subscriber.state in (UNCONFIRMED, UNREACHABLE):
        action = "sign_up"
    elif subscriber.asked:
        action = "register"
    elif subscriber.state != SUBSCRIBED:
        raise TransitionNotAllowed("request_link", subscriber.state)
    perform(subscriber, action, READER, cause=f"link:{subscriber.version}")


def ask_for_link(email: str) -> None:
    """For one who cannot find theirs; nothing for an address that gets nothing."""
    subscriber = Subscriber.objects(id=subscriber_id(email)).first()
    if subscriber and subscriber.email:
        send_link(subscriber)


def waits_for_confirmation(subscriber: Subscriber) -> bool:
    return bool(
        subscriber.state == UNCONFIRMED or (subscriber.state == SUBSCRIBED and subscriber.asked)
    )


def confirm(subscriber: Subscriber, pin: Pin) -> Subscriber:
    """All that waits is so from now on. A repeat, when nothing waits, returns what stands.

    Raises Conflict when something else was asked after the person saw the page.
    """
    if subscriber.state == SUBSCRIBED and not subscriber.asked:
        return subscriber
    asked = subscriber.asked
    sets = {name: asked[name] for name in DETAILS if asked.get(name)}
    sets |= {"kinds": together(subscriber.kinds, asked.get("kinds", ())), "asked": {}}
    return perform(
        subscriber,
        "confirm",
        READER,
        sets=sets,
        data={"wishes": asked.get("wishes", "")},
        cause=pin.cause,
        expected_version=pin.version,
    )


def choose(subscriber: Subscriber, answers: Mapping[str, Any], pin: Pin) -> Subscriber:
    """`answers`: kinds, language; of contact persons name, organisation, position too."""
    kept = {name: answers[name] for name in ("kinds", "language", *DETAILS) if name in answers}
    data = {"kinds": kept["kinds"], "language": kept["language"]}
    return perform(
        subscriber,
        "choose",
        READER,
        sets=kept,
        data=data,
        cause=pin.cause,
        expected_version=pin.version,
    )


def send_wishes(subscriber: Subscriber, wishes: str, pin: Pin) -> Subscriber:
    """The office gets them by mail. Raises TransitionNotAllowed where nobody is contact person."""
    return perform(subscriber, "wish", READER, data={"wishes": wishes}, cause=pin.cause)


def leave(subscriber: Subscriber, by: Actor = READER, *, reason: str = "") -> Subscriber:
    """At once and for good; harmless to repeat. `reason`: of the office, when it was asked to."""
    try:
        data = {"reason": reason} if reason else {}
        return perform(subscriber, "leave", by, data=data)
    except TransitionNotAllowed:  # they have left already, or never confirmed
        return find_subscriber(subscriber.id)


HANDLERS: dict[type[EventContract], list[MailHandler]] = {
    told.SubscriptionAsked: [mailing(mails.confirmation)],
    told.PreferencesLinkRequested: [mailing(mails.choices)],
    told.SubscriptionConfirmed: [mailing(mails.wishes)],
    told.WishesSent: [mailing(mails.wishes)],
}
