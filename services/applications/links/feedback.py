"""The page for those who took part: rating, comment, what follows. Anonymous."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from services.applications import forms
from services.applications.documents import Application
from services.applications.handlers import orders
from services.applications.links.acting import acted, actions_of
from services.applications.links.through import blueprint, link_of, over, through
from shared import ambient
from shared.roles import Role


@blueprint.route("/feedback/<token>", methods=["GET", "POST"])
@through("feedback")
def feedback(application: Application, token: str) -> ResponseReturnValue:
    if "give_feedback" not in actions_of(application, Role.PARTICIPANT):
        return over(link_of("feedback", token)[0], application, token)
    key = request.form.get("key", "")[:64] or ambient.random_token()
    return acted(
        f"/sparring/feedback/{token}/thanks",
        forms.FeedbackForm,
        lambda given: orders.give_feedback(application, **given, key=key),
        "",
        lambda form: render_template(
            "public/feedback.html", application=application, form=form, key=key, token=token
        ),
    )


@blueprint.get("/feedback/<token>/thanks")
@through("feedback")
def thanks(application: Application, token: str) -> ResponseReturnValue:
    return render_template("public/thanks.html", application=application)
