"""What people do with a sign-in: ask for the link, use it once."""

from __future__ import annotations

import re

from services.accounts.documents import SignIn
from services.accounts.workflow import SIGNING_IN, USED
from shared import ambient
from shared.errors import DomainError, LinkForged, NotFound
from shared.links import LIFETIMES, Link
from shared.roles import with_implied
from shared.settings import Settings, StaffMember
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM, Actor

REQUESTS_AT_MOST = 5  # not used yet, per address within a link's lifetime
HOME = "/staff/applications"


class TooManyRequests(DomainError):
    """As many links as one may have unused have been asked for within ten minutes."""


def member_who_signs_in(settings: Settings, email: str) -> StaffMember | None:
    """The member of staff behind an address; None also for one whose roles need no sign-in."""
    member = settings.staff_member(email)
    return member if member and with_implied(member.roles) & set(SIGNING_IN) else None


def request_sign_in(
    settings: Settings, email: str, next_page: str = "", language: str = "fi"
) -> SignIn:
    """Ask for a link. Whether the address is known shows only in who gets a mail.

    Raises TooManyRequests, for unknown addresses too.
    """
    address = email.strip().casefold()
    # a link that was used was asked for by the address's owner: it bothers nobody
    asked = SignIn.objects(
        email=address, state__ne=USED, created_at__gt=ambient.now() - LIFETIMES["sign-in"]
    )
    if asked.count() >= REQUESTS_AT_MOST:
        raise TooManyRequests(address)
    sign_in = SignIn(email=address, language=language, next=staff_page(next_page))
    member = member_who_signs_in(settings, address)
    if member is None:
        return perform(sign_in, "ignore", SYSTEM)
    sign_in.name = member.name
    return perform(sign_in, "request", actor_for(member))


def find_sign_in(link: Link) -> SignIn:
    """Raises LinkForged when the sign-in is gone, or the link was made for somebody else."""
    sign_in: SignIn | None = SignIn.objects(
        id=link.case_id, email=link.recipient.casefold()
    ).first()
    if sign_in is None:
        raise LinkForged(f"no sign-in {link.case_id}")
    return sign_in


def use_sign_in(settings: Settings, link: Link, browser: str) -> tuple[SignIn, StaffMember]:
    """Spend the link. A repeat from the same browser (a double click) gets the same answer.

    `browser`: a token that only this browser's session knows. Raises TransitionNotAllowed when the
    link is spent, NotFound when the person has left the list of staff since.
    """
    sign_in = find_sign_in(link)
    member = member_who_signs_in(settings, sign_in.email)
    if member is None:
        raise NotFound(f"{sign_in.email} may no longer sign in")
    return perform(sign_in, "use", actor_for(member), cause=f"browser:{browser}"), member


def staff_page(address: str) -> str:
    """A path of the staff's pages to go on to after signing in; anything else is the work list."""
    return (
        address
        if re.fullmatch(r"/staff(/[\w./-]*)?(\?[\w.,/&=%+:~-]*)?", address, re.ASCII)
        else HOME
    )


def actor_for(member: StaffMember) -> Actor:
    role = next(role for role in member.roles if with_implied([role]) & set(SIGNING_IN))
    return Actor(role, member.name, member.email)
