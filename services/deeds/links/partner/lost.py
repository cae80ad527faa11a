"""A fresh link for the author of a partner search who cannot find the mail with theirs."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from services.deeds.documents import PartnerSearch
from services.deeds.handlers.partners import request_link
from services.deeds.links.partner.through import blueprint, may_ask
from shared.web.lost_link import lost_link

MARK = "KUMPPANI-"


@blueprint.route("/link", methods=["GET", "POST"])
def lost() -> ResponseReturnValue:
    return lost_link(ask_for_link, nav="deeds")


def ask_for_link(email: str, reference: str, _key: str) -> None:
    """Nothing where the two do not belong together. The step's own key keeps it to one an hour."""
    number = reference.removeprefix(MARK)
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return
    search = PartnerSearch.objects(number=int(number)).first()
    if search and may_ask(search) and search.author.get("email", "").casefold() == email:
        request_link(search)
