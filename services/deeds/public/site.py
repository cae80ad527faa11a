"""The home page, and the texts every public site owes its readers."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.deeds.handlers.home import feedback_figures, organisations_reached, rounds_now
from shared import ambient
from shared.ambient import HELSINKI
from shared.web.formats import number
from shared.web.language import language

pages = Blueprint("public", __name__)


@pages.get("/")
def home() -> ResponseReturnValue:
    rounds = rounds_now()
    closing = rounds.open.closes_at.astimezone(HELSINKI).date() if rounds.open else None
    return render_template(
        "public/home.html",
        rounds=rounds,
        days_left=(closing - ambient.today()).days if closing else 0,
        known_figures=known_figures(),
    )


def known_figures() -> list[tuple[str, str]]:
    """(number, what it counts); what nobody has given yet is left out, not shown as zero."""
    feedback, organisations = feedback_figures(), organisations_reached()
    found = []
    if organisations:
        found.append(
            (
                number(organisations),
                ngettext(
                    "organisation has been granted sparring",
                    "organisations have been granted sparring",
                    organisations,
                ),
            )
        )
    if feedback.average is not None:
        average = number(round(feedback.average, 1))
        found.append((_("%(average)s of 5", average=average), _("average of the feedback")))
        found.append(
            (
                number(feedback.answers),
                ngettext(
                    "answer to the feedback question",
                    "answers to the feedback question",
                    feedback.answers,
                ),
            )
        )
    return found


# The long texts are written whole in each language: a translated paragraph is not a law text.


@pages.get("/privacy")
def privacy() -> ResponseReturnValue:
    return render_template(f"public/privacy.{language()}.html")


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template(f"public/accessibility.{language()}.html")


@pages.get("/contact")
def contact() -> ResponseReturnValue:
    return render_template(f"public/contact.{language()}.html")
