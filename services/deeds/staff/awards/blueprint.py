"""The blueprint of the award pages, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from services.deeds.documents import Award
from services.deeds.words import awards as words
from shared.errors import Conflict, TransitionNotAllowed

blueprint = Blueprint("staff_awards", __name__, url_prefix="/staff/awards")
HOME = "/staff/awards"


def address_of(award_id: str) -> str:
    return f"{HOME}/{award_id}"


def moved(award_id: str, act: Callable[[], Award], done: Any) -> ResponseReturnValue:
    """A step without a form: what cannot be done is told on the award's page."""
    try:
        act()
        flash(str(done), "success")
    except TransitionNotAllowed as error:
        flash(words.REFUSALS.refusal(error), "warning")
    except Conflict:
        flash(str(words.REASONS["changed"]), "warning")
    return redirect(address_of(award_id), 303)
