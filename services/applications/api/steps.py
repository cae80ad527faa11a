"""Every later step of an application: by the applicant, the office, the expert."""

from __future__ import annotations

from typing import Any

from services.applications import forms
from services.applications.api.access import (
    acts_for_office,
    day_application,
    office_application,
    ordered_application,
    own_application,
    request_key,
    take_version,
)
from services.applications.api.blueprints import applications as blueprint
from services.applications.api.schemas import (
    AnswerBody,
    ApplicationOut,
    Body,
    FeedbackBody,
    VersionBody,
    pinned,
)
from services.applications.api.views import application_out
from services.applications.documents import Application
from services.applications.handlers import decisions, drafts, orders
from services.applications.workflow import RETURNED
from shared import ambient
from shared.errors import InvalidInput
from shared.roles import Role
from shared.web.api import api_actor, require_token
from shared.workflow.table import Actor


@blueprint.post("/<application_id>/answer")
@require_token(Role.APPLICANT)
@blueprint.arguments(AnswerBody)
@blueprint.response(200, ApplicationOut)
def answer(body: Body, application_id: str) -> dict[str, Any]:
    """Answer the office's request. Only the sections that it names are open."""
    found = own_application(application_id)
    version, message = take_version(found, body), body.pop("answer")
    unasked = set(body) - set(found.request.get("sections", ()))
    if found.state == RETURNED and unasked:
        raise InvalidInput({section: ["not_asked"] for section in sorted(unasked)})
    after = decisions.answer_request(found, body, answer=message, expected_version=version)
    return application_out(after, office=False)


@blueprint.post("/<application_id>/keep")
@require_token(Role.APPLICANT)
@blueprint.arguments(forms.KeepForm)
@blueprint.response(200, ApplicationOut)
def keep(body: Body, application_id: str) -> dict[str, Any]:
    """Mail a link with which a person goes on filling in the draft in a browser."""
    draft = own_application(application_id)
    return application_out(drafts.keep_draft(draft, email=body["email"]), office=False)


@blueprint.post("/<application_id>/choose")
@require_token(Role.APPLICANT)
@blueprint.arguments(pinned(forms.ChooseForm))
@blueprint.response(200, ApplicationOut)
def choose(body: Body, application_id: str) -> dict[str, Any]:
    """Another expert and date after a declined order."""
    found = own_application(application_id)
    version = take_version(found, body)
    after = orders.choose_expert(
        found, expert_id=body.pop("expert"), **body, expected_version=version
    )
    return application_out(after, office=False)


@blueprint.post("/<application_id>/withdraw")
@require_token(Role.APPLICANT)
@blueprint.arguments(pinned(forms.WithdrawForm))
@blueprint.response(200, ApplicationOut)
def withdraw(body: Body, application_id: str) -> dict[str, Any]:
    found = own_application(application_id)
    version = take_version(found, body)
    after = orders.withdraw_application(found, **body, expected_version=version)
    return application_out(after, office=False)


@blueprint.post("/<application_id>/feedback")
@require_token(Role.APPLICANT)
@blueprint.arguments(FeedbackBody)
@blueprint.response(200, ApplicationOut)
def give_feedback(body: Body, application_id: str) -> dict[str, Any]:
    """One participant's anonymous feedback, passed on by the organisation."""
    found = own_application(application_id)
    body["key"] = body["key"] or ambient.new_id()
    return application_out(orders.give_feedback(found, **body), office=False)


@blueprint.post("/<application_id>/ask-more")
@require_token(Role.STAFF)
@blueprint.arguments(pinned(forms.AskMoreForm))
@blueprint.response(200, ApplicationOut)
def ask_more(body: Body, application_id: str) -> dict[str, Any]:
    found = office_application(application_id)
    pins = _by_office(found, body)
    return _office(decisions.ask_more(found, **body, **pins))


@blueprint.post("/<application_id>/grant")
@require_token(Role.STAFF)
@blueprint.arguments(pinned(forms.GrantForm))
@blueprint.response(200, ApplicationOut)
def grant(body: Body, application_id: str) -> dict[str, Any]:
    """Decide and order at once. 409 with reason cooperation, budget or organisation_limit."""
    found = office_application(application_id)
    pins = _by_office(found, body)
    return _office(decisions.grant_application(found, expert_id=body.pop("expert"), **body, **pins))


@blueprint.post("/<application_id>/reject")
@require_token(Role.STAFF)
@blueprint.arguments(pinned(forms.RejectForm))
@blueprint.response(200, ApplicationOut)
def reject(body: Body, application_id: str) -> dict[str, Any]:
    found = office_application(application_id)
    pins = _by_office(found, body)
    return _office(decisions.reject_application(found, **body, **pins))


@blueprint.post("/<application_id>/called")
@require_token(Role.STAFF)
@blueprint.arguments(pinned(forms.NoteForm))
@blueprint.response(200, ApplicationOut)
def called(body: Body, application_id: str) -> dict[str, Any]:
    """The office has called whoever did not answer."""
    found = office_application(application_id)
    pins = _by_office(found, body)
    return _office(orders.note_call(found, **body, **pins))


@blueprint.post("/<application_id>/move")
@require_token(Role.STAFF, Role.EXPERT)
@blueprint.arguments(pinned(forms.MoveForm))
@blueprint.response(200, ApplicationOut)
def move(body: Body, application_id: str) -> dict[str, Any]:
    found = day_application(application_id)
    pins = _by_office(found, body)
    return _office(orders.move_day(found, **body, **pins))


@blueprint.post("/<application_id>/cancel")
@require_token(Role.STAFF, Role.EXPERT)
@blueprint.arguments(pinned(forms.ReasonForm))
@blueprint.response(200, ApplicationOut)
def cancel(body: Body, application_id: str) -> dict[str, Any]:
    found = day_application(application_id)
    pins = _by_office(found, body)
    return _office(orders.cancel_day(found, **body, **pins))


@blueprint.post("/<application_id>/accept")
@require_token(Role.EXPERT)
@blueprint.arguments(VersionBody)
@blueprint.response(200, ApplicationOut)
def accept(body: Body, application_id: str) -> dict[str, Any]:
    """The expert takes the order. Sent again, it answers with what stands."""
    found = ordered_application(application_id)
    take_version(found, body)
    return application_out(orders.accept_order(found, order=found.order), office=False)


@blueprint.post("/<application_id>/decline")
@require_token(Role.EXPERT)
@blueprint.arguments(pinned(forms.ReasonForm))
@blueprint.response(200, ApplicationOut)
def decline(body: Body, application_id: str) -> dict[str, Any]:
    found = ordered_application(application_id)
    take_version(found, body)
    return application_out(orders.decline_order(found, order=found.order, **body), office=False)


@blueprint.post("/<application_id>/report")
@require_token(Role.EXPERT)
@blueprint.arguments(pinned(forms.ReportForm))
@blueprint.response(200, ApplicationOut)
def report(body: Body, application_id: str) -> dict[str, Any]:
    """The day has been held."""
    found = ordered_application(application_id)
    take_version(found, body)
    return application_out(orders.report_day(found, **body), office=False)


def _by_office(found: Application, body: Body) -> dict[str, Any]:
    """Who acts, on which version, under which key: what the handlers take beside the body."""
    by: Actor = api_actor() if acts_for_office() else orders.expert_of(found)
    return {"by": by, "expected_version": take_version(found, body), "cause": request_key()}


def _office(after: Application) -> dict[str, Any]:
    return application_out(after, office=acts_for_office())
