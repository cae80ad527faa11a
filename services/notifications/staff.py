"""The office's side: every mail, why it did or did not arrive, and what to do about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications import listing, words
from services.notifications.case_pages import case_page, kind_of
from services.notifications.documents import Message
from services.notifications.forms import DiscardForm
from services.notifications.handlers.casework import discard_mail, find_mail, resend_mail
from services.notifications.showing import download, framed, without_personal_links
from services.notifications.workflow import MAIL, PASSING
from shared.errors import NotFound
from shared.roles import Role
from shared.web.context import private_page
from shared.web.forms import Form, parse
from shared.web.paging import page_number
from shared.web.session import actor, current_person, require_roles
from shared.web.versions import posted_version

pages = Blueprint("staff", __name__)
PATH = "/staff/mails"


@pages.context_processor
def staff_words() -> dict[str, Any]:
    return {"words": words, "case_page": case_page, "kind_of": kind_of}


@pages.get("")
@require_roles(Role.STAFF)
def list_mails() -> ResponseReturnValue:
    wanted = listing.read_wanted(request.args)
    counts = listing.counts(wanted)
    page = listing.page_of(wanted, page_number())
    return render_template("staff/mails.html", wanted=wanted, counts=counts, page=page)


@pages.get("/<key>")
@require_roles(Role.STAFF)
def show(key: str) -> ResponseReturnValue:
    return mail_page(find_mail(key), Form(DiscardForm))


@pages.get("/<key>/html")
@require_roles(Role.STAFF)
def show_html(key: str) -> ResponseReturnValue:
    return framed(without_personal_links(find_mail(key).html), links=False)


@pages.get("/<key>/attachments/<int:number>")
@require_roles(Role.STAFF)
def attachment(key: str, number: int) -> ResponseReturnValue:
    attachments = find_mail(key).attachments
    if not 0 < number <= len(attachments):
        raise NotFound(f"mail {key} has no attachment {number}")
    found = attachments[number - 1]
    return download(bytes(found.content), found.filename)


@pages.post("/<key>/resend")
@require_roles(Role.STAFF)
def resend(key: str) -> ResponseReturnValue:
    mail = resend_mail(find_mail(key), actor(), expected_version=posted_version())
    flash(_("The mail to %(email)s is on its way again.", email=mail.recipient.email), "success")
    return redirect(f"{PATH}/{key}", 303)


@pages.post("/<key>/discard")
@require_roles(Role.STAFF)
def discard(key: str) -> ResponseReturnValue:
    mail = find_mail(key)
    form = parse(DiscardForm, request.form)
    if not form.ok:
        return mail_page(mail, form), 422
    discard_mail(mail, actor(), form.data["reason"], expected_version=posted_version())
    flash(_("The mail was discarded. Nobody gets it."), "success")
    return redirect(f"{PATH}/{key}", 303)


def mail_page(mail: Message, form: Form) -> Response:
    return private_page(
        render_template(
            "staff/mail.html",
            mail=mail,
            form=form,
            text=without_personal_links(mail.text),
            actions=allowed_actions(mail),
            steps=[entry for entry in mail.history if entry["action"] in words.ACTIONS],
        )
    )


def allowed_actions(mail: Message) -> set[str]:
    """What the signed-in person may do now: the page's buttons."""
    person = current_person()
    allowed = {row.action for row in MAIL.open_to(mail.state, person.roles if person else ())}
    return allowed - {"resend"} if mail.template in PASSING else allowed
