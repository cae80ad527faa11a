"""The answer to the office: only what was asked for is open."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from services.deeds.documents import Deed
from services.deeds.documents.deed import SECTIONS
from services.deeds.forms.authoring import answer_schema, questions
from services.deeds.forms.deed import as_content, form_values, theme_choices
from services.deeds.handlers.authoring import answer_request, content_now
from services.deeds.links.deed.pictures import pictures_on_form
from services.deeds.links.deed.showing import Entry
from services.deeds.links.deed.stepping import Step, stepped
from services.deeds.links.deed.through import blueprint, through
from services.deeds.words import authoring as words
from shared.web.forms import Form
from shared.web.pin import Pin
from shared.web.security import takes_files


@blueprint.route("/mine/<token>/answer", methods=["GET", "POST"])
@through("deed")
@takes_files
def answer(deed: Deed, token: str) -> ResponseReturnValue:
    asked = list(deed.request.get("sections", ()))
    seen = sections_seen(asked)
    content = content_now(deed)
    pictures = pictures_on_form(deed, content)

    def act(given: dict[str, Any], pin: Pin) -> Deed:
        message = given.pop("answer", "")
        new = as_content(given, {**content, "pictures": pictures.rows})
        return answer_request(
            deed, new, answer=message, expected_version=pin.version, cause=pin.cause
        )

    def page(deed: Deed, form: Form, pin: Pin, since: list[Entry] | None = None) -> str:
        return render_template(
            "links/deed/answer.html",
            deed=deed,
            form=form,
            pin=pin,
            since=since,
            here=f"/deeds/mine/{token}",
            sections=[(name, words.SECTIONS[name], questions(name)) for name in seen],
            pictures=pictures.rows,
        )

    step = Step(
        # asked anew meanwhile for something else: what was typed has another form to go to
        ("answer",) if seen == asked else (),
        answer_schema(seen, pictures.rows),
        act,
        page,
        _l("Thank you. The programme office now checks the deed again."),
        starts_with=form_values(content, deed),
        choices=theme_choices(content) if "workplace" in seen else {},
        problems=pictures.problems,
        redrawn=pictures.done,
    )
    return stepped(step, deed, token)


def sections_seen(asked: list[str]) -> list[str]:
    """Those that the form had when it was opened."""
    posted = request.form.get("asked", "").split()
    return [name for name in SECTIONS if name in posted] if posted else asked
