"""The office gives a kind of mail its own words in one language, or takes the product's again."""

from __future__ import annotations

from services.notifications.checking import Allowed, Problem, problems_of
from services.notifications.documents import MailText
from services.notifications.kinds import sample_mail
from services.notifications.texts import Text, parse_text, source_of, templates, text_of
from services.notifications.workflow.wording import EDITED
from shared.errors import InvalidInput, NotFound
from shared.settings import LANGUAGES, Settings
from shared.workflow.perform import perform
from shared.workflow.table import Actor


def find_text(template: str, language: str) -> MailText:
    """A new one, not stored, while the product's words are in use. Raises NotFound."""
    if template not in templates() or language not in LANGUAGES:
        raise NotFound(f"no text {template} in {language}")
    key = MailText.key(template, language)
    found: MailText | None = MailText.objects(id=key).first()
    return found or MailText(id=key)


def edit_text(
    standing: MailText, text: Text, by: Actor, settings: Settings, *, expected_version: int
) -> MailText:
    """Every mail written from now on has these words. The same words again change nothing, and the
    product's own words mean: back to the default.

    Raises InvalidInput with the Problems of each field, or Conflict.
    """
    refuse_unusable(standing, text, settings)
    if text == default_of(standing):
        return reset_text(standing, by, expected_version=expected_version)
    source = source_of(text)
    if standing.state == EDITED and standing.source == source:
        return standing
    return perform(
        standing,
        "edit",
        by,
        sets={"source": source},
        data={"source": source},
        expected_version=expected_version,
    )


def reset_text(standing: MailText, by: Actor, *, expected_version: int) -> MailText:
    """The product's words again; harmless to repeat. The history keeps what they were then."""
    if standing.state != EDITED:
        return standing
    told = {"source": source_of(default_of(standing))}
    return perform(
        standing, "reset", by, sets={"source": ""}, data=told, expected_version=expected_version
    )


def refuse_unusable(standing: MailText, text: Text, settings: Settings) -> None:
    found: dict[str, list[Problem]] = {}
    for problem in problems_in(standing, text, settings):
        found.setdefault(problem.field, []).append(problem)
    if found:
        raise InvalidInput(found)


def problems_in(standing: MailText, text: Text, settings: Settings) -> list[Problem]:
    mail = sample_mail(standing.template, standing.language, settings)
    return problems_of(text, Allowed.by(mail, settings), default_of(standing))


def default_of(standing: MailText) -> Text:
    return text_of(standing.template, standing.language)


def text_in_use(standing: MailText) -> Text:
    """What mails say now: the default where the office's words can no longer be read."""
    try:
        return parse_text(standing.source) if standing.state == EDITED else default_of(standing)
    except ValueError:
        return default_of(standing)


def is_usable(standing: MailText, settings: Settings) -> bool:
    """Not when a new version of the product no longer tells what the office's words ask for."""
    try:
        text = parse_text(standing.source)
    except ValueError:
        return False
    return not problems_in(standing, text, settings)
