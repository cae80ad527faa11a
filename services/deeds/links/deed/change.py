"""An update: written on one page, looked at, sent to be checked. The public version stays."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.deeds.documents import Deed
from services.deeds.documents.deed import SECTIONS
from services.deeds.forms.authoring import change_schema, questions
from services.deeds.forms.deed import as_content, form_values, theme_choices
from services.deeds.handlers.authoring import content_now, save_change, send_change
from services.deeds.links.deed.pictures import pictures_on_form
from services.deeds.links.deed.showing import Entry
from services.deeds.links.deed.stepping import Step, stepped
from services.deeds.links.deed.through import blueprint, through
from services.deeds.words import authoring as words
from shared.errors import Conflict, TransitionNotAllowed
from shared.web.forms import Form
from shared.web.pin import Pin, read_pin
from shared.web.security import takes_files


@blueprint.route("/mine/<token>/change", methods=["GET", "POST"])
@through("deed")
@takes_files
def change(deed: Deed, token: str) -> ResponseReturnValue:
    content = content_now(deed)
    pictures = pictures_on_form(deed, content)

    def act(given: dict[str, Any], pin: Pin) -> Deed:
        new = as_content(given, {**content, "pictures": pictures.rows})
        return save_change(deed, new, expected_version=pin.version, cause=pin.cause)

    def page(deed: Deed, form: Form, pin: Pin, since: list[Entry] | None = None) -> str:
        return render_template(
            "links/deed/change.html",
            deed=deed,
            form=form,
            pin=pin,
            since=since,
            here=f"/deeds/mine/{token}",
            sections=[(name, words.SECTIONS[name], questions(name)) for name in SECTIONS],
            pictures=pictures.rows,
        )

    step = Step(
        # the first save begins the update, the later ones go on with it
        ("change", "send_change"),
        change_schema(pictures.rows),
        act,
        page,
        _l("The update has been saved. Look it through and send it to be checked."),
        starts_with=form_values(content, deed),
        choices=theme_choices(content),
        problems=pictures.problems,
        redrawn=pictures.done,
        leads_to="/preview",
    )
    return stepped(step, deed, token)


@blueprint.post("/mine/<token>/send")
@through("deed")
def send(deed: Deed, token: str) -> ResponseReturnValue:
    here, pin = f"/deeds/mine/{token}", read_pin()
    try:
        send_change(deed, expected_version=pin.version, cause=pin.cause)
    except Conflict:
        refused = _("The update has changed since you opened the page. Look it through anew.")
    except TransitionNotAllowed as error:
        refused = words.REFUSALS.refusal(error)
    else:
        flash(_("The update has been sent. The programme office now checks it."), "success")
        return redirect(here, 303)
    flash(refused, "warning")
    return redirect(f"{here}/preview", 303)
