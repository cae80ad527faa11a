"""The applicant's page: how the application stands, answering, withdrawing, choosing anew."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.applications import forms, show, words
from services.applications.documents import Application
from services.applications.handlers import decisions, orders
from services.applications.links.acting import act_page, acted, actions_of
from services.applications.links.through import blueprint, through
from shared.errors import InvalidInput
from shared.links import make_link
from shared.roles import Role
from shared.web.context import current_settings
from shared.web.versions import posted_version


@blueprint.get("/status/<token>")
@through("status")
def status(application: Application, token: str) -> ResponseReturnValue:
    return render_template(
        "public/status.html",
        application=application,
        token=token,
        words=words,
        actions=actions_of(application, Role.APPLICANT),
        sections=show.sections(application),
        day=show.day_text(application),
        timeline=show.public_timeline(application),
        letter_address=letter_address(application),
        feedback_address=feedback_address(application),
    )


def letter_address(application: Application) -> str:
    """Where the decision stands as a letter: it is kept by the event that told of the decision."""
    decided = [step["id"] for step in application.history if step["action"] in ("grant", "reject")]
    if not decided:
        return ""
    token = make_link(current_settings(), "letter", decided[-1], application.contact["email"])
    return f"/letters/{token}"


def feedback_address(application: Application) -> str:
    if "give_feedback" not in actions_of(application, Role.PARTICIPANT):
        return ""
    settings = current_settings()
    return (
        f"{settings.base_url}/sparring/feedback/{make_link(settings, 'feedback', application.id)}"
    )


@blueprint.route("/status/<token>/answer", methods=["GET", "POST"])
@through("status")
def answer(application: Application, token: str) -> ResponseReturnValue:
    back = f"/sparring/status/{token}"
    if "answer" not in actions_of(application, Role.APPLICANT):
        flash(words.REASONS["state"], "info")
        return redirect(back, 303)
    sections = list(application.request["sections"])

    def act(answers: dict[str, Any]) -> Application:
        message = answers.pop("answer", "")
        try:
            return decisions.answer_request(
                application, answers, answer=message, expected_version=application.version
            )
        except InvalidInput as error:  # the domain knows the field, the form has it in its section
            place = "expert.expert" if "expert" in sections else "day.date"
            raise InvalidInput({place: error.errors["expert"]}) from error

    return acted(
        back,
        forms.answer_schema(sections),
        act,
        _l("Thank you, we have received your answer."),
        lambda form: render_template(
            "public/answer.html",
            application=application,
            token=token,
            form=form,
            sections=[(name, words.SECTIONS[name]) for name in sections],
        ),
        {name: forms.section_values(application, name) for name in sections},
    )


@blueprint.route("/status/<token>/withdraw", methods=["GET", "POST"])
@through("status")
def withdraw(application: Application, token: str) -> ResponseReturnValue:
    back = f"/sparring/status/{token}"
    return acted(
        back,
        forms.WithdrawForm,
        lambda given: orders.withdraw_application(
            application, reason=given["reason"], expected_version=posted_version()
        ),
        _l("The application has been withdrawn."),
        act_page(
            application=application,
            back=back,
            heading=_("Withdraw the application"),
            intro=_(
                "A withdrawn application cannot be taken back. If an order "
                "has been sent to an expert, we tell them too."
            ),
            submit=_("Withdraw the application"),
            kind="danger",
        ),
    )


@blueprint.route("/status/<token>/choose", methods=["GET", "POST"])
@through("status")
def choose(application: Application, token: str) -> ResponseReturnValue:
    back = f"/sparring/status/{token}"
    return acted(
        back,
        forms.ChooseForm,
        lambda given: orders.choose_expert(
            application,
            expert_id=given["expert"],
            date=given["date"],
            start_time=given["start_time"],
            expected_version=posted_version(),
        ),
        _l("The order has been sent to the expert you chose."),
        act_page(
            application=application,
            back=back,
            heading=_("Choose another expert and date"),
            intro=_(
                "Your days stay granted. Agree on the date with the expert "
                "first; the order goes to them at once."
            ),
            submit=_("Send the order"),
            experts_link=True,
        ),
        {"start_time": application.start_time},
    )
