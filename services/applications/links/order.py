"""The expert's page: the order, the agreed day, its report."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.applications import forms, show, words
from services.applications.documents import Application
from services.applications.handlers import orders
from services.applications.links.acting import act_page, acted, actions_of
from services.applications.links.through import blueprint, through
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.web.versions import posted_version


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
        back,
        forms.MoveForm,
        lambda given: orders.move_day(
            application,
            **given,
            by=orders.expert_of(application),
            expected_version=posted_version(),
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
        back,
        forms.ReasonForm,
        lambda given: orders.cancel_day(
            application,
            reason=given["reason"],
            by=orders.expert_of(application),
            expected_version=posted_version(),
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
