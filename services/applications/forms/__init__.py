"""Inputs of the applications service: one schema for the HTML form and the JSON API."""

from services.applications.forms.application import (
    SECTION_FORMS,
    AnswerForm,
    ContactForm,
    DayForm,
    ExpertForm,
    KeepForm,
    NeedForm,
    OrganisationForm,
    ParticipantsForm,
    answer_schema,
    section_values,
)
from services.applications.forms.asking import sector_rows, theme_rows
from services.applications.forms.steps import (
    AskMoreForm,
    ChooseForm,
    FeedbackForm,
    GrantForm,
    MoveForm,
    NoteForm,
    ReasonForm,
    RejectForm,
    ReportForm,
    WithdrawForm,
)
from services.applications.forms.upkeep import (
    RoundForm,
    ThemeForm,
)

__all__ = [
    "SECTION_FORMS",
    "AnswerForm",
    "AskMoreForm",
    "ChooseForm",
    "ContactForm",
    "DayForm",
    "ExpertForm",
    "FeedbackForm",
    "GrantForm",
    "KeepForm",
    "MoveForm",
    "NeedForm",
    "NoteForm",
    "OrganisationForm",
    "ParticipantsForm",
    "ReasonForm",
    "RejectForm",
    "ReportForm",
    "RoundForm",
    "ThemeForm",
    "WithdrawForm",
    "answer_schema",
    "section_values",
    "sector_rows",
    "theme_rows",
]
