"""Partner searches as readers see them: the list, each announcement, answering, announcing."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from services.deeds.documents import PartnerSearch
from services.deeds.forms.lists import Rows, region_rows, sector_rows, theme_rows
from services.deeds.forms.partners import AnswerForm, SearchForm
from services.deeds.handlers import partners
from services.deeds.handlers.form_keys import id_of_form
from services.deeds.handlers.partners import Wish
from services.deeds.words.partners import WORDS, announcement_facts
from services.deeds.workflow.partner import ENDED, OPEN
from shared.errors import NotFound
from shared.web.acting import acted
from shared.web.addresses import url_with
from shared.web.context import private_page
from shared.web.language import language
from shared.web.paging import SIZE, Page, page_number, skipped
from shared.web.pin import read_pin

blueprint = Blueprint("partners", __name__, url_prefix="/partners")


@blueprint.get("")
def index() -> ResponseReturnValue:
    choices: dict[str, Rows] = {
        "sector": sector_rows(),
        "region": region_rows(),
        "theme": theme_rows(),
    }
    asked = {name: request.args.get(name, "") for name in choices}
    wish = Wish(
        **{name: asked[name] if asked[name] in dict(choices[name]) else "" for name in asked}
    )
    number = page_number()
    found, total = partners.open_searches(wish, skip=skipped(number), limit=SIZE)
    return render_template(
        "public/partners/list.html",
        page=Page(found, total, number),
        wish=wish,
        choices=choices,
        chosen=[
            (dict(rows)[getattr(wish, name)], url_with(**{name: None, "page": None}))
            for name, rows in choices.items()
            if getattr(wish, name)
        ],
        facts=announcement_facts,
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    key = read_pin().key
    return acted(
        f"/partners/sent/{id_of_form(key)}",
        SearchForm,
        lambda given: partners.announce(given, key=key),
        "",
        lambda form: render_template("public/partners/new.html", form=form, key=key),
        {"language": language(), "mail_language": language()},
        words=WORDS.refusals,
    )


@blueprint.get("/sent/<search_id>")
def sent(search_id: str) -> ResponseReturnValue:
    """For the one who announced: nobody else knows the address, and it tells no e-mail address."""
    search = partners.search_by_id(search_id)
    return private_page(render_template("public/partners/sent.html", search=search))


@blueprint.get("/<address>")
def announcement(address: str) -> ResponseReturnValue:
    search = public_search(address)
    if request.path != search.path:
        query = request.query_string.decode("utf-8", "replace")
        return redirect(search.path + (f"?{query}" if query else ""), 301)
    standing = partners.is_open(search)
    page = render_template(
        "public/partners/announcement.html",
        search=search,
        standing=standing,
        facts=announcement_facts(search),
    )
    return page if standing else private_page((page, 410))


@blueprint.route("/<address>/answer", methods=["GET", "POST"])
def answer(address: str) -> ResponseReturnValue:
    search, key = public_search(address), read_pin().key
    if request.method != "POST" and not partners.is_open(search):
        return redirect(search.path, 303)
    return acted(
        search.path,
        AnswerForm,
        lambda given: partners.answer_search(search, given, key=key),
        _l("Thank you. Your answer is on its way to the author by e-mail, with your address."),
        lambda form: render_template(
            "public/partners/answer.html", search=search, form=form, key=key
        ),
        words=WORDS.refusals,
    )


def public_search(address: str) -> PartnerSearch:
    """The number alone finds it. Raises NotFound, also for one that has not been published."""
    match = re.fullmatch(r"([0-9]{1,15})(?:-.*)?", address)
    if match is None:
        raise NotFound(f"no partner search at {address}")
    search = partners.search_by_number(int(match[1]))
    if search.state not in (OPEN, ENDED):
        raise NotFound(f"{search.reference} is not public")
    return search
