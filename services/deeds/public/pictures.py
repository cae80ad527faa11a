"""The files of pictures."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from services.deeds.documents import Deed
from services.deeds.handlers.pictures import picture_by_id
from services.deeds.workflow.deed import BEFORE_PUBLIC, DRAFT, PUBLIC_STATES, UNCONFIRMED
from shared.roles import Role
from shared.web.session import current_person

blueprint = Blueprint("pictures", __name__)
DAY = 24 * 3600
BEING_WRITTEN = (DRAFT, UNCONFIRMED, *BEFORE_PUBLIC, *PUBLIC_STATES)


@blueprint.get("/deeds/pictures/<picture_id>/<any(large, small):size>.webp")
def picture(picture_id: str, size: str) -> Response:
    """Public with its deed. Before that its address, which nobody can guess, stands on the pages
    of the author and the office only; a deed that is gone takes its pictures with it."""
    found = picture_by_id(picture_id)
    deed = Deed.objects(id=found.deed_id).only("state", "published").first()
    if deed is None or (deed.state not in BEING_WRITTEN and not _is_staff()):
        abort(404)
    shown = deed.is_public and any(
        row["id"] == found.id for row in deed.published.get("pictures", ())
    )
    answer = Response(getattr(found, size), mimetype="image/webp")
    answer.set_etag(f"{found.id}-{size}")
    answer.headers["Cache-Control"] = f"public, max-age={DAY}" if shown else "private, no-store"
    if not shown:
        answer.headers["X-Robots-Tag"] = "noindex"
    answer.make_conditional(request)
    return answer


def _is_staff() -> bool:
    person = current_person()
    return person is not None and person.may(Role.STAFF)
