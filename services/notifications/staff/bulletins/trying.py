"""How a bulletin will look, on the page and in one's own mailbox."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.bulletin_rendering import drawn_bulletin, nobodys
from services.notifications.documents import Bulletin
from services.notifications.handlers.bulletins import bulletin_by_id, try_bulletin
from services.notifications.rendering import Rendered
from services.notifications.showing import framed
from services.notifications.staff.bulletins.blueprint import HOME, pages, stepped
from shared.errors import NotFound
from shared.roles import Role
from shared.web.context import current_settings, private_page
from shared.web.pin import read_pin
from shared.web.session import actor, require_roles


def drawn(bulletin: Bulletin, code: str) -> Rendered:
    """Raises NotFound for a language it is not written in."""
    if code not in bulletin.written_in:
        raise NotFound(f"bulletin {bulletin.id} is not written in {code}")
    settings = current_settings()
    return drawn_bulletin(bulletin, code, nobodys(settings), settings)


@pages.get("/<bulletin_id>/preview")
@require_roles(Role.STAFF)
def preview(bulletin_id: str) -> ResponseReturnValue:
    bulletin = bulletin_by_id(bulletin_id)
    code = request.args.get("in", bulletin.language_for("fi"))
    shown = drawn(bulletin, code)
    page = render_template(
        "staff/bulletins/preview.html", bulletin=bulletin, code=code, shown=shown
    )
    return private_page(page)


@pages.get("/<bulletin_id>/html/<code>")
@require_roles(Role.STAFF)
def html(bulletin_id: str, code: str) -> ResponseReturnValue:
    return framed(drawn(bulletin_by_id(bulletin_id), code).html, links=False)


@pages.post("/<bulletin_id>/test")
@require_roles(Role.STAFF)
def send_test(bulletin_id: str) -> ResponseReturnValue:
    bulletin, by, pin = bulletin_by_id(bulletin_id), actor(), read_pin()
    return stepped(
        lambda: try_bulletin(bulletin, by=by, pin=pin, settings=current_settings()),
        _("A test is on its way to %(email)s.", email=by.email),
        f"{HOME}/{bulletin_id}/preview",
    )
