"""What a deed tells, section by section: the same questions on the author's one page, in an answer
to the office, and in an update."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from services.deeds.documents.deed import CONTENT_FIELDS
from services.deeds.forms.link_lines import LinkLines
from services.deeds.forms.lists import (
    LANGUAGE_ROWS,
    long_text,
    meta,
    region_rows,
    sector_rows,
    theme_rows,
)
from services.deeds.words.deed import FIELDS, GROUPS, STAGES
from shared.web.fields import Asked, Choice, Choices, Email, Phone, Text, Tick, Upload
from shared.web.forms import FormSchema

Content = Mapping[str, Any]
ALT_MAX = 250
ALT = "alt_"  # and the picture's id: the name of the question what a picture shows


def stage_rows() -> list[tuple[str, Any]]:
    return list(STAGES.items())


def group_rows() -> list[tuple[str, Any]]:
    return list(GROUPS.items())


class StoryForm(FormSchema):
    title = Text(
        max=120,
        metadata=meta(
            FIELDS["title"],
            _l(
                "Others should see at once what it is about. For example: "
                "Home care plans its shifts together"
            ),
        ),
    )
    stage = Choice(metadata=meta(_l("How far is it?"), choices=stage_rows))
    need = long_text(
        2000, FIELDS["need"], _l("Why was it begun? A few sentences are enough."), rows=4
    )
    goal = long_text(2000, FIELDS["goal"], _l("What should be better afterwards?"), rows=3)
    done = long_text(
        6000,
        _l("What was done, or will be done"),
        _l("In your own words, as you would tell a colleague in another town."),
        rows=7,
    )
    results = long_text(
        4000,
        FIELDS["results"],
        _l(
            "What has come of it so far, also what did not work out. "
            "If it is still planned, leave this empty."
        ),
        rows=5,
        optional=True,
    )
    surprises = long_text(2000, FIELDS["surprises"], rows=3, optional=True)
    advice = long_text(
        2000,
        FIELDS["advice"],
        _l("What would you tell those who are about to begin?"),
        rows=3,
        optional=True,
    )


class WorkplaceForm(FormSchema):
    organisation = Text(
        max=120,
        metadata=meta(
            FIELDS["organisation"],
            _l("For example a city, a joint municipal authority or a wellbeing services county"),
            autocomplete="organization",
        ),
    )
    unit = Text(
        max=120,
        metadata=meta(FIELDS["unit"], _l("For example a school, a ward or a depot"), optional=True),
    )
    sector = Choice(metadata=meta(FIELDS["sector"], widget="select", choices=sector_rows))
    region = Choice(metadata=meta(FIELDS["region"], widget="select", choices=region_rows))
    themes = Choices(metadata=meta(FIELDS["themes"], _l("Choose one or more."), choices=theme_rows))
    took_part = Choices(metadata=meta(FIELDS["took_part"], choices=group_rows, optional=True))


class ExtrasForm(FormSchema):
    """Pictures are handled beside it: see `with_pictures`."""

    links = LinkLines(metadata=meta(FIELDS["links"], optional=True))


class PersonForm(FormSchema):
    name = Text(max=120, metadata=meta(_l("Name"), autocomplete="name"))
    email = Email(
        metadata=meta(
            _l("E-mail"),
            _l("Links to this deed come here: to confirm, to answer and to update it."),
            autocomplete="email",
        )
    )
    phone = Phone(metadata=meta(_l("Telephone"), optional=True, autocomplete="tel"))
    shown = Tick(
        metadata=meta(
            _l("Show these on the deed's page, so that others can ask"),
            _l("If you leave this empty, only the programme office sees them."),
            optional=True,
        )
    )


class ContactForm(FormSchema):
    contact = fields.Nested(PersonForm, required=True)


SECTION_FORMS: dict[str, type[FormSchema]] = {
    "story": StoryForm,
    "workplace": WorkplaceForm,
    "extras": ExtrasForm,
    "contact": ContactForm,
}


class WholeForm(ContactForm, ExtrasForm, WorkplaceForm, StoryForm):
    """Everything that a deed tells, on one page. The last base comes first in the form."""


class TellForm(WholeForm):
    """A deed that is told for the first time: in which language, too."""

    language = Choice(
        metadata=meta(
            _l("Which language do you write in?"),
            widget="select",
            width="short",
            choices=LANGUAGE_ROWS,
        )
    )


class Unfinished(FormSchema):
    """Anything may still be empty; what is there is checked."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field) -> None:
        super().on_bind_field(field_name, field_obj)
        if isinstance(field_obj, Asked) and field_obj.required:
            field_obj.required = False
            field_obj.load_default = field_obj.when_missing()


class UnfinishedPerson(Unfinished, PersonForm):
    pass


class DraftForm(Unfinished, TellForm):
    """What is kept of a draft, however little it is."""

    contact = fields.Nested(UnfinishedPerson)


def with_pictures(
    schema: type[FormSchema], pictures: Sequence[Mapping[str, Any]]
) -> type[FormSchema]:
    """The form with a question on each picture that is there, and a place for one more."""
    asked: dict[str, Any] = {
        ALT + row["id"]: Text(
            max=ALT_MAX,
            metadata=meta(
                _l("What does picture %(number)s show?", number=number),
                _l(
                    "Read aloud to those who cannot see it. For example: "
                    "The team around a whiteboard"
                ),
            ),
        )
        for number, row in enumerate(pictures, 1)
    }
    asked["picture"] = Upload(
        metadata=meta(
            _l("Add a picture"),
            _l(
                "JPEG, PNG or WebP, at most 15 megabytes. The place where it was taken is "
                "removed from the file."
            ),
            widget="file",
            optional=True,
        )
    )
    return cast("type[FormSchema]", schema.from_dict(asked, name=schema.__name__))


def theme_choices(content: Content) -> dict[str, Any]:
    """For `choices` of Form and parse: themes in use, and those that this deed has already."""
    return {"themes": theme_rows(content.get("themes", ()))}


def form_values(content: Content, deed: Any) -> dict[str, Any]:
    """Stored content, and the deed's language, as the form shows them."""
    alts = {ALT + row["id"]: row["alt"] for row in content.get("pictures", ())}
    person = content.get("contact") or dict(deed.author)
    return {**content, **alts, "contact": person, "language": deed.language}


def as_content(answers: Mapping[str, Any], standing: Content) -> dict[str, Any]:
    """Loaded answers laid over the content that stands: what was not asked stays as it is."""
    given = {name: answers[name] for name in CONTENT_FIELDS if name in answers}
    pictures = [
        {**row, "alt": answers.get(ALT + row["id"], row["alt"])}
        for row in standing.get("pictures", ())
    ]
    return {**standing, **given, "pictures": pictures}
