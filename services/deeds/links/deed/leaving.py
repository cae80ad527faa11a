"""Taking back: the deed before publication, the public deed, an update."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.deeds.documents import Deed
from services.deeds.forms.authoring import TakeDownForm, WithdrawForm
from services.deeds.handlers.authoring import ask_down, discard_change, withdraw_deed
from services.deeds.links.deed.showing import Entry
from services.deeds.links.deed.stepping import Step, stepped
from services.deeds.links.deed.through import blueprint, through
from services.deeds.workflow.deed import CHANGE_STATES
from shared.web.forms import Form, FormSchema
from shared.web.pin import Pin


def act_page(token: str, **words: Any) -> Any:
    def page(deed: Deed, form: Form, pin: Pin, since: list[Entry] | None = None) -> str:
        return render_template(
            "links/deed/act.html",
            deed=deed,
            form=form,
            pin=pin,
            since=since,
            here=f"/deeds/mine/{token}",
            **words,
        )

    return page


@blueprint.route("/mine/<token>/withdraw", methods=["GET", "POST"])
@through("deed")
def withdraw(deed: Deed, token: str) -> ResponseReturnValue:
    step = Step(
        ("withdraw",),
        WithdrawForm(),
        lambda given, pin: withdraw_deed(
            deed, reason=given["reason"], expected_version=pin.version, cause=pin.cause
        ),
        act_page(
            token,
            heading=_("Withdraw the deed"),
            intro=_(
                "The deed will be neither checked nor published. A withdrawn deed cannot be "
                "brought back, but you can tell about it anew."
            ),
            submit=_("Withdraw the deed"),
        ),
        _l("You have withdrawn the deed."),
    )
    return stepped(step, deed, token)


@blueprint.route("/mine/<token>/take-down", methods=["GET", "POST"])
@through("deed")
def take_down(deed: Deed, token: str) -> ResponseReturnValue:
    step = Step(
        ("ask_down",),
        TakeDownForm(),
        lambda given, pin: ask_down(
            deed, reason=given["reason"], expected_version=pin.version, cause=pin.cause
        ),
        act_page(
            token,
            heading=_("Ask for the deed to be taken down"),
            intro=_(
                "The programme office handles the request within about two working days and "
                "tells you by e-mail. Until then readers see the deed."
            ),
            warning=_("The update that you have begun is dropped.")
            if deed.state in CHANGE_STATES
            else "",
            submit=_("Send the request"),
        ),
        _l("Your request has been sent to the programme office."),
    )
    return stepped(step, deed, token)


@blueprint.route("/mine/<token>/discard", methods=["GET", "POST"])
@through("deed")
def discard(deed: Deed, token: str) -> ResponseReturnValue:
    step = Step(
        ("discard",),
        FormSchema(),
        lambda _given, pin: discard_change(deed, expected_version=pin.version, cause=pin.cause),
        act_page(
            token,
            heading=_("Drop the update"),
            intro=_(
                "What you have written into the update is deleted. The deed stays public as it "
                "is now."
            ),
            submit=_("Drop the update"),
        ),
        _l("The update has been dropped. The deed stays public as it was."),
    )
    return stepped(step, deed, token)
