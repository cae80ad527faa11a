"""Words about award rounds."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from services.deeds.words import collections, deed
from shared.web.acting import Refusals
from shared.web.story import WAITING_MAIL_ACTIONS

STATES: dict[str, tuple[Any, str]] = {
    "planned": (_l("Being prepared"), "neutral"),
    "judging": (_l("With the jury"), "info"),
    "shortlisted": (_l("Shortlist made"), "warning"),
    "decided": (_l("Winners announced"), "success"),
    "cancelled": (_l("Cancelled"), "neutral"),
}

ACTIONS: dict[str, Any] = {
    "plan": _l("Award round made"),
    "edit": _l("Edited"),
    "nominate": _l("Deed nominated"),
    "drop": _l("Nomination taken away"),
    "name_juror": _l("Juror named"),
    "remove_juror": _l("Juror removed"),
    "open": _l("Judging opened, jury invited"),
    "invite_juror": _l("Juror invited"),
    "score": _l("Scored by a juror"),
    "remind": _l("Jury reminded"),
    "shortlist": _l("Shortlist made"),
    "reopen": _l("Judging opened again"),
    "choose": _l("Winner of a category chosen"),
    "decide": _l("Winners announced"),
    "cancel": _l("Cancelled"),
    "request_link": _l("New link sent to a juror"),
    **WAITING_MAIL_ACTIONS,
}

REASONS: dict[str, Any] = {
    "state": _l("The award round has moved on, so this can no longer be done."),
    "changed": deed.REASONS["changed"],
    "no_nominations": _l("Nominate at least one deed first."),
    "no_jury": _l("Name at least one juror first."),
    "no_shortlist": _l("Choose at least one nomination for the shortlist."),
    "no_winners": _l("Choose the winner of at least one category."),
}

PROBLEMS: dict[str, Any] = {
    **collections.PROBLEMS,
    "nominated": _l("This deed is nominated in the category already."),
    "on_jury": _l("This address is on the jury already."),
    "jury_full": _l("A jury has at most twenty members."),
    "category_in_use": _l("A category with nominations cannot be taken away."),
    "uneven_categories": _l("Write the same number of categories in each language, at most ten."),
}

REFUSALS = Refusals(REASONS, PROBLEMS)
