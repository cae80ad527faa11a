"""The sections of an application, the same for HTML, JSON and the answer to a request."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validates_schema

from services.applications import words
from services.applications.forms.asking import (
    DAY_ROWS,
    LANGUAGE_ROWS,
    expert_rows,
    long_text,
    meta,
    one_of,
    sector_rows,
    theme_rows,
    tomorrow,
    two_years_on,
)
from shared.vocabulary import SECTORS
from shared.web.fields import (
    BusinessId,
    Choice,
    Choices,
    ClockTime,
    Count,
    Email,
    FinnishDate,
    Phone,
    Text,
)
from shared.web.forms import FormSchema


class OrganisationForm(FormSchema):
    organisation = Text(
        max=120,
        metadata=meta(
            _l("Organisation"),
            _l("For example a city, a joint municipal authority or a wellbeing services county"),
            autocomplete="organization",
        ),
    )
    business_id = BusinessId(metadata=meta(_l("Business ID")))
    unit = Text(
        max=120,
        metadata=meta(
            _l("Unit"),
            _l("Whose work is being developed, for example a ward or a day-care centre"),
            optional=True,
        ),
    )
    sector = Choice(
        metadata=meta(_l("Sector"), widget="select", choices=sector_rows, values=tuple(SECTORS))
    )


class ContactForm(FormSchema):
    name = Text(max=120, metadata=meta(_l("Name of the contact person"), autocomplete="name"))
    email = Email(
        metadata=meta(
            _l("E-mail"), _l("We send the decision to this address."), autocomplete="email"
        )
    )
    phone = Phone(metadata=meta(_l("Telephone"), optional=True, autocomplete="tel"))
    language = Choice(metadata=meta(_l("Language of the mails"), choices=LANGUAGE_ROWS))


class NeedForm(FormSchema):
    situation = long_text(
        3000,
        _l("Situation and need"),
        _l("What is happening in your work, and what do you want to change?"),
        rows=8,
    )
    goal = long_text(2000, _l("Goal"), _l("What should be different after the sparring?"))
    themes = Choices(metadata=meta(_l("Themes"), _l("Choose one or more."), choices=theme_rows))


class ParticipantsForm(FormSchema):
    """Heads by group; 0 is an answer. At least somebody takes part."""

    management = Count(max=999, metadata=meta(words.GROUPS["management"]))
    supervisors = Count(max=999, metadata=meta(words.GROUPS["supervisors"]))
    personnel = Count(max=999, metadata=meta(words.GROUPS["personnel"]))
    users = Count(
        max=999,
        metadata=meta(words.GROUPS["users"], _l("For example residents, pupils or customers")),
    )

    @validates_schema
    def somebody_takes_part(self, answers: dict[str, Any], **_kwargs: Any) -> None:
        if not any(answers.values()):
            raise ValidationError(
                {"management": [str(_l("Tell how many people take part in at least one group."))]}
            )


class DayForm(FormSchema):
    days = Count(
        min=1,
        max=2,
        metadata=meta(_l("How many days do you apply for?"), widget="radios", choices=DAY_ROWS),
    )
    mode = Choice(metadata=one_of(_l("How is the sparring held?"), words.MODES))
    place = Text(
        max=200,
        metadata=meta(
            _l("Place"),
            _l("Address of the meeting, or the tool used for meeting remotely"),
            optional=True,
        ),
    )
    date = FinnishDate(
        earliest=tomorrow,
        latest=two_years_on,
        metadata=meta(
            _l("Preliminary date"),
            _l(
                "Agree on it with the expert before you send the application."
                " If you apply for two days, tell the first."
            ),
        ),
    )
    start_time = ClockTime(metadata=meta(_l("Starts at")))

    @validates_schema
    def on_site_needs_a_place(self, answers: dict[str, Any], **_kwargs: Any) -> None:
        if answers.get("mode") == "on_site" and not answers.get("place"):
            raise ValidationError({"place": [str(_l("Tell where the sparring is held."))]})


class ExpertForm(FormSchema):
    expert = Choice(metadata=meta(_l("Expert"), choices=expert_rows))


SECTION_FORMS: dict[str, type[FormSchema]] = {
    "organisation": OrganisationForm,
    "contact": ContactForm,
    "need": NeedForm,
    "participants": ParticipantsForm,
    "day": DayForm,
    "expert": ExpertForm,
}


class KeepForm(FormSchema):
    email = Email(
        metadata=meta(
            _l("E-mail"), _l("We mail you a link that opens this draft."), autocomplete="email"
        )
    )


class AnswerForm(FormSchema):
    answer = long_text(2000, _l("Message to the office"), optional=True, rows=4)


def section_values(application: Any, section: str) -> dict[str, Any]:
    """Stored answers of a section, as its form shows them."""
    if section in ("contact", "participants"):
        return dict(getattr(application, section) or {})
    if section == "expert":
        return {"expert": (application.expert or {}).get("id", "")}
    values = {name: getattr(application, name) for name in SECTION_FORMS[section]().fields}
    if section == "day":
        values["date"] = application.day
        values["start_time"] = application.start_time or "09:00"
    return values


def answer_schema(sections: list[str]) -> type[FormSchema]:
    """One form of just the sections that the office asked for, each under its own name."""
    nested: dict[str, Any] = {
        section: fields.Nested(SECTION_FORMS[section], required=True) for section in sections
    }
    answer = dict(AnswerForm().fields)["answer"]
    schema = FormSchema.from_dict({**nested, "answer": answer}, name="Answer")
    return cast("type[FormSchema]", schema)
