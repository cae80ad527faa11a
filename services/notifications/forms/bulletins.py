"""A bulletin as staff write it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, validates_schema

from services.notifications.forms.mails import LANGUAGE_ROWS
from services.notifications.words.bulletins import KINDS
from shared.settings import LANGUAGES
from shared.web.fields import Choice, Choices, Text
from shared.web.forms import FormSchema

LONGEST = 60_000  # characters; Gmail cuts a mail at about 100 kB, and with it the link to leave


def _title(label: object, *, optional: bool) -> Text:
    return Text(max=150, metadata={"label": label, "optional": optional})


def _text(label: object, *, optional: bool) -> Text:
    described = {"label": label, "widget": "textarea", "rows": 16, "optional": optional}
    return Text(max=LONGEST, metadata=described)


class BulletinForm(FormSchema):
    kind = Choice(
        metadata={
            "label": _l("Who is it for?"),
            "choices": [(kind, name, hint) for kind, (name, hint) in KINDS.items()],
        }
    )
    languages = Choices(
        metadata={
            "label": _l("Only to readers of these languages"),
            "hint": _l("Choose none, and it goes to readers of every language."),
            "choices": LANGUAGE_ROWS,
            "optional": True,
        }
    )
    title_fi = _title(_l("Title in Finnish"), optional=False)
    text_fi = _text(_l("Text in Finnish"), optional=False)
    title_sv = _title(_l("Title in Swedish"), optional=True)
    text_sv = _text(_l("Text in Swedish"), optional=True)
    title_en = _title(_l("Title in English"), optional=True)
    text_en = _text(_l("Text in English"), optional=True)

    @validates_schema(skip_on_field_errors=False)
    def both_or_neither(self, given: dict[str, Any], **_kwargs: Any) -> None:
        problems = {}
        for code in LANGUAGES[1:]:
            title, text = given.get(f"title_{code}"), given.get(f"text_{code}")
            if text and not title:
                problems[f"title_{code}"] = [str(_l("The text has no title in this language."))]
            if title and not text:
                problems[f"text_{code}"] = [str(_l("The title has no text in this language."))]
        if problems:
            raise ValidationError(problems)


def stored(given: dict[str, Any]) -> dict[str, Any]:
    """The form's answers as the bulletin has them."""
    return {
        "kind": given["kind"],
        "languages": given.get("languages", []),
        "title": {code: given.get(f"title_{code}", "") for code in LANGUAGES},
        "text": {code: given.get(f"text_{code}", "") for code in LANGUAGES},
    }


def values_of(bulletin: Any) -> dict[str, Any]:
    return {
        "kind": bulletin.kind,
        "languages": bulletin.languages,
        **{f"title_{code}": bulletin.title.get(code, "") for code in LANGUAGES},
        **{f"text_{code}": bulletin.text.get(code, "") for code in LANGUAGES},
    }
