"""What people say in a partner search, to it, and about it."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from services.deeds.forms.lists import (
    LANGUAGE_ROWS,
    long_text,
    meta,
    region_rows,
    sector_rows,
    theme_rows,
)
from services.deeds.workflow.partner import LONGEST
from shared import ambient
from shared.web.fields import Choice, Choices, Email, FinnishDate, LeftEmpty, Phone, Text
from shared.web.forms import FormSchema


def tomorrow() -> date:
    return ambient.today() + timedelta(days=1)


def a_year_on() -> date:
    return ambient.today() + LONGEST


def last_day() -> FinnishDate:
    return FinnishDate(
        earliest=tomorrow,
        latest=a_year_on,
        metadata=meta(
            _l("Last day of the announcement"),
            _l("At most a year from now. You can prolong it later, or end it earlier."),
        ),
    )


class CorrectForm(FormSchema):
    """What readers see of an announcement."""

    title = Text(
        max=120,
        metadata=meta(
            _l("Title"), _l("For example: Looking for partners to renew the food services")
        ),
    )
    text = long_text(
        3000,
        _l("What are you developing?"),
        _l("The need, the goal and how far you are. Do not write addresses or numbers here."),
        rows=8,
    )
    wished = long_text(
        1000,
        _l("What kind of partners do you look for?"),
        _l("For example the same kind of unit, or one that has already solved this."),
        optional=True,
        rows=4,
    )
    language = Choice(
        metadata=meta(_l("Language that the announcement is written in"), choices=LANGUAGE_ROWS)
    )
    organisation = Text(metadata=meta(_l("Organisation"), autocomplete="organization"))
    sector = Choice(metadata=meta(_l("Sector"), widget="select", choices=sector_rows))
    region = Choice(
        required=False,
        metadata=meta(_l("Region"), widget="select", choices=region_rows, optional=True),
    )
    themes = Choices(metadata=meta(_l("Themes"), choices=theme_rows))


class CorrectBeforePublishingForm(CorrectForm):
    """Its last day, too: once it is open, a timer waits for that day."""

    ends_on = FinnishDate(
        earliest=tomorrow, latest=a_year_on, metadata=meta(_l("Last day of the announcement"))
    )


class SearchForm(CorrectForm):
    ends_on = last_day()
    name = Text(max=120, metadata=meta(_l("Your name"), autocomplete="name"))
    email = Email(
        metadata=meta(
            _l("Your e-mail"),
            _l("We mail you a link to confirm it. Answers come to this address."),
            autocomplete="email",
        )
    )
    phone = Phone(
        metadata=meta(
            _l("Telephone"), _l("For the programme office only."), optional=True, autocomplete="tel"
        )
    )
    mail_language = Choice(metadata=meta(_l("Language of our e-mails"), choices=LANGUAGE_ROWS))
    extra_line = LeftEmpty()


class AnswerForm(FormSchema):
    name = Text(max=120, metadata=meta(_l("Your name"), autocomplete="name"))
    email = Email(
        metadata=meta(
            _l("Your e-mail"),
            _l("The author of the announcement gets it, so that you can go on by yourselves."),
            autocomplete="email",
        )
    )
    organisation = Text(metadata=meta(_l("Organisation"), autocomplete="organization"))
    message = long_text(3000, _l("Message"), rows=8)
    extra_line = LeftEmpty()


class ProlongForm(FormSchema):
    ends_on = FinnishDate(
        earliest=tomorrow,
        latest=a_year_on,
        metadata=meta(_l("New last day"), _l("At most a year from now.")),
    )


class DeclineForm(FormSchema):
    grounds = long_text(
        2000, _l("Grounds"), _l("The author reads them in the mail as you write them."), rows=5
    )


class ConfirmForm(FormSchema):
    """Nothing to fill in: the button says it all."""
