"""The home page, and the texts every public site owes its readers."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.deeds.handlers.catalogue import NEWEST, Answer, Question, search
from services.deeds.handlers.collections import picked_for_home
from services.deeds.handlers.home import feedback_figures, organisations_reached, rounds_now
from services.deeds.public.catalogue.pages import feeds
from shared import ambient
from shared.ambient import HELSINKI
from shared.web.formats import number
from shared.web.language import language

pages = Blueprint("public", __name__)
NEWEST_SHOWN = 6
PICKED_SHOWN = 3


@pages.get("/")
def home() -> ResponseReturnValue:
    rounds = rounds_now()
    closing = rounds.open.closes_at.astimezone(HELSINKI).date() if rounds.open else None
    newest = search(Question(sort=NEWEST, per_page=NEWEST_SHOWN))
    return render_template(
        "public/home.html",
        rounds=rounds,
        days_left=(closing - ambient.today()).days if closing else 0,
        newest=newest.hits,
        picked=picked_for_home(PICKED_SHOWN),
        known_figures=known_figures(newest),
        feeds=feeds(),
    )


def known_figures(answer: Answer) -> list[tuple[str, str]]:
    """(number, what it counts); what nobody has given yet is left out, not shown as zero."""
    return [*_deed_figures(answer), *_sparring_figures()]


def _deed_figures(answer: Answer) -> list[tuple[str, str]]:
    deeds = answer.total
    if not deeds:
        return []
    tellers, sectors = (len(answer.facets[name]) for name in ("organisation", "sector"))
    return [
        (number(deeds), ngettext("deed", "deeds", deeds)),
        (
            number(tellers),
            ngettext(
                "organisation has told about its deeds",
                "organisations have told about their deeds",
                tellers,
            ),
        ),
        (number(sectors), ngettext("sector", "sectors", sectors)),
    ]


def _sparring_figures() -> list[tuple[str, str]]:
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
