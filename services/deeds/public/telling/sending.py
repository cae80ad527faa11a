"""The last look, sending, and the page that says what happens next."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import Deed
from services.deeds.forms.telling import ConfirmAgainForm
from services.deeds.handlers.telling import mail_confirmation, send_deed, twin_of
from services.deeds.public.telling import answers
from services.deeds.public.telling.draft import blueprint, read_draft, tell_page, with_draft
from services.deeds.words.telling import REFUSALS
from services.deeds.workflow.deed import DRAFT, UNCONFIRMED
from shared.errors import Conflict, TransitionNotAllowed
from shared.web.context import private_page
from shared.web.forms import Form, parse
from shared.web.language import language
from shared.web.versions import posted_version


@blueprint.route("/draft/<token>/check", methods=["GET", "POST"])
@with_draft
def check(draft: Deed, token: str) -> ResponseReturnValue:
    here = f"/deeds/draft/{token}"
    if not answers.stored_and_checked(draft).ok:
        return redirect(f"{here}?then=check", 303)
    if request.method != "POST":
        return tell_page("check", token, draft)
    try:
        send_deed(draft, language=language(), expected_version=posted_version())
        return redirect(f"{here}/sent", 303)
    except Conflict as error:
        if error.case.unfinished():
            return redirect(f"{here}?then=check", 303)
        return tell_page("check", token, error.case, 409, changed=True)
    except TransitionNotAllowed as error:
        twin = twin_of(draft) if error.reason == "twin" else None
        refused = REFUSALS.refusal(error)
        return tell_page("check", token, draft, 409, refused=refused, twin=twin)


@blueprint.route("/draft/<token>/sent", methods=["GET", "POST"])
def sent(token: str) -> ResponseReturnValue:
    """The posted form asks for the mail once more: the first may have gone to a wrong address."""
    deed = read_draft(token)
    if deed.state == DRAFT:
        return redirect(f"/deeds/draft/{token}", 303)
    form = Form(ConfirmAgainForm, deed.author)
    if request.method == "POST" and deed.state == UNCONFIRMED:
        form = parse(ConfirmAgainForm, request.form)
        if form.ok:
            try:
                mail_confirmation(deed, email=form.data["email"])
                flash(_("We mailed the link to %(email)s.", email=form.data["email"]), "success")
                return redirect(f"/deeds/draft/{token}/sent", 303)
            except TransitionNotAllowed as error:
                form.add_errors({"_schema": [REFUSALS.refusal(error)]})
    page = "sent" if deed.state == UNCONFIRMED else "confirmed"
    return private_page(tell_page(page, token, deed, 422 if form.errors else 200, form=form))
