"""What came back to our return addresses, for somebody to read."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from services.notifications.documents import BulletinRecipient, Message, ReturnedMail
from services.notifications.reports import VERDICTS
from services.notifications.reports.readable import headers_of, readable
from services.notifications.showing import without_personal_links
from services.notifications.staff.blueprint import pages
from services.notifications.staff.tabs import tabs_of
from services.notifications.words import returned as words
from shared.errors import NotFound
from shared.roles import Role
from shared.web.context import private_page
from shared.web.paging import SIZE, Page, page_number, skipped
from shared.web.session import require_roles

ORDER = ("unclear", "bounced", "delayed", "complaint", "auto_reply", "loop", "delivered", "foreign")
assert set(ORDER) == set(VERDICTS)


@pages.get("/returned")
@require_roles(Role.STAFF)
def list_returned() -> ResponseReturnValue:
    asked = request.args.get("verdict", "")
    verdict = asked if asked in ORDER else ""
    found = ReturnedMail.objects(verdict=verdict) if verdict else ReturnedMail.objects
    number = page_number()
    rows = found.exclude("raw").order_by("-received_at").skip(skipped(number)).limit(SIZE)
    page = Page(list(rows), found.count(), number)
    return private_page(
        render_template(
            "staff/returned.html",
            page=page,
            verdict=verdict,
            tab_items=tabs_of(
                {each: ReturnedMail.objects(verdict=each).count() for each in ORDER},
                words.VERDICTS,
                verdict,
                query="verdict",
                whole=ReturnedMail.objects.count(),
            ),
            mails=mails_of(page.items),
            returned=words,
        )
    )


@pages.get("/returned/<key>")
@require_roles(Role.STAFF)
def show_returned(key: str) -> ResponseReturnValue:
    found = ReturnedMail.objects(id=key).first()
    if found is None:
        raise NotFound(f"no returned mail {key}")
    raw = bytes(found.raw)
    return private_page(
        render_template(
            "staff/returned_mail.html",
            found=found,
            mail=mails_of([found]).get(found.message_id),
            bulletin=BulletinRecipient.objects(id=found.message_id).first(),
            headers=headers_of(raw),
            text=without_personal_links(readable(raw)),
            returned=words,
        )
    )


def mails_of(rows: Sequence[ReturnedMail]) -> dict[str, Message]:
    ids = [row.message_id for row in rows if row.message_id]
    return {mail.id: mail for mail in Message.objects(id__in=ids).exclude("history")}
