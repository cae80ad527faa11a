"""An organisation's page: its deeds."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from services.deeds.handlers.catalogue import Answer, Question, organisation_names, search
from services.deeds.public.catalogue.pages import PER_PAGE, blueprint, feeds, page_of
from shared.errors import NotFound
from shared.vocabulary import SECTORS, names_in
from shared.web.language import language
from shared.web.paging import page_number


@blueprint.get("/organisations/<key>")
def organisation(key: str) -> ResponseReturnValue:
    """Raises NotFound for one without deeds."""
    question = Question(organisations=(key,), page=page_number(), per_page=PER_PAGE)
    answer = search(question)
    if not answer.total and answer.building is None:
        raise NotFound(f"no deeds of {key}")
    return render_template(
        "public/organisation/organisation.html",
        key=key,
        name=organisation_names([key]).get(key, key),
        answer=answer,
        sectors=_sectors(answer),
        page=page_of(answer, question),
        feeds=feeds([("organisation", key)]),
    )


def _sectors(answer: Answer) -> list[tuple[str, str, int]]:
    """(key, name, number of deeds), most first."""
    names = names_in(SECTORS, language())
    return [(key, names.get(key, key), count) for key, count in answer.facets["sector"]]
