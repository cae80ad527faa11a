"""A text on sample data as the recipient would see it, also while it is not ready."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flask import Response, render_template

from services.notifications.checking import Problem
from services.notifications.mails.mail import Mail
from services.notifications.rendering import drawn, frame_of, worded
from services.notifications.showing import framed, without_personal_links
from services.notifications.texts import Text
from services.notifications.words.texts import problem
from shared.settings import Settings
from shared.web.language import language

BODY = re.compile("<body[^>]*>")


def previewed(
    mail: Mail, text: Text, settings: Settings, problems: Sequence[Problem] = ()
) -> Response:
    """The document of the frame: what is wrong, the subject, the mail, its plain part."""
    shown = drawable(text, mail)
    # a placeholder that is not known stays as it was written: so it is seen
    as_written = {name: f"{{{name}}}" for name in shown.placeholders}
    sample = replace(mail, values={**as_written, **mail.values})
    rendered = drawn(worded(sample, shown, settings), frame_of(sample), settings)
    parts = {
        "subject": rendered.subject,
        "text": without_personal_links(rendered.text),
        "language": mail.to.language,
        "problems": [problem(found) for found in problems],
        "locale": language,
    }
    above = render_template("staff/texts_preview.html", part="above", **parts)
    below = render_template("staff/texts_preview.html", part="below", **parts)
    html = without_personal_links(rendered.html)
    html = BODY.sub(lambda found: found[0] + above, html, count=1)
    return framed(html.replace("</body>", below + "</body>"), links=False)


def drawable(text: Text, mail: Mail) -> Text:
    """Without the lists and addresses that this kind of mail does not have."""
    known = {"list": mail.lists, "link": {"": mail.link, **mail.links}}
    blocks = tuple(
        block for block in text.blocks if block.kind not in known or block.text in known[block.kind]
    )
    return replace(text, blocks=blocks)
