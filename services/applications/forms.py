"""Inputs of the applications service: one schema for the HTML form and the JSON API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validates_schema

from services.applications import words
from services.applications.handlers.drafts import experts_contracted
from services.applications.handlers.rounds import active_themes
from shared import ambient
from shared.vocabulary import SECTORS, names_in
from shared.web.fields import (
    Asked,
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
from shared.web.language import language

Rows = list[tuple[Any, ...]]
LANGUAGE_ROWS = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
DAY_ROWS = [("1", _l("1 day")), ("2", _l("2 days"))]
LATEST = timedelta(days=730)


def tomorrow() -> Any:
    return ambient.today() + timedelta(days=1)


def two_years_on() -> Any:
    return ambient.today() + LATEST


def rows_of(names: dict[str, Any]) -> Callable[[], Rows]:
    return lambda: list(names.items())


def sector_rows() -> Rows:
    return list(names_in(SECTORS, language()).items())


def theme_rows() -> Rows:
    return [
        (theme.id, theme.names.get(language()) or theme.names["fi"]) for theme in active_themes()
    ]


def expert_rows() -> Rows:
    """Everybody under contract some day; whether on the very date is checked with the date."""
    return [(e.id, f"{e.name}, {e.company}") for e in experts_contracted()]


def meta(label: Any, hint: Any = "", **more: Any) -> dict[str, Any]:
    return {"label": label, "hint": hint, **more}


def long_text(limit: int, label: Any, hint: Any = "", **more: Any) -> Text:
    return Text(max=limit, metadata=meta(label, hint, widget="textarea", **more))


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
    sector = Choice(metadata=meta(_l("Sector"), widget="select", choices=sector_rows))


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
    mode = Choice(metadata=meta(_l("How is the sparring held?"), choices=rows_of(words.MODES)))
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


class ReasonForm(FormSchema):
    reason = long_text(1000, _l("Reason"), rows=4)


class WithdrawForm(FormSchema):
    reason = long_text(1000, _l("Reason"), optional=True, rows=4)


class ChooseForm(FormSchema):
    date = FinnishDate(
        earliest=tomorrow,
        latest=two_years_on,
        metadata=meta(_l("Date"), _l("Agree on it with the expert first.")),
    )
    start_time = ClockTime(metadata=meta(_l("Starts at")))
    expert = Choice(metadata=meta(_l("Expert"), choices=expert_rows))


class MoveForm(FormSchema):
    date = FinnishDate(earliest=tomorrow, latest=two_years_on, metadata=meta(_l("New date")))
    start_time = ClockTime(metadata=meta(_l("Starts at")))
    reason = long_text(1000, _l("Reason"), rows=3)


class TookPart(FormSchema):
    management = Count(max=999, metadata=meta(words.GROUPS["management"]))
    supervisors = Count(max=999, metadata=meta(words.GROUPS["supervisors"]))
    personnel = Count(max=999, metadata=meta(words.GROUPS["personnel"]))
    users = Count(max=999, metadata=meta(words.GROUPS["users"]))


class Hours(Asked, fields.Float):
    """Hours of sparring, written 6, 6,5 or 6.5."""

    width = "short"
    default_error_messages = {
        "hours": _l("Write “{label}” as a number from 0,5 to 24, for example 6,5"),
    }

    def shown(self, value: Any) -> str:
        return super().shown(value).replace(".", ",")

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> float:
        try:
            hours = float(str(value).strip().replace(",", "."))
        except ValueError:
            raise self.make_error("hours") from None
        if not 0.5 <= hours <= 24:
            raise self.make_error("hours")
        return round(hours, 2)


class ReportForm(FormSchema):
    held_on = FinnishDate(latest=ambient.today, metadata=meta(_l("The sparring was held on")))
    hours = Hours(metadata=meta(_l("Hours in all"), _l("For example 6,5")))
    took_part = fields.Nested(TookPart, required=True)
    summary = long_text(
        3000,
        _l("Short summary"),
        _l("Goals, next steps and agreed follow-up. The office and the organisation see this."),
        rows=8,
    )


class FeedbackForm(FormSchema):
    rating = Count(
        min=1,
        max=5,
        metadata=meta(
            _l("How useful was the sparring?"),
            widget="radios",
            choices=[
                ("5", _l("5 – very useful")),
                ("4", _l("4 – useful")),
                ("3", _l("3 – of some use")),
                ("2", _l("2 – of little use")),
                ("1", _l("1 – of no use")),
            ],
        ),
    )
    comment = long_text(
        2000, _l("Comment"), _l("What was good, what could have been better?"), optional=True
    )
    follows = Choice(
        required=False,
        metadata=meta(_l("What follows next?"), choices=rows_of(words.FOLLOWS), optional=True),
    )


class AskMoreForm(FormSchema):
    sections = Choices(
        metadata=meta(
            _l("What is to be completed?"),
            _l("Only these sections are open to the applicant."),
            choices=rows_of(words.SECTIONS),
        )
    )
    message = long_text(2000, _l("Message to the applicant"), rows=5)
    answer_by = FinnishDate(earliest=tomorrow, latest=two_years_on, metadata=meta(_l("Answer by")))


class GrantForm(FormSchema):
    days = Count(min=1, max=2, metadata=meta(_l("Days granted"), widget="radios", choices=DAY_ROWS))
    expert = Choice(metadata=meta(_l("Expert"), widget="select", choices=expert_rows))
    date = FinnishDate(earliest=tomorrow, latest=two_years_on, metadata=meta(_l("Date")))
    start_time = ClockTime(metadata=meta(_l("Starts at")))
    grounds = long_text(
        3000, _l("Grounds for the decision"), _l("Goes into the decision as you write it."), rows=5
    )


class RejectForm(FormSchema):
    grounds = long_text(
        3000, _l("Grounds for the decision"), _l("Goes into the decision as you write it."), rows=5
    )


class NoteForm(FormSchema):
    note = long_text(1000, _l("What was agreed?"), rows=3)


class RoundForm(FormSchema):
    """Dates are Finnish days: a round opens at 00.00 of the first and closes after the last."""

    title_fi = Text(max=120, metadata=meta(_l("Title in Finnish")))
    title_sv = Text(max=120, metadata=meta(_l("Title in Swedish")))
    title_en = Text(max=120, metadata=meta(_l("Title in English")))
    notice_fi = long_text(600, _l("Notice in Finnish"), optional=True, rows=3)
    notice_sv = long_text(600, _l("Notice in Swedish"), optional=True, rows=3)
    notice_en = long_text(600, _l("Notice in English"), optional=True, rows=3)
    opens_on = FinnishDate(metadata=meta(_l("Opens on")))
    opens_time = ClockTime(metadata=meta(_l("Opening time")))
    closes_on = FinnishDate(metadata=meta(_l("Closes on")))
    closes_time = ClockTime(metadata=meta(_l("Closing time")))
    budget_days = Count(min=1, max=10000, metadata=meta(_l("Days in the budget")))
    days_per_organisation = Count(
        min=1, max=2, metadata=meta(_l("Most days per organisation"), _l("1 or 2"))
    )


class ThemeForm(FormSchema):
    name_fi = Text(max=120, metadata=meta(_l("Name in Finnish")))
    name_sv = Text(max=120, metadata=meta(_l("Name in Swedish")))
    name_en = Text(max=120, metadata=meta(_l("Name in English")))
    place = Count(
        max=999, metadata=meta(_l("Place in the list"), _l("Smaller numbers come first."))
    )


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
