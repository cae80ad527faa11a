"""What is asked of staff about a mail in the human outbox."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from flask_babel import lazy_gettext as _l

from services.notifications.editing import LISTS, ONE_LINE, Part, cleaned
from services.notifications.words.outbox import PARTS
from shared.web.fields import Text, Tick
from shared.web.forms import FormSchema

LONGEST = 10_000  # characters of one block: more than any form of ours lets anybody write
LONGEST_LINE = 300
NARROW = 80  # characters that a line of a text area holds


class ReasonForm(FormSchema):
    reason = Text(
        max=500,
        metadata={
            "label": _l("Reason"),
            "hint": _l("Your colleagues see this with the mail."),
            "widget": "textarea",
            "rows": 2,
        },
    )


class ReleaseForm(FormSchema):
    """Nothing is asked of a mail whose case stands as it did."""


class KeepForm(FormSchema):
    read = Tick(metadata={"label": _l("I have read what changed. The mail is still right.")})


class Words(Text):
    own_hint = ""  # a mail has many of these; the limit is told by whoever meets it


def words_form(parts: list[Part]) -> type[FormSchema]:
    """One question for each part that is for editing, under the part's name."""
    asked = [part for part in parts if not part.is_fixed]
    several = {kind for kind, count in Counter(part.kind for part in asked).items() if count > 1}
    numbers: Counter[str] = Counter()
    fields: dict[str, Any] = {}
    for part in asked:
        numbers[part.kind] += 1
        label = str(PARTS[part.kind])
        if part.kind in several:
            label = f"{label} {numbers[part.kind]}"
        fields[part.name] = question(part, label)
    return cast("type[FormSchema]", FormSchema.from_dict(fields, name="MailWordsForm"))


def question(part: Part, label: str) -> Text:
    described: dict[str, Any] = {"label": label}
    if not part.is_needed:
        # required only in what an empty answer means; the page says it once for all
        described["optional"] = True
    if part.kind in LISTS:
        described["hint"] = _l("One item a line.")
    if part.kind in ONE_LINE:
        return Words(max=LONGEST_LINE, metadata=described)
    lines = sum(1 + len(line) // NARROW for line in cleaned(part.kind, part.words).splitlines())
    described |= {"widget": "textarea", "rows": max(2, min(lines + 1, 12))}
    return Words(max=LONGEST, metadata=described)
