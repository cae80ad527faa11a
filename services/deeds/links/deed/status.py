"""How the deed stands, and the deed as readers see it or will see it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from services.deeds.documents import Deed
from services.deeds.handlers.authoring import changed_fields, content_now
from services.deeds.links.deed import showing
from services.deeds.links.deed.through import blueprint, through
from services.deeds.words import authoring as words
from shared.web.pin import fresh_pin


@blueprint.get("/mine/<token>")
@through("deed")
def status(deed: Deed, token: str) -> ResponseReturnValue:
    return render_template(
        "links/deed/status.html",
        deed=deed,
        here=f"/deeds/mine/{token}",
        words=words,
        actions=showing.actions_of(deed),
        asked=showing.asked_sections(deed),
        last_word=showing.last_word(deed),
        kept=showing.kept_deed(deed),
        timeline=showing.timeline(deed),
    )


@blueprint.get("/mine/<token>/preview")
@through("deed")
def preview(deed: Deed, token: str) -> ResponseReturnValue:
    return render_template(
        "links/deed/preview.html",
        deed=deed,
        here=f"/deeds/mine/{token}",
        content=content_now(deed),
        changed=showing.field_names(changed_fields(deed)),
        actions=showing.actions_of(deed),
        pin=fresh_pin(deed.version),
    )
