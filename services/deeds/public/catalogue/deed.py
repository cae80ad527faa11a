"""A deed's own page; where it has moved; what is said when it is gone."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.deeds.documents import Deed
from services.deeds.handlers.catalogue import similar
from services.deeds.handlers.collections import collections_with
from services.deeds.handlers.finding import deed_by_number, deed_instead
from services.deeds.public.catalogue.pages import blueprint, feeds
from services.deeds.public.catalogue.schema_org import as_article
from services.deeds.public.collections import in_own_language
from services.deeds.show import in_own_language as say
from services.deeds.workflow.deed import MERGED, TAKEN_DOWN
from shared.errors import NotFound
from shared.web.context import current_settings, private_page
from shared.web.formats import in_finland

SIMILAR_SHOWN = 3


@blueprint.get("/deeds/<address>")
def deed(address: str) -> ResponseReturnValue:
    """The number alone finds it. Raises NotFound, also for one that has not been published."""
    match = re.fullmatch(r"([0-9]{1,15})(?:-.*)?", address)
    if match is None:
        raise NotFound(f"no deed at {address}")
    found = deed_by_number(int(match[1]))
    if found.state == MERGED:
        return _moved_to(deed_instead(found))
    if found.state == TAKEN_DOWN:
        return private_page((render_template("public/deed/gone.html"), 410))
    if not found.is_public:
        raise NotFound(f"{found.reference} is not public")
    return _page(found) if request.path == found.path else _moved_to(found)


def _moved_to(deed: Deed) -> ResponseReturnValue:
    query = request.query_string.decode("utf-8", "replace")
    return redirect(deed.path + (f"?{query}" if query else ""), 301)


def _page(deed: Deed) -> ResponseReturnValue:
    base = current_settings().base_url
    address = base + deed.path
    content = deed.published
    return render_template(
        "public/deed/deed.html",
        deed=deed,
        content=content,
        address=address,
        short_address=f"{base}/deeds/{deed.number}",
        article=as_article(deed, base),
        year=in_finland(deed.renewed_at or deed.published_at).year,
        mail=f"mailto:?subject={quote(content['title'])}&body={quote(address)}",
        collections=[(each, in_own_language(each)["name"]) for each in collections_with(deed.id)],
        similar=similar(deed.id, SIMILAR_SHOWN),
        feeds=feeds([("organisation", content["organisation_key"])]),
        say=say,
    )
