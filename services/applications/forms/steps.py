"""What people say when they take a step: decide, decline, move, report, give feedback."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from services.applications import words
from services.applications.forms.asking import (
    DAY_ROWS,
    expert_rows,
    long_text,
    meta,
    one_of,
    tomorrow,
    two_years_on,
)
from shared import ambient
from shared.web.fields import (
    Asked,
    Choice,
    Choices,
    ClockTime,
    Count,
    FinnishDate,
)
from shared.web.forms import FormSchema


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
    management = Count(max=999, metadata=meta(_l("Took part from the management")))
    supervisors = Count(max=999, metadata=meta(_l("Took part of the supervisors")))
    personnel = Count(
        max=999, metadata=meta(_l("Took part of the representatives of the personnel"))
    )
    users = Count(max=999, metadata=meta(_l("Took part of the users of the service")))


class Hours(Asked, fields.Float):
    """Hours of sparring, written 6, 6,5 or 6.5."""

    width = "short"
    default_error_messages = {
        "hours": _l("Write “{label}” as a number from 0,5 to 24, for example 6,5"),
    }

    def shown(self, value: Any) -> str:
        return super().shown(value).replace(".", ",")

    def json_schema(self) -> dict[str, Any]:
        number = {"type": "number", "minimum": 0.5, "maximum": 24}
        text = r"0[.,][5-9][0-9]{0,9}|(?:[1-9]|1[0-9]|2[0-3])(?:[.,][0-9]{0,9})?|24"
        return {"anyOf": [number, self.matching(text)]}

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
        metadata=one_of(_l("What follows next?"), words.FOLLOWS, optional=True),
    )


class AskMoreForm(FormSchema):
    sections = Choices(
        metadata=one_of(
            _l("What is to be completed?"),
            words.SECTIONS,
            _l("Only these sections are open to the applicant."),
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
