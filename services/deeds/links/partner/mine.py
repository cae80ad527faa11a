"""The author's page: how the announcement stands, its answers, prolonging and ending it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.deeds.documents import PartnerSearch
from services.deeds.forms.partners import ConfirmForm, ProlongForm
from services.deeds.handlers import partners
from services.deeds.links.partner.through import actions_of, blueprint, through
from services.deeds.words.partners import STANDING, STATES, WORDS, announcement_facts
from shared.web.acting import acted
from shared.web.forms import Form, FormSchema
from shared.web.pin import Pin, fresh_pin, read_pin
from shared.workflow.case import Case


@blueprint.get("/mine/<token>")
@through("mine")
def mine(search: PartnerSearch, token: str) -> ResponseReturnValue:
    return render_template(
        "links/partner/mine.html",
        search=search,
        here=f"/partners/mine/{token}",
        actions=actions_of(search),
        state=STATES[search.state],
        standing=STANDING[search.state],
        facts=announcement_facts(search),
        standing_today=partners.is_open(search),
    )


@blueprint.route("/mine/<token>/prolong", methods=["GET", "POST"])
@through("mine")
def prolong(search: PartnerSearch, token: str) -> ResponseReturnValue:
    return _step(
        search,
        token,
        "prolong",
        ProlongForm,
        lambda given, pin: partners.prolong_search(search, **given, pin=pin),
        _l("The announcement has a new last day."),
        heading=_("Prolong the announcement"),
        intro=_("Readers see the announcement until its last day."),
        submit=_("Prolong"),
    )


@blueprint.route("/mine/<token>/end", methods=["GET", "POST"])
@through("mine")
def end(search: PartnerSearch, token: str) -> ResponseReturnValue:
    return _step(
        search,
        token,
        "end",
        ConfirmForm,
        lambda _given, pin: partners.end_search(search, by=partners.author_of(search), pin=pin),
        _l("The announcement has ended."),
        heading=_("End the announcement"),
        intro=_(
            "Readers no longer see it, and it can no longer be answered. The answers stay on "
            "your own page."
        ),
        submit=_("End the announcement"),
        kind="danger",
    )


def _step(
    search: PartnerSearch,
    token: str,
    action: str,
    schema: type[FormSchema],
    act: Callable[[dict[str, Any], Pin], Case],
    done: Any,
    **words: Any,
) -> ResponseReturnValue:
    here = f"/partners/mine/{token}"
    if request.method != "POST" and action not in actions_of(search):
        return redirect(here, 303)
    pin = read_pin() if request.method == "POST" else fresh_pin(search.version)

    def page(form: Form) -> str:
        # after a conflict, which the form tells as a whole, it stands for the case as it is now
        shown = Pin(search.version, pin.key) if "_schema" in form.errors else pin
        return render_template(
            "links/partner/act.html", search=search, here=here, form=form, pin=shown, **words
        )

    return acted(here, schema, lambda given: act(given, pin), done, page, words=WORDS.refusals)
