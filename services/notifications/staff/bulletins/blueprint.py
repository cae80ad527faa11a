"""Where the pages of bulletins live, what all of them show, and how a step of one is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, stream_with_context
from flask.typing import ResponseReturnValue

from services.notifications.documents import Bulletin
from services.notifications.words import bulletins as words
from shared import ambient
from shared.errors import Conflict, TransitionNotAllowed
from shared.settings import LANGUAGES
from shared.spreadsheet import stream_rows
from shared.web.language import NAMES, language
from shared.web.pin import fresh_pin

HOME = "/staff/bulletins"
pages = Blueprint("bulletins", __name__, url_prefix=HOME)


def title_of(bulletin: Bulletin) -> str:
    return str(bulletin.title.get(language()) or bulletin.title.get("fi", ""))


@pages.context_processor
def bulletin_words() -> dict[str, Any]:
    return {
        "words": words,
        "title_of": title_of,
        "language_names": NAMES,
        "languages": LANGUAGES,
        "key": fresh_pin().key,
    }


def stepped(step: Callable[[], object], done: str, back: str) -> ResponseReturnValue:
    """Take a step that has no form of its own, and go back with a word of what became of it."""
    try:
        step()
        flash(done, "success")
    except TransitionNotAllowed as error:
        flash(words.REFUSALS.refusal(error), "warning")
    except Conflict:
        flash(str(words.REASONS["changed"]), "warning")
    return redirect(back, 303)


def as_csv(rows: Any, name: str) -> Response:
    answer = Response(stream_with_context(stream_rows(rows)), mimetype="text/csv")
    filename = f"kunteko-{name}-{ambient.today().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
