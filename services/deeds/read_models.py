"""What the marketplace keeps of what others told it, and of its own deeds for its search."""

from __future__ import annotations

from services.deeds.documents import (
    SERVICE,
    Deed,
    DeedThemeView,
    OrganisationView,
    RatingView,
    RoundView,
)
from services.deeds.documents.search_entry import GONE, SearchEntry
from services.deeds.handlers import awards, entries, home, mails
from services.deeds.handlers.events import HANDLERS
from shared.messaging.worker import Handler
from shared.read_models.mails import mails_on
from shared.read_models.model import ReadModel, View, kept_by
from shared.settings import Settings

ENTRY = View(
    SearchEntry,
    only={"gone": False},
    # made of the deed as it stands: of a later version too, when a step changed nothing of it
    ignores=frozenset({"sequence"}),
    # every host's index follows what changes here: a row that was deleted would stay in it
    removed=GONE,
    stamp="changed_at",
)


def read_models(_settings: Settings) -> list[ReadModel]:
    return [
        _model("rounds", home.when_round_told_keep_view, View(RoundView)),
        _model("feedback", home.when_feedback_given_keep_rating, View(RatingView)),
        _model("organisations", home.when_granted_keep_organisation, View(OrganisationView)),
        _model("themes", home.when_theme_changed_note_theme, View(DeedThemeView)),
        _model(
            "badges",
            awards.when_award_decided_give_badges,
            View(Deed, items="badges", same=awards.BADGE, order="year"),
        ),
        _model("mails", mails.when_mail_moved_note_on_case, *map(mails_on, mails.MAILED)),
        ReadModel(
            f"{SERVICE}.catalogue",
            kept_by(HANDLERS, entries.when_deed_changed_keep_entry),
            (ENTRY,),
            as_it_stands=True,
        ),
    ]


def _model(name: str, handler: Handler, *views: View) -> ReadModel:
    return ReadModel(f"{SERVICE}.{name}", kept_by(HANDLERS, handler), views)
