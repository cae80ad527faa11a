"""The office's side: every mail, why it did or did not arrive, and what to do about it."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications import listing
from services.notifications.diagnosis import cause_for, last_words
from services.notifications.documents import Message
from services.notifications.forms.mails import AddressForm, DiscardForm
from services.notifications.handlers.casework import discard_mail, find_mail, resend_mail
from services.notifications.handlers.readdressing import readdress_mail
from services.notifications.handlers.returned import came_back_of
from services.notifications.showing import download, framed, without_personal_links
from services.notifications.staff.blueprint import PATH, pages
from services.notifications.staff.export import rows_of
from services.notifications.staff.tabs import tabs_of
from services.notifications.words import mails as words
from services.notifications.words import returned as returned_words
from services.notifications.workflow.mail import MAIL, NOT_REACHED, PASSING, QUEUED, UNRELEASED
from shared import ambient
from shared.errors import InvalidInput, NotFound
from shared.roles import Role
from shared.spreadsheet import stream_rows
from shared.web.context import current_settings, private_page
from shared.web.forms import Form, parse
from shared.web.paging import page_number
from shared.web.session import actor, current_person, require_roles
from shared.web.versions import posted_version


@pages.get("")
@require_roles(Role.STAFF)
def list_mails() -> ResponseReturnValue:
    wanted = listing.read_wanted(request.args)
    counts = listing.counts(wanted)
    return render_template(
        "staff/mails.html",
        wanted=wanted,
        tab_items=tabs_of(counts, words.STATES, wanted.state, whole=sum(counts.values())),
        page=listing.page_of(wanted, page_number()),
        kinds=sorted(words.TEMPLATES.items(), key=lambda kind: str(kind[1])),
        why=why,
        query=request.query_string.decode("utf-8", "replace"),
    )


@pages.get("/export.csv")
@require_roles(Role.STAFF)
def export() -> ResponseReturnValue:
    """All that the filters find, not only the page shown."""
    rows = rows_of(listing.all_of(listing.read_wanted(request.args)))
    answer = Response(stream_with_context(stream_rows(rows)), mimetype="text/csv")
    name = f"kunteko-mails-{ambient.today().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return private_page(answer)


@pages.get("/<key>")
@require_roles(Role.STAFF)
def show(key: str) -> ResponseReturnValue:
    return mail_page(find_mail(key))


@pages.get("/<key>/html")
@require_roles(Role.STAFF)
def show_html(key: str) -> ResponseReturnValue:
    return framed(without_personal_links(find_mail(key).content.html), links=False)


@pages.get("/<key>/attachments/<int:number>")
@require_roles(Role.STAFF)
def attachment(key: str, number: int) -> ResponseReturnValue:
    attachments = find_mail(key).content.attachments
    if not 0 < number <= len(attachments):
        raise NotFound(f"mail {key} has no attachment {number}")
    found = attachments[number - 1]
    return download(bytes(found.content), found.filename)


@pages.post("/<key>/resend")
@require_roles(Role.STAFF)
def resend(key: str) -> ResponseReturnValue:
    mail = resend_mail(find_mail(key), actor(), expected_version=posted_version())
    return on_its_way(mail)


@pages.post("/<key>/readdress")
@require_roles(Role.STAFF)
def readdress(key: str) -> ResponseReturnValue:
    mail = find_mail(key)
    form = parse(AddressForm, request.form)
    if not form.ok:
        return mail_page(mail, address=form), 422
    try:
        corrected = readdress_mail(
            mail,
            form.data["email"],
            actor(),
            current_settings(),
            expected_version=posted_version(),
        )
    except InvalidInput as error:
        return mail_page(mail, address=form.add_errors(error.errors)), 422
    return on_its_way(corrected)


@pages.post("/<key>/discard")
@require_roles(Role.STAFF)
def discard(key: str) -> ResponseReturnValue:
    mail = find_mail(key)
    form = parse(DiscardForm, request.form)
    if not form.ok:
        return mail_page(mail, discard=form), 422
    discard_mail(mail, actor(), form.data["reason"], expected_version=posted_version())
    flash(_("The mail was discarded. Nobody gets it."), "success")
    return redirect(f"{PATH}/{key}", 303)


def on_its_way(mail: Message) -> ResponseReturnValue:
    flash(_("The mail to %(email)s is on its way again.", email=mail.recipient.email), "success")
    return redirect(f"{PATH}/{mail.id}", 303)


def mail_page(
    mail: Message, *, address: Form | None = None, discard: Form | None = None
) -> Response:
    content = mail.content
    return private_page(
        render_template(
            "staff/mail.html",
            mail=mail,
            content=content,
            address_form=address or Form(AddressForm, {"email": mail.recipient.email}),
            discard_form=discard or Form(DiscardForm),
            text=without_personal_links(content.text),
            actions=allowed_actions(mail),
            waits=mail.state in UNRELEASED,
            why=why(mail),
            last_words=last_words(mail),
            came_back=came_back_of(mail),
            verdicts=returned_words.VERDICTS,
            steps=[entry for entry in mail.history if entry["action"] in words.ACTIONS],
            now=ambient.now(),
        )
    )


def why(mail: Message) -> tuple[Any, Any] | None:
    """What happened and what to do, of a mail that has not arrived; None of any other."""
    tried = mail.state == QUEUED and mail.attempts and mail.attempts[-1]["outcome"] != "accepted"
    if mail.state not in NOT_REACHED and not tried:
        return None
    return returned_words.CAUSES[cause_for(mail)]


def allowed_actions(mail: Message) -> set[str]:
    """What the signed-in person may do now: the page's buttons."""
    person = current_person()
    allowed = {row.action for row in MAIL.open_to(mail.state, person.roles if person else ())}
    return allowed - {"resend", "readdress"} if mail.template in PASSING else allowed
