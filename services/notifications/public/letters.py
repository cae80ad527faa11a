"""A decision as a PDF, behind the link that the status page shows."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from services.notifications.decision_letter import filename_of
from services.notifications.documents import DecisionLetter
from shared.links import read_link
from shared.web.context import current_settings, private_page

pages = Blueprint("letters", __name__, url_prefix="/letters")
TRY_AGAIN = 30  # seconds: longer than the worker is behind on an ordinary day


@pages.get("/<token>")
def show_letter(token: str) -> ResponseReturnValue:
    """Raises LinkForged, LinkExpired."""
    link = read_link(current_settings(), "letter", token)
    letter: DecisionLetter | None = DecisionLetter.objects(id=link.case_id).first()
    if letter is None:
        return not_written_yet()
    answer = Response(bytes(letter.pdf), content_type="application/pdf")
    name = filename_of(letter.reference, letter.language)
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return private_page(answer)


def not_written_yet() -> Response:
    """The decision is made, or there would be no link: its letter follows in a moment."""
    answer = private_page((render_template("public/letter_coming.html"), 503))
    answer.headers["Retry-After"] = str(TRY_AGAIN)
    return answer
