"""Pages behind the links in mails: the applicant's status, the expert's order, feedback.

GET and HEAD only show. POST acts, and a repeat is harmless.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.applications import forms, show, words
from services.applications.documents import Application
from services.applications.handlers import decisions, drafts, orders
from services.applications.workflow import HELD, SPARRING
from shared import ambient
from shared.errors import Conflict, InvalidInput, LinkExpired, TransitionNotAllowed
from shared.links import Link, make_link, read_link
from shared.roles import Role
from shared.web.context import current_settings, private_page
from shared.web.forms import Form, FormSchema, parse

blueprint = Blueprint("links", __name__, url_prefix="/sparring")
View = Callable[[Application, str], ResponseReturnValue]


def superseded(link: Link, application: Application) -> bool:
    """A link of an earlier order, or for somebody who is no longer the contact person."""
    if link.purpose == "order":
        return link.step != str(application.order) or link.recipient != application.expert.get(
            "email"
        )
    return link.purpose == "status" and link.recipient != application.contact.get("email")


def through(purpose: str) -> Callable[[View], Callable[[str], ResponseReturnValue]]:
    """A view of the application behind a link; old links get a page that says how things stand."""

    def decorate(view: View) -> Callable[[str], ResponseReturnValue]:
        @wraps(view)
        def guarded(token: str) -> ResponseReturnValue:
            try:
                link = read_link(current_settings(), purpose, token)
            except LinkExpired as error:
                return over(purpose, token, error.link, "expired")
            application = drafts.application_by_id(link.case_id)
            if superseded(link, application):
                return over(purpose, token, link, "superseded")
            return private_page(view(application, token))

        return guarded

    return decorate


def over(purpose: str, token: str, link: Link, why: str) -> ResponseReturnValue:
    application = drafts.application_by_id(link.case_id)
    page = render_template(
        "public/link_over.html",
        application=application,
        standing=words.STANDING[application.state],
        purpose=purpose,
        token=token,
        why=why,
        fresh=why == "expired" and bool(link.recipient) and not superseded(link, application),
    )
    return private_page((page, 410))


@blueprint.post("/<any(status, order):purpose>/<token>/fresh")
def fresh(purpose: str, token: str) -> ResponseReturnValue:
    """Mail a fresh link to the address the old one was made for: at most one an hour."""
    try:
        link = read_link(current_settings(), purpose, token)
    except LinkExpired as error:
        link = error.link
    application = drafts.application_by_id(link.case_id)
    if superseded(link, application):
        return over(purpose, token, link, "superseded")
    key = hashlib.sha256(token.encode()).hexdigest()[:24] + f"{ambient.now():%Y%m%d%H}"
    orders.request_link(application, purpose=purpose, recipient=link.recipient, key=key)
    return private_page(render_template("public/fresh.html", recipient=masked(link.recipient)))


def masked(email: str) -> str:
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def actions_of(application: Application, role: Role) -> set[str]:
    return {row.action for row in SPARRING.open_to(application.state, [role])}


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
        feedback_address=feedback_address(application),
    )


def feedback_address(application: Application) -> str:
    if application.state != HELD:
        return ""
    settings = current_settings()
    return (
        f"{settings.base_url}/sparring/feedback/{make_link(settings, 'feedback', application.id)}"
    )


def acted(
    application: Application,
    back: str,
    schema: type[FormSchema],
    act: Callable[[dict[str, Any]], Application],
    done: Any,
    page: Callable[[Form], str],
    initial: dict[str, Any] | None = None,
) -> ResponseReturnValue:
    """One form, one step: GET shows it, POST takes it and goes back with a word of what was done.

    What was typed stays when something is wrong, or when the case has changed meanwhile.
    """
    if request.method != "POST":
        return page(Form(schema, initial or {}))
    form = parse(schema, request.form)
    code = 422
    if form.ok:
        try:
            act(form.data)
            if done:
                flash(str(done), "success")
            return redirect(back, 303)
        except InvalidInput as error:
            form.add_errors(words.problems(error))
        except TransitionNotAllowed as error:
            form.add_errors({"_schema": [words.refusal(error)]})
            code = 409
        except Conflict:
            text = _(
                "The case has changed since you opened it. Check how it stands and send again."
            )
            form.add_errors({"_schema": [text]})
            code = 409
    return page(form), code


def act_page(**context: Any) -> Callable[[Form], str]:
    return lambda form: render_template("public/act.html", form=form, **context)


def version() -> int | None:
    """The version of the case that the person saw, from the form's hidden field."""
    text = request.form.get("version", "")
    return int(text) if text.isdigit() and len(text) < 9 else None


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
        application,
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
        application,
        back,
        forms.WithdrawForm,
        lambda given: orders.withdraw_application(
            application, reason=given["reason"], expected_version=version()
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
        application,
        back,
        forms.ChooseForm,
        lambda given: orders.choose_expert(
            application,
            expert_id=given["expert"],
            date=given["date"],
            start_time=given["start_time"],
            expected_version=version(),
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


@blueprint.get("/order/<token>")
@through("order")
def order(application: Application, token: str) -> ResponseReturnValue:
    return render_template(
        "public/order.html",
        application=application,
        token=token,
        words=words,
        actions=actions_of(application, Role.EXPERT),
        day=show.day_text(application),
        themes=show.theme_list(application),
        heads=show.heads(application.participants),
    )


@blueprint.post("/order/<token>/accept")
@through("order")
def accept(application: Application, token: str) -> ResponseReturnValue:
    try:
        orders.accept_order(application, order=application.order)
        flash(
            _(
                "Thank you. You have accepted the order; both of you get a "
                "calendar entry by e-mail."
            ),
            "success",
        )
    except TransitionNotAllowed as error:
        flash(words.refusal(error), "warning")
    return redirect(f"/sparring/order/{token}", 303)


@blueprint.route("/order/<token>/decline", methods=["GET", "POST"])
@through("order")
def decline(application: Application, token: str) -> ResponseReturnValue:
    back = f"/sparring/order/{token}"
    return acted(
        application,
        back,
        forms.ReasonForm,
        lambda given: orders.decline_order(
            application, order=application.order, reason=given["reason"]
        ),
        _l("You have declined the order. We ask the organisation to choose another expert."),
        act_page(
            application=application,
            back=back,
            heading=_("Decline the order"),
            intro=_("The organisation sees the reason you give."),
            submit=_("Decline the order"),
            kind="danger",
        ),
    )


@blueprint.route("/order/<token>/move", methods=["GET", "POST"])
@through("order")
def move(application: Application, token: str) -> ResponseReturnValue:
    back = f"/sparring/order/{token}"
    return acted(
        application,
        back,
        forms.MoveForm,
        lambda given: orders.move_day(
            application, **given, by=orders.expert_of(application), expected_version=version()
        ),
        _l("The day has been moved. Both of you get a new calendar entry by e-mail."),
        act_page(
            application=application,
            back=back,
            heading=_("Move the day"),
            intro=_("Agree on the new date with the organisation first."),
            submit=_("Move the day"),
        ),
        {"start_time": application.start_time},
    )


@blueprint.route("/order/<token>/cancel", methods=["GET", "POST"])
@through("order")
def cancel(application: Application, token: str) -> ResponseReturnValue:
    back = f"/sparring/order/{token}"
    return acted(
        application,
        back,
        forms.ReasonForm,
        lambda given: orders.cancel_day(
            application,
            reason=given["reason"],
            by=orders.expert_of(application),
            expected_version=version(),
        ),
        _l("The day has been cancelled."),
        act_page(
            application=application,
            back=back,
            heading=_("Cancel the day"),
            intro=_(
                "If another date suits you both, move the day instead. The "
                "organisation sees the reason you give."
            ),
            submit=_("Cancel the day"),
            kind="danger",
        ),
    )


@blueprint.route("/order/<token>/report", methods=["GET", "POST"])
@through("order")
def report(application: Application, token: str) -> ResponseReturnValue:
    back = f"/sparring/order/{token}"
    return acted(
        application,
        back,
        forms.ReportForm,
        lambda given: orders.report_day(application, **given),
        _l(
            "Thank you, the day has been reported. The organisation gets "
            "a link for giving feedback."
        ),
        act_page(
            application=application,
            back=back,
            heading=_("Report the day as held"),
            intro=_("Tell how the day went and how many took part, by group."),
            submit=_("Send the report"),
        ),
        {"held_on": application.day, "took_part": dict(application.participants)},
    )


@blueprint.route("/feedback/<token>", methods=["GET", "POST"])
@through("feedback")
def feedback(application: Application, token: str) -> ResponseReturnValue:
    if application.state != HELD:
        return over(
            "feedback", token, read_link(current_settings(), "feedback", token), "superseded"
        )
    key = request.form.get("key", "")[:64] or ambient.random_token()
    return acted(
        application,
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
