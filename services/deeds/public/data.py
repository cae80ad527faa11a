"""How to use the open data: the page for people who write programs."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.feeds.feed import LICENCE_ADDRESS
from services.deeds.themes import theme_names
from services.deeds.words.deed import GROUPS, STAGES
from shared.vocabulary import REGIONS, SECTORS, names_in
from shared.web.context import current_settings
from shared.web.language import language

blueprint = Blueprint("data", __name__)


@blueprint.get("/data")
def data() -> ResponseReturnValue:
    """Written whole in each language, as the other long texts of the site are."""
    return render_template(
        f"public/data.{language()}.html",
        base=current_settings().base_url,
        licence=LICENCE_ADDRESS,
        codes=codes(),
    )


def codes() -> list[tuple[str, str, dict[str, str]]]:
    """(field, what it is called, code → name) of everything that is given as a code."""
    spoken = language()
    return [
        ("sector", _("Sector"), names_in(SECTORS, spoken)),
        ("region", _("Region"), names_in(REGIONS, spoken)),
        ("themes", _("Themes"), theme_names(spoken)),
        ("stage", _("Stage"), {key: str(name) for key, name in STAGES.items()}),
        ("took_part", _("Who took part"), {key: str(name) for key, name in GROUPS.items()}),
    ]
