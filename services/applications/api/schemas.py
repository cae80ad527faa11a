"""What the API takes and gives. Questions come from the forms, so both sides ask the same."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from marshmallow import Schema, fields, validate

from services.applications import forms
from services.applications.handlers.queue import FIRST_SORT, SORTED_BY, TABS
from shared.contracts.parts import ExpertCard, Participants, Texts
from shared.web.api import PageOut
from shared.web.fields import Tick
from shared.web.forms import FormSchema

VERSION = {"description": "The version you saw; another one answers 409 with what has changed."}


def pin() -> fields.Integer:
    return fields.Integer(strict=True, load_default=None, metadata=VERSION)


class VersionBody(FormSchema):
    version = pin()


@cache
def pinned(form: type[FormSchema]) -> type[FormSchema]:
    """The form's questions, and the version that the caller saw."""
    name = form.__name__.removesuffix("Form") + "Body"
    return cast("type[FormSchema]", type(name, (form,), {"version": pin()}))


class SectionsBody(FormSchema):
    """The application's sections; those left out stay as they are."""

    organisation = fields.Nested(forms.OrganisationForm)
    contact = fields.Nested(forms.ContactForm)
    need = fields.Nested(forms.NeedForm)
    participants = fields.Nested(forms.ParticipantsForm)
    day = fields.Nested(forms.DayForm)
    expert = fields.Nested(forms.ExpertForm)


class NewApplicationBody(SectionsBody):
    submit = Tick(metadata={"label": "submit", "optional": True})


class DraftBody(SectionsBody):
    version = pin()


class AnswerBody(SectionsBody):
    answer = forms.AnswerForm._declared_fields["answer"]
    version = pin()


class FeedbackBody(forms.FeedbackForm):
    key = fields.String(
        validate=validate.Length(max=64),
        load_default="",
        metadata={"description": "Sent again with the same key, it counts once."},
    )


class QueueQuery(FormSchema):
    tab = fields.String(load_default="decide", validate=validate.OneOf(list(TABS)))
    search = fields.String(load_default="", validate=validate.Length(max=100))
    round = fields.String(load_default="")
    theme = fields.String(load_default="")
    sector = fields.String(load_default="")
    overdue = fields.Boolean(load_default=False)
    sort = fields.String(
        load_default=FIRST_SORT,
        validate=validate.OneOf([sign + key for key in SORTED_BY for sign in ("", "-")]),
    )
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class StepOut(Schema):
    version = fields.Integer()
    action = fields.String()
    state = fields.String()
    role = fields.String()
    at = fields.AwareDateTime()


class TaskOut(Schema):
    name = fields.String()
    due_at = fields.AwareDateTime()


class RequestOut(Schema):
    sections = fields.List(fields.String())
    message = fields.String()
    answer_by = fields.String()
    changed = fields.List(fields.String())
    answer = fields.String()


class DecisionOut(Schema):
    outcome = fields.String()
    days = fields.Integer()
    grounds = fields.String()
    at = fields.AwareDateTime()


class ReportOut(Schema):
    held_on = fields.String()
    hours = fields.Float()
    took_part = fields.Nested(Participants)
    summary = fields.String()


class FeedbackOut(Schema):
    rating = fields.Integer()
    comment = fields.String()
    follows = fields.String()


class OrganisationOut(Schema):
    organisation = fields.String()
    business_id = fields.String()
    unit = fields.String()
    sector = fields.String()


class ContactOut(Schema):
    name = fields.String()
    email = fields.String()
    phone = fields.String()
    language = fields.String()


class NeedOut(Schema):
    situation = fields.String()
    goal = fields.String()
    themes = fields.List(fields.String())


class DayOut(Schema):
    days = fields.Integer(allow_none=True)
    mode = fields.String()
    place = fields.String()
    date = fields.Date(allow_none=True)
    start_time = fields.String(allow_none=True)


class ApplicationOut(Schema):
    """`cooperative`: management and personnel both take part, without which nothing is granted."""

    id = fields.String()
    reference = fields.String(allow_none=True)
    state = fields.String()
    version = fields.Integer()
    round_id = fields.String()
    submitted_at = fields.AwareDateTime(allow_none=True)
    organisation = fields.Nested(OrganisationOut)
    contact = fields.Nested(ContactOut)
    need = fields.Nested(NeedOut)
    participants = fields.Nested(Participants)
    day = fields.Nested(DayOut)
    expert = fields.Nested(ExpertCard, allow_none=True)
    order = fields.Integer()
    cooperative = fields.Boolean()
    request = fields.Nested(RequestOut, allow_none=True)
    decision = fields.Nested(DecisionOut, allow_none=True)
    report = fields.Nested(ReportOut, allow_none=True)
    history = fields.List(fields.Nested(StepOut))
    tasks = fields.List(fields.Nested(TaskOut), metadata={"description": "For the office."})
    feedback = fields.List(fields.Nested(FeedbackOut), metadata={"description": "For the office."})


class ApplicationRowOut(ApplicationOut):
    """As in a list: without its history."""

    class Meta:
        exclude = ("history",)


class ApplicationListOut(PageOut):
    items = fields.List(fields.Nested(ApplicationRowOut))


class RoundOut(Schema):
    """`days_left` is told to the office only."""

    id = fields.String()
    state = fields.String()
    version = fields.Integer()
    title = fields.Nested(Texts)
    notice = fields.Nested(Texts)
    opens_at = fields.AwareDateTime()
    closes_at = fields.AwareDateTime()
    days_per_organisation = fields.Integer()
    budget_days = fields.Integer()
    days_left = fields.Integer()


class ThemeOut(Schema):
    id = fields.String()
    names = fields.Nested(Texts)
    place = fields.Integer()
    active = fields.Boolean()
    version = fields.Integer()


class RoundListOut(Schema):
    items = fields.List(fields.Nested(RoundOut))


class ThemeListOut(Schema):
    items = fields.List(fields.Nested(ThemeOut))


Body = dict[str, Any]
