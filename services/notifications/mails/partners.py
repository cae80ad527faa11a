"""The mails of a partner search, all to its author: nobody else learns the author's address."""

from __future__ import annotations

from services.notifications import phrases
from services.notifications.mails.mail import Correspondent, Mail
from services.notifications.mails.market import Told
from services.notifications.smtp import in_ascii_domain
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings


def to_author(event: Event, settings: Settings) -> Told:
    search = event.data["search"]
    return Told.of(event, settings, search["author"], Role.AUTHOR, search, title=search["title"])


def _names(case: Told) -> dict[str, str]:
    search = case.event.data["search"]
    ends_on = phrases.short_date(search["ends_on"], case.to.language)
    return {
        "search": search["title"],
        "organisation": search["organisation"],
        "ends_on": ends_on,
    }


def confirm(event: Event, settings: Settings) -> Mail:
    case = to_author(event, settings)
    rows = case.rows(**_names(case))
    return case.mail("partner_confirm", rows=rows, link=case.personal("partner-confirm"))


def received(event: Event, settings: Settings) -> Mail:
    case = to_author(event, settings)
    rows = case.rows(**_names(case))
    return case.mail("partner_received", rows=rows, link=case.personal("partner"))


def published(event: Event, settings: Settings) -> Mail:
    case = to_author(event, settings)
    path = event.data["search"]["path"]
    links = {"public": case.to_share(path), "own": case.personal("partner")}
    ends_on = {"ends_on": _names(case)["ends_on"]}
    return case.mail("partner_published", ends_on, link=case.page(path), links=links)


def declined(event: Event, settings: Settings) -> Mail:
    case = to_author(event, settings)
    names = _names(case)
    rows = case.rows(search=names["search"], organisation=names["organisation"], **case.decision)
    grounds = {"grounds": event.data["grounds"]}
    return case.mail("partner_declined", grounds, rows=rows, link=case.personal("partner"))


def answered(event: Event, settings: Settings) -> Mail:
    """An answer to this mail goes to whoever answered the search."""
    case = to_author(event, settings)
    answer = event.data["answer"]
    # an address that not every mail program could answer to is only shown
    can_reply = in_ascii_domain(answer["email"]).isascii()
    return case.mail(
        "partner_answered",
        {"message": answer["message"], "replies_to": answer["name"] if can_reply else ""},
        rows=case.rows(
            answerer=answer["name"],
            organisation=answer["organisation"],
            answerer_email=answer["email"],
        ),
        reply_to=Correspondent(answer["name"], answer["email"]) if can_reply else None,
        link=case.personal("partner"),
    )


def ended(event: Event, settings: Settings) -> Mail:
    case = to_author(event, settings)
    answers = phrases.answer_count(event.data["answers"], case.to.language)
    rows = case.rows(**_names(case))
    return case.mail(
        "partner_ended", {"answers": answers}, rows=rows, link=case.personal("partner")
    )


def fresh_link(event: Event, settings: Settings) -> Mail | None:
    """To the author of the search, whoever asked."""
    templates = {"partner": "partner_fresh_link", "partner-confirm": "partner_confirm"}
    purpose = event.data["purpose"]
    if purpose not in templates:
        return None
    case = to_author(event, settings)
    return case.mail(
        templates[purpose], rows=case.rows(**_names(case)), link=case.personal(purpose)
    )
