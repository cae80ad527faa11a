"""What anyone may see: the catalogue, up to three experts side by side, an expert's own page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.experts import catalogue, words
from services.experts.contracts import contracted_until, starts_on
from services.experts.documents import Expert
from services.experts.filters import PAGE_SIZE, chips, groups, read_filters, without
from services.experts.handlers import find_expert
from shared import ambient
from shared.web.language import language
from shared.web.paging import Page, page_number, skipped

pages = Blueprint("public", __name__)

MOST_COMPARED = 3


@pages.context_processor
def expert_words() -> dict[str, Any]:
    return {
        "words": words,
        "language_name": words.spoken,
        "until": lambda expert: contracted_until(expert.contracts, ambient.today()),
        "begins": lambda expert: starts_on(expert.contracts, ambient.today()),
    }


@pages.get("")
def browse() -> ResponseReturnValue:
    asked = read_filters(request.args)
    listed = catalogue.listed_experts(ambient.today())
    found = catalogue.arranged(catalogue.find(listed, asked.wish), asked.sort)
    number = min(page_number(), Page([], len(found), 1, PAGE_SIZE).pages)
    start = skipped(number, PAGE_SIZE)
    return render_template(
        "public/catalogue.html",
        asked=asked,
        groups=groups(listed, asked.wish),
        chips=chips(asked),
        page=Page(found[start : start + PAGE_SIZE], len(found), number, PAGE_SIZE),
        most=MOST_COMPARED,
    )


@pages.get("/compare")
def compare() -> ResponseReturnValue:
    asked = list(dict.fromkeys(request.args.getlist("id")))
    listed = {expert.id: expert for expert in catalogue.listed_experts(ambient.today())}
    found = [listed[expert_id] for expert_id in asked if expert_id in listed]
    return render_template(
        "public/compare.html",
        experts=found[:MOST_COMPARED],
        left_out=len(found) - MOST_COMPARED,
        gone=len(asked) - len(found),
        without=without,
        most=MOST_COMPARED,
    )


@pages.get("/<expert_id>")
def profile(expert_id: str) -> ResponseReturnValue:
    expert = find_expert(expert_id)
    if not catalogue.is_listed(expert, ambient.today()):
        return render_template("public/gone.html"), 410
    return render_template("public/profile.html", expert=expert, about=about(expert))


def about(expert: Expert) -> dict[str, Any]:
    """The profile as schema.org describes a person, for search engines."""
    text, _language = expert.described_in(language())
    return {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": expert.name,
        "worksFor": {"@type": "Organization", "name": expert.company},
        "email": f"mailto:{expert.email}",
        "description": text,
        "knowsLanguage": list(expert.languages),
        **({"telephone": expert.phone} if expert.phone else {}),
    }
