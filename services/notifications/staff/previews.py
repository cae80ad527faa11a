"""The mails that a decision would make, shown before it is made.

The page of the decision stands in another service: the browser carries the signed event from there
in a form, and gets the mails into a frame of that page. Nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.handlers.events import HANDLERS
from services.notifications.handlers.queueing import content_of, mails_of
from services.notifications.handlers.wording import waits_for_eyes
from services.notifications.mails.mail import Mail
from services.notifications.showing import without_personal_links
from services.notifications.staff.blueprint import pages
from shared.contracts.base import contract_for
from shared.errors import LinkExpired, LinkForged
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings
from shared.unsent import read_event
from shared.web.context import current_settings, private_page
from shared.web.session import require_roles

# our own pages may frame it. Its frames have no address of their own, so they live by its policy:
# mails are written with inline style
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ]
)


@dataclass(frozen=True)
class Unsent:
    """A mail as it would be. `waits`: until somebody releases it; `fault`: it cannot be sent."""

    mail: Mail
    subject: str
    html: str
    text: str
    attachments: list[str]
    waits: bool
    fault: str

    @property
    def person(self) -> str:
        return ", ".join(filter(None, (self.mail.to.name, self.mail.to.email)))


@pages.post("/preview")
@require_roles(Role.STAFF)
def preview() -> ResponseReturnValue:
    settings = current_settings()
    try:
        event = read_event(settings, request.form.get("event", ""))
    except LinkForged:
        return shown([], _("The mails cannot be shown. Load the page again."), 404)
    except LinkExpired:
        return shown([], _("The page has been open for over an hour. Load it again."), 410)
    return shown(unsent_mails(event, settings))


def unsent_mails(event: Event, settings: Settings) -> list[Unsent]:
    handlers = HANDLERS.get(contract_for(event.type), [])
    return [unsent(mail, settings) for mail in mails_of(event, settings, handlers)]


def unsent(mail: Mail, settings: Settings) -> Unsent:
    # of its files the names are shown: no letter is drawn for that
    files = [file.filename for file in mail.attachments]
    content = content_of(replace(mail, attachments=()), settings, "unsent")
    return Unsent(
        mail,
        content.subject,
        without_personal_links(content.html),
        without_personal_links(content.text),
        files + [attachment.filename for attachment in content.attachments],
        waits_for_eyes(mail.template),
        content.fault,
    )


def shown(mails: list[Unsent], problem: str = "", code: int = 200) -> Response:
    answer = make_response(
        render_template("staff/preview.html", mails=mails, problem=problem), code
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return private_page(answer)
