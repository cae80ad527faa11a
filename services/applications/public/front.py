"""The front page of sparring, and where an application begins."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.applications import words
from services.applications.documents import ExpertView, Round
from services.applications.handlers import drafts
from services.applications.handlers.orders import average_feedback
from services.applications.handlers.rounds import active_themes
from services.applications.public.draft import address, blueprint
from shared import ambient
from shared.errors import TransitionNotAllowed
from shared.web.language import language


@blueprint.get("")
def front() -> ResponseReturnValue:
    average, count = average_feedback()
    return render_template(
        "public/front.html",
        round=drafts.open_round(),
        coming=next_round(),
        average=average,
        count=count,
        themes=active_themes(),
    )


def next_round() -> Round | None:
    planned = Round.objects(state="planned", opens_at__gt=ambient.now()).order_by("opens_at")
    found: Round | None = planned.first()
    return found


@blueprint.get("/apply")
def apply() -> ResponseReturnValue:
    return render_template(
        "public/apply.html",
        round=drafts.open_round(),
        coming=next_round(),
        expert=ExpertView.objects(id=request.args.get("expert", "")).first(),
    )


@blueprint.post("/apply")
def start() -> ResponseReturnValue:
    try:
        draft = drafts.start_draft(language=language(), expert_id=request.form.get("expert", ""))
    except TransitionNotAllowed as error:
        flash(words.refusal(error), "warning")
        return redirect("/sparring/apply", 303)
    return redirect(address(draft, drafts.SECTIONS[0]), 303)
