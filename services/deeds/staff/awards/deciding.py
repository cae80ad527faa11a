"""From judging to winners."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import Award
from services.deeds.forms.awards import WinnerForm
from services.deeds.handlers import awards
from services.deeds.show import in_own_language
from services.deeds.staff.awards.blueprint import address_of, blueprint, moved
from services.deeds.staff.awards.filling import step_page
from services.deeds.words import awards as words
from shared.roles import Role
from shared.settings import LANGUAGES
from shared.web.acting import acted
from shared.web.pin import read_pin
from shared.web.session import actor, require_roles

SIMPLE = {
    "open": awards.open_judging,
    "remind": awards.remind_jury,
    "reopen": awards.reopen_judging,
    "decide": awards.decide_award,
    "cancel": awards.cancel_award,
}


@blueprint.post("/<award_id>/<any(open, remind, reopen, decide, cancel):action>")
@require_roles(Role.STAFF)
def move(award_id: str, action: str) -> ResponseReturnValue:
    award, pin, act = awards.award_by_id(award_id), read_pin(), SIMPLE[action]
    return moved(award_id, lambda: act(award, actor(), pin), f"{words.ACTIONS[action]}.")


@blueprint.post("/<award_id>/shortlist")
@require_roles(Role.STAFF)
def shortlist(award_id: str) -> ResponseReturnValue:
    award, pin = awards.award_by_id(award_id), read_pin()
    chosen = request.form.getlist("nomination")
    return moved(
        award_id,
        lambda: awards.make_shortlist(award, chosen, actor(), pin),
        _("The shortlist is made and public."),
    )


@blueprint.route("/<award_id>/winner/<category_id>", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def winner(award_id: str, category_id: str) -> ResponseReturnValue:
    award, pin = awards.award_by_id(award_id), read_pin()
    category = awards.one_of(award.categories, category_id)
    name = in_own_language(category["names"])
    return acted(
        address_of(award_id),
        WinnerForm,
        lambda given: awards.choose_winner(
            award,
            category_id,
            nomination=given["nomination"],
            grounds={code: given[f"grounds_{code}"] for code in LANGUAGES},
            by=actor(),
            pin=pin,
        ),
        _("Chosen. Nobody is told before the winners are announced."),
        lambda form: step_page(
            award, form, _("Choose the winner: %(category)s", category=name), _("Choose")
        ),
        chosen_before(award, category_id),
        words=words.REFUSALS,
        choices={"nomination": shortlisted(award, category_id)},
    )


def shortlisted(award: Award, category_id: str) -> list[tuple[str, str]]:
    deeds = awards.nominated_deeds(award)
    return [
        (each["id"], deeds[each["deed_id"]].title)
        for each in award.nominations
        if each["category"] == category_id and each["id"] in award.shortlist
    ]


def chosen_before(award: Award, category_id: str) -> dict[str, Any]:
    of_category = [key for key, _title in shortlisted(award, category_id)]
    for row in award.winners:
        if row["nomination"] in of_category:
            grounds = {f"grounds_{code}": row["grounds"][code] for code in LANGUAGES}
            return {"nomination": row["nomination"], **grounds}
    return {}
