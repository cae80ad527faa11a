"""The author confirms the address: then the office checks the announcement."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import PartnerSearch
from services.deeds.handlers.partners import confirm_search
from services.deeds.links.partner.through import actions_of, blueprint, mine, through
from services.deeds.words.partners import STANDING, WORDS, announcement_facts
from shared.errors import TransitionNotAllowed


@blueprint.get("/confirm/<token>")
@through("confirm")
def confirm(search: PartnerSearch, token: str) -> ResponseReturnValue:
    return render_template(
        "links/partner/confirm.html",
        search=search,
        here=f"/partners/confirm/{token}",
        actions=actions_of(search),
        standing=STANDING[search.state],
        facts=announcement_facts(search),
    )


@blueprint.post("/confirm/<token>")
@through("confirm")
def confirmed(search: PartnerSearch, token: str) -> ResponseReturnValue:
    try:
        search = confirm_search(search)
    except TransitionNotAllowed as error:
        flash(WORDS.refusals.refusal(error), "warning")
        return redirect(f"/partners/confirm/{token}", 303)
    flash(_("Thank you, your address is confirmed."), "success")
    return redirect(mine(search), 303)
