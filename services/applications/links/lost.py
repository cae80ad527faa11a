"""A fresh link for the contact person or the expert who cannot find the mail with theirs."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from services.applications.documents import Application
from services.applications.handlers.orders import request_link
from services.applications.links.acting import actions_of
from services.applications.links.through import blueprint
from shared.roles import Role
from shared.web.lost_link import lost_link


@blueprint.route("/link", methods=["GET", "POST"])
def lost() -> ResponseReturnValue:
    return lost_link(ask_for_link, nav="sparring")


def ask_for_link(email: str, reference: str, key: str) -> None:
    """Nothing where the two do not belong together."""
    application = Application.objects(reference=reference).first()
    if application is None:
        return
    for purpose, role, party in (
        ("status", Role.APPLICANT, application.contact),
        ("order", Role.EXPERT, application.expert),
    ):
        known = str(party.get("email", ""))
        if known.casefold() == email and "request_link" in actions_of(application, role):
            request_link(application, purpose=purpose, recipient=known, key=key)
            return
