"""A fresh link for the author who cannot find the mail with theirs."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from services.deeds.documents import Deed
from services.deeds.handlers.authoring import request_link
from services.deeds.links.deed.through import CONFIRM, blueprint, may_ask
from services.deeds.workflow.deed import UNCONFIRMED
from shared.web.lost_link import lost_link

MARK = "TEKO-"


@blueprint.route("/link", methods=["GET", "POST"])
def lost() -> ResponseReturnValue:
    return lost_link(ask_for_link, nav="deeds")


def ask_for_link(email: str, reference: str, key: str) -> None:
    """Nothing where the two do not belong together."""
    number = reference.removeprefix(MARK)
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return
    deed = Deed.objects(number=int(number)).first()
    if deed is None or not may_ask(deed):
        return
    known = str(deed.author.get("email", ""))
    if known and known.casefold() == email:
        purpose = CONFIRM if deed.state == UNCONFIRMED else "deed"
        request_link(deed, purpose=purpose, recipient=known, key=key)
