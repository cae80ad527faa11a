"""The signed session cookie that all services read. Only `accounts` signs people in and out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec
from urllib.parse import quote

from flask import redirect, request, session
from flask.typing import ResponseReturnValue

from shared.errors import NotPermitted
from shared.roles import Role, with_implied
from shared.web.addresses import current_address
from shared.web.context import current_settings
from shared.workflow.table import Actor

SIGN_IN = "/account/sign-in"
KEY = "person"
READING = ("GET", "HEAD")
P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


@dataclass(frozen=True)
class Person:
    """Someone signed in, as the settings know them."""

    email: str
    name: str
    roles: tuple[Role, ...]
    language: str = "fi"

    def may(self, *roles: Role) -> bool:
        return bool(with_implied(self.roles) & set(roles))


def sign_in(email: str) -> None:
    """Start a fresh session for a member of staff; whatever the old one held is gone."""
    session.clear()
    session.permanent = True
    session[KEY] = {"email": email}


def sign_out() -> None:
    session.clear()


def current_person() -> Person | None:
    """Who is signed in. Roles are read from the settings: who is taken off the list is out at once.

    Kept nowhere but in the request's session, so that nobody is ever taken for somebody else.
    """
    kept = session.get(KEY)
    email = kept.get("email") if isinstance(kept, dict) else None
    member = current_settings().staff_member(email) if isinstance(email, str) else None
    return Person(member.email, member.name, member.roles, member.language) if member else None


def actor() -> Actor:
    """The signed-in person as the workflow records them, with the strongest role they have."""
    person = current_person()
    if person is None:
        raise NotPermitted("nobody is signed in")
    return Actor(strongest(person.roles), person.name, person.email)


def strongest(roles: tuple[Role, ...]) -> Role:
    """The role to act in, for someone who has several."""
    ranking = (Role.MANAGER, Role.STAFF, Role.EXPERT, Role.AUDITOR)
    return next((role for role in ranking if role in roles), roles[0])


def may_use(allowed: tuple[Role, ...], held: tuple[Role, ...]) -> bool:
    """Whether this request may go on: a manager is staff; an auditor reads what staff may."""
    reads = Role.STAFF in allowed and Role.AUDITOR in held and request.method in READING
    return reads or bool(with_implied(held) & set(allowed))


def require_roles(*roles: Role) -> Callable[[View[P]], View[P]]:
    """For a view: sign in first, then one of the roles. A manager is staff; an auditor may read."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            person = current_person()
            if person is None:
                return redirect(f"{SIGN_IN}?next={quote(current_address(), safe='/')}", 303)
            if not may_use(roles, person.roles):
                raise NotPermitted(f"{request.endpoint} is not for {person.email}")
            return view(*args, **kwargs)

        return guarded

    return decorate
