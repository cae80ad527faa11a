"""The page of one deed: what it says, what was decided on what grounds, what has happened."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from services.deeds.documents import Deed
from services.deeds.handlers.finding import deed_by_id
from services.deeds.staff.review.actions import seen_deed
from services.deeds.staff.review.blueprint import HOME, blueprint
from services.deeds.staff.review.looking import look_words
from services.deeds.staff.review.story import story_of
from services.deeds.words.telling import QUESTIONS
from shared.errors import NotFound
from shared.roles import Role
from shared.web.context import private_page
from shared.web.reminders import ladder_of
from shared.web.session import require_roles
from shared.web.steps import desk_address, left_query
from shared.web.story import mail_rows


@blueprint.get("/<deed_id>")
@require_roles(Role.STAFF)
def case(deed_id: str) -> ResponseReturnValue:
    deed = seen_deed(deed_id)
    look = look_words(deed)
    page = render_template(
        "staff/deeds/case.html",
        story=story_of(deed),
        rungs=ladder_of(deed),
        mails=mail_rows(deed.mails),
        quick_test=quick_test(deed),
        merged_into=kept_instead(deed),
        back=left_query(),
        queue_address=desk_address(HOME, left_query()),
        look=look,
        **look,
    )
    return private_page(page)


@blueprint.get("/<deed_id>/versions/<int:number>")
@require_roles(Role.STAFF)
def version(deed_id: str, number: int) -> ResponseReturnValue:
    """An earlier published version, as readers saw it."""
    deed = seen_deed(deed_id)
    edition = next((each for each in deed.editions if each["version"] == number), None)
    if edition is None:
        raise NotFound(f"deed {deed_id} has no version {number}")
    return private_page(
        render_template("staff/deeds/version.html", deed=deed, edition=edition, back=left_query())
    )


def quick_test(deed: Deed) -> list[tuple[Any, bool]]:
    """(question, yes or no) of those that were answered."""
    return [
        (words, deed.quick_test[key]) for key, words in QUESTIONS.items() if key in deed.quick_test
    ]


def kept_instead(deed: Deed) -> Deed | None:
    """The deed that this one was joined to."""
    return deed_by_id(deed.merged_into) if deed.merged_into else None
