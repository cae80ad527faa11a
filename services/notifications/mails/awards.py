"""The mails of an award round: to its jury, and to the authors of the deeds that won."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.notifications import phrases
from services.notifications.mails.mail import Mail
from services.notifications.mails.market import Told
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings

Facts = Mapping[str, Any]


def _told(event: Event, settings: Settings, person: Facts, role: Role) -> Told:
    award = event.data["award"]
    title = award["title"][person["language"]]
    return Told.of(event, settings, person, role, award, award=title)


# -- the jury


def _to_juror(template: str, event: Event, settings: Settings, juror: Facts) -> Mail:
    """With a link of the juror's own: what it scores is on record in their name."""
    case, award = _told(event, settings, juror, Role.JUROR), event.data["award"]
    score_by = phrases.short_date(award["score_by"], case.to.language)
    return case.mail(
        template,
        {"score_by": score_by},
        rows=case.rows(
            award=case.common["award"],
            nominations=str(award["nominations"]),
            score_by=score_by,
        ),
        link=case.personal("jury", step=juror["id"]),
    )


def jury_invitations(event: Event, settings: Settings) -> list[Mail]:
    return [_to_juror("award_jury", event, settings, juror) for juror in event.data["jury"]]


def jury_invitation(event: Event, settings: Settings) -> Mail:
    return _to_juror("award_jury", event, settings, event.data["juror"])


def jury_reminders(event: Event, settings: Settings) -> list[Mail]:
    mails = [_to_juror("award_reminder", event, settings, juror) for juror in event.data["jury"]]
    return [replace(mail, reminds=True) for mail in mails]


def fresh_link(event: Event, settings: Settings) -> Mail:
    return _to_juror("award_fresh_link", event, settings, event.data["juror"])


# -- the winners


def won(event: Event, settings: Settings) -> list[Mail]:
    """One mail to each author, however many of their deeds won."""
    by_author: dict[str, list[Facts]] = {}
    for winner in event.data["winners"]:
        if winner["author"] and winner["author"]["email"]:
            by_author.setdefault(winner["author"]["email"].casefold(), []).append(winner)
    return [_to_winner(event, settings, wins) for wins in by_author.values()]


def _to_winner(event: Event, settings: Settings, wins: list[Facts]) -> Mail:
    case = _told(event, settings, wins[0]["author"], Role.AUTHOR)
    language = case.to.language
    return case.mail(
        "award_won",
        {"grounds": "\n\n".join(_grounds(win, language, len(wins)) for win in wins)},
        rows=tuple((win["category"][language], win["deed_title"]) for win in wins),
        link=case.page(f"/awards/{case.about}"),
    )


def _grounds(win: Facts, language: str, wins: int) -> str:
    """Of several, each says what it is about."""
    grounds: str = win["grounds"][language]
    return f"{win['deed_title']}: {grounds}" if wins > 1 and grounds else grounds
