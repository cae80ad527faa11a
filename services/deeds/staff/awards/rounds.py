"""The list of award rounds, and one of them made, edited and shown."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import Award
from services.deeds.forms.awards import AwardForm
from services.deeds.handlers import awards
from services.deeds.scores import standings
from services.deeds.show import in_own_language
from services.deeds.staff.awards.blueprint import HOME, address_of, blueprint
from services.deeds.words import awards as words
from services.deeds.words.deed import ROLES
from shared import ambient
from shared.errors import InvalidInput
from shared.roles import Role
from shared.settings import LANGUAGES
from shared.web.acting import acted
from shared.web.context import private_page
from shared.web.forms import Form
from shared.web.pin import fresh_pin, read_pin
from shared.web.session import actor, require_roles

MOST_CATEGORIES = 10


def stored(given: dict[str, Any]) -> dict[str, Any]:
    """The form's answers as the award has them. Raises InvalidInput: uneven_categories."""
    lines = {code: given[f"categories_{code}"].splitlines() for code in LANGUAGES}
    named = {code: [line.strip() for line in each if line.strip()] for code, each in lines.items()}
    counts = {len(each) for each in named.values()}
    if len(counts) != 1 or not 1 <= counts.pop() <= MOST_CATEGORIES:
        raise InvalidInput({"categories_fi": ["uneven_categories"]})
    return {
        "year": given["year"],
        "title": {code: given[f"title_{code}"] for code in LANGUAGES},
        "text": {code: given.get(f"text_{code}", "") for code in LANGUAGES},
        "score_by": given["score_by"].isoformat(),
        "categories": [
            {"id": f"category-{place}", "names": dict(zip(LANGUAGES, names, strict=True))}
            for place, names in enumerate(zip(*(named[code] for code in LANGUAGES), strict=True))
        ],
    }


def values_of(award: Award) -> dict[str, Any]:
    values: dict[str, Any] = {"year": award.year, "score_by": award.score_by}
    for code in LANGUAGES:
        names = [category["names"].get(code, "") for category in award.categories]
        values |= {
            f"title_{code}": award.title.get(code, ""),
            f"text_{code}": award.text.get(code, ""),
            f"categories_{code}": "\n".join(names),
        }
    return values


@blueprint.get("")
@require_roles(Role.STAFF)
def award_list() -> ResponseReturnValue:
    page = render_template(
        "staff/awards/list.html", awards=awards.all_awards(), say=in_own_language, words=words
    )
    return private_page(page)


@blueprint.route("/new", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def new_award() -> ResponseReturnValue:
    pin = read_pin()
    return acted(
        HOME,
        AwardForm,
        lambda given: awards.plan_award(stored(given), actor(), pin),
        _("The award round has been made. Nominate deeds and name the jury next."),
        lambda form: edit_page(form, _("Make an award round"), HOME),
        {"year": ambient.today().year},
        words=words.REFUSALS,
    )


@blueprint.route("/<award_id>/edit", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def edit_award(award_id: str) -> ResponseReturnValue:
    award, pin = awards.award_by_id(award_id), read_pin()
    back = address_of(award_id)
    return acted(
        back,
        AwardForm,
        lambda given: awards.edit_award(award, stored(given), actor(), pin),
        _("Saved."),
        lambda form: edit_page(form, _("Edit the award round"), back, award.version),
        values_of(award),
        words=words.REFUSALS,
    )


def edit_page(form: Form, heading: str, back: str, version: int = 0) -> str:
    return render_template(
        "staff/awards/edit.html",
        form=form,
        heading=heading,
        back=back,
        submit=_("Save"),
        version=version,
        key=fresh_pin().key,
    )


@blueprint.get("/<award_id>")
@require_roles(Role.STAFF)
def award(award_id: str) -> ResponseReturnValue:
    shown = awards.award_by_id(award_id)
    page = render_template(
        "staff/awards/award.html",
        award=shown,
        standings=standings(shown),
        deeds=awards.nominated_deeds(shown),
        jurors={juror["id"]: juror for juror in shown.jury},
        waiting=[juror["id"] for juror in shown.waiting_jury()],
        categories={each["id"]: in_own_language(each["names"]) for each in shown.categories},
        winners={row["nomination"]: row for row in shown.winners},
        actions={row.action for row in shown.workflow.open_to(shown.state, [Role.STAFF])},
        key=fresh_pin().key,
        say=in_own_language,
        words=words,
        roles=ROLES,
    )
    return private_page(page)
