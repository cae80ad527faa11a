"""Collections as readers see them."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.deeds.documents import Collection
from services.deeds.handlers.collections import deeds_of, shown_collection, shown_collections
from services.deeds.words.deed import STAGES
from shared.vocabulary import SECTORS, names_in
from shared.web.language import language

blueprint = Blueprint("collections", __name__, url_prefix="/collections")


def in_own_language(collection: Collection) -> dict[str, str]:
    """Its name and introduction in the reader's language, else in Finnish."""
    own = language()
    return {
        "name": collection.names.get(own) or collection.names["fi"],
        "text": collection.texts.get(own) or collection.texts.get("fi", ""),
    }


@blueprint.get("")
def collection_list() -> ResponseReturnValue:
    return render_template(
        "public/collections/list.html",
        collections=[
            (collection, in_own_language(collection), deeds_of(collection))
            for collection in shown_collections()
        ],
    )


@blueprint.get("/<key>")
def collection(key: str) -> ResponseReturnValue:
    found = shown_collection(key)
    return render_template(
        "public/collections/collection.html",
        collection=found,
        words=in_own_language(found),
        deeds=deeds_of(found),
        stages=STAGES,
        sectors=names_in(SECTORS, language()),
    )
