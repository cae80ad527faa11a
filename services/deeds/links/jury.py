"""A juror's pages: the nominations, and a score and a comment for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import Award
from services.deeds.forms.awards import ScoreForm
from services.deeds.handlers import awards
from services.deeds.scores import scores_of
from services.deeds.show import in_own_language
from services.deeds.words import awards as words
from services.deeds.workflow.award import JUDGING
from shared import ambient
from shared.errors import LinkExpired, NotFound
from shared.links import Link, read_link
from shared.roles import Role
from shared.web.acting import acted
from shared.web.context import current_settings, private_page
from shared.web.fresh_link import hourly_key

blueprint = Blueprint("jury_links", __name__, url_prefix="/jury")
Juror = Mapping[str, Any]
View = Callable[..., ResponseReturnValue]


def through(view: View) -> View:
    """The award and the juror behind a link. Whoever has left the jury reads how things stand."""

    @wraps(view)
    def guarded(token: str, **parts: str) -> ResponseReturnValue:
        link, expired = link_of(token)
        award, juror = award_and_juror(link)
        if expired or award is None or juror is None:
            return over(award, juror, token)
        return private_page(view(award, juror, token, **parts))

    return guarded


def link_of(token: str) -> tuple[Link, bool]:
    """And whether its time is over. Raises LinkForged."""
    try:
        return read_link(current_settings(), "jury", token), False
    except LinkExpired as error:
        expired: Link = error.link
        return expired, True


def award_and_juror(link: Link) -> tuple[Award | None, Juror | None]:
    """None for an award that has been deleted, and for a juror who has left the jury."""
    award: Award | None = Award.objects(id=link.case_id).first()
    if award is None:
        return None, None
    try:
        return award, awards.juror_of(award, link.step, link.recipient)
    except NotFound:
        return award, None


def over(award: Award | None, juror: Juror | None, token: str) -> ResponseReturnValue:
    may_ask = award and juror and "request_link" in actions_of(award)
    page = render_template(
        "links/jury/over.html",
        award=award,
        on_jury=juror is not None,
        title=in_own_language(award.title) if award else "",
        standing=words.STATES[award.state] if award else None,
        fresh=f"/jury/{token}/fresh" if may_ask else "",
    )
    return private_page((page, 410))


@blueprint.get("/<token>")
@through
def jury(award: Award, juror: Juror, token: str) -> ResponseReturnValue:
    scored = scores_of(award, juror["id"])
    return render_template(
        "links/jury/jury.html",
        award=award,
        juror=juror,
        token=token,
        deeds=awards.nominated_deeds(award),
        scored=scored,
        left=sum(each["id"] not in scored for each in award.nominations),
        judging=award.state == JUDGING,
        title=in_own_language(award.title),
        text=in_own_language(award.text),
        say=in_own_language,
    )


@blueprint.route("/<token>/<nomination_id>", methods=["GET", "POST"])
@through
def score(award: Award, juror: Juror, token: str, nomination_id: str) -> ResponseReturnValue:
    nomination = awards.one_of(award.nominations, nomination_id)
    before = scores_of(award, juror["id"]).get(nomination_id, {})
    key = request.form.get("key", "")[:64] or ambient.new_id()
    return acted(
        f"/jury/{token}",
        ScoreForm,
        lambda given: awards.give_score(
            award,
            juror,
            nomination_id,
            points=int(given["points"]),
            comment=given["comment"],
            cause=f"form:{key}",
        ),
        _("Your score has been saved. You can change it until the judging ends."),
        lambda form: render_template(
            "links/jury/score.html",
            award=award,
            token=token,
            key=key,
            form=form,
            nomination=nomination,
            deed=awards.nominated_deeds(award)[nomination["deed_id"]],
            category=in_own_language(
                awards.one_of(award.categories, nomination["category"])["names"]
            ),
            may_score="score" in actions_of(award),
        ),
        {"points": str(before["points"]), "comment": before["comment"]} if before else {},
        words=words.REFUSALS,
    )


def actions_of(award: Award) -> set[str]:
    return {row.action for row in award.workflow.open_to(award.state, [Role.JUROR])}


@blueprint.post("/<token>/fresh")
def fresh(token: str) -> ResponseReturnValue:
    """Mail a fresh link to the juror the old one was made for: at most one an hour."""
    link, _expired = link_of(token)
    award, juror = award_and_juror(link)
    if award is None or juror is None or "request_link" not in actions_of(award):
        return over(award, juror, token)
    key = hourly_key(token)
    awards.request_jury_link(award, juror, key=key)
    return private_page(render_template("links/jury/fresh.html"))
