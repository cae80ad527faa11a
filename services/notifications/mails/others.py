"""The mails that belong to no application: signing in, and rounds."""

from __future__ import annotations

from datetime import timedelta

from services.notifications import phrases
from services.notifications.mails.mail import Addressee, Mail, address_of
from services.notifications.texts import words_in
from shared.links import LIFETIMES, make_link
from shared.messaging.envelope import Event
from shared.settings import Settings


def sign_in(event: Event, settings: Settings) -> Mail:
    """Not worth delivering after its link is over."""
    person = event.data["person"]
    to = Addressee(person["name"], person["email"], person["language"])
    token = make_link(settings, "sign-in", event.data["sign_in_id"], to.email)
    return Mail(
        template="sign_in",
        to=to,
        values={"name": to.name},
        link=address_of(settings, f"/account/sign-in/{token}", to.language),
        lasts=LIFETIMES["sign-in"],
    )


def round_opened(event: Event, settings: Settings, to: Addressee) -> Mail:
    """One who left an address hears that a round is open."""
    facts, words = event.data["round"], words_in(to.language)
    title = facts["title"][to.language]
    rows = {"round": title, "closes_at": phrases.moment(facts["closes_at"], to.language)}
    return Mail(
        template="round_opened",
        to=to,
        about=facts["id"],
        values={"round": title, "notice": facts["notice"][to.language]},
        rows=tuple((words["row." + name], value) for name, value in rows.items()),
        link=address_of(settings, "/sparring", to.language),
        lasts=facts["closes_at"] - event.time,
    )


def round_watch(watch_id: str, settings: Settings, to: Addressee) -> Mail:
    """The receipt for an address left, with the way to take it back."""
    token = make_link(settings, "round-watch", watch_id, to.email)
    return Mail(
        template="round_watch",
        to=to,
        link=address_of(settings, f"/subscriptions/round-opening/leave/{token}", to.language),
        lasts=timedelta(days=1),
    )
