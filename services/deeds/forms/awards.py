"""An award round as the office writes it, and a juror's score."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, validates_schema

from shared.web.fields import Choice, Count, Email, FinnishDate, Text
from shared.web.forms import FormSchema

DISQUALIFIED = 0
POINTS = (
    ("5", _l("5 – excellent")),
    ("4", _l("4 – very good")),
    ("3", _l("3 – good")),
    ("2", _l("2 – fair")),
    ("1", _l("1 – weak")),
    (str(DISQUALIFIED), _l("I am disqualified: it is my own organisation's, or too close")),
)
LANGUAGES = (("fi", _l("Finnish")), ("sv", _l("Swedish")), ("en", _l("English")))


def _long(label: Any, hint: Any = None, *, max: int = 1000, **more: Any) -> Text:
    shown = {"label": label, "hint": hint, "widget": "textarea", "rows": 3, **more}
    return Text(max=max, metadata={key: value for key, value in shown.items() if value is not None})


_ONE_A_LINE = _l("One a line, in the same order in each language.")


class AwardForm(FormSchema):
    year = Count(min=2015, max=2100, metadata={"label": _l("Year"), "width": "short"})
    title_fi = Text(max=120, metadata={"label": _l("Name in Finnish")})
    title_sv = Text(max=120, metadata={"label": _l("Name in Swedish")})
    title_en = Text(max=120, metadata={"label": _l("Name in English")})
    text_fi = _long(_l("Introduction in Finnish"), optional=True)
    text_sv = _long(_l("Introduction in Swedish"), optional=True)
    text_en = _long(_l("Introduction in English"), optional=True)
    categories_fi = _long(_l("Categories in Finnish"), _ONE_A_LINE)
    categories_sv = _long(_l("Categories in Swedish"), _ONE_A_LINE)
    categories_en = _long(_l("Categories in English"), _ONE_A_LINE)
    score_by = FinnishDate(metadata={"label": _l("The jury scores by")})


class NominateForm(FormSchema):
    number = Count(
        min=1, max=10_000_000, metadata={"label": _l("Number of the deed"), "width": "short"}
    )
    category = Choice(metadata={"label": _l("Category"), "widget": "select", "choices": list})
    grounds = _long(_l("Why it is nominated"), _l("The jury reads this."), max=600, optional=True)


class JurorForm(FormSchema):
    name = Text(max=120, metadata={"label": _l("Name of the juror"), "width": "medium"})
    email = Email(metadata={"label": _l("E-mail of the juror"), "width": "medium"})
    language = Choice(
        metadata={"label": _l("Language of the mails"), "widget": "select", "choices": LANGUAGES}
    )


class WinnerForm(FormSchema):
    """The winner of one category, with grounds for the public."""

    nomination = Choice(
        metadata={
            "label": _l("Winner"),
            "hint": _l("Leave empty if the category has no winner."),
            "choices": list,
            "optional": True,
        }
    )
    grounds_fi = _long(_l("Grounds in Finnish"), max=600, optional=True)
    grounds_sv = _long(_l("Grounds in Swedish"), max=600, optional=True)
    grounds_en = _long(_l("Grounds in English"), max=600, optional=True)

    @validates_schema
    def say_why(self, given: dict[str, Any], **_kwargs: Any) -> None:
        """A winner is announced in three languages, with grounds in each."""
        if given.get("nomination"):
            missing = [code for code in ("fi", "sv", "en") if not given.get(f"grounds_{code}")]
            if missing:
                why = str(_l("Tell the grounds in each language."))
                raise ValidationError({f"grounds_{code}": [why] for code in missing})


class ScoreForm(FormSchema):
    points = Choice(metadata={"label": _l("Your score"), "choices": POINTS})
    comment = _long(
        _l("Your comment"), _l("Only the programme office reads it."), max=1000, optional=True
    )
