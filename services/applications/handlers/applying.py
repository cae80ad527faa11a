"""Applying through the API: any sections in one step, checked before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.applications.documents import Application
from services.applications.handlers.drafts import (
    SECTIONS,
    applicant_of,
    check_expert,
    open_round,
    start_draft,
    stored_answers,
    submit_application,
)
from shared.errors import InvalidInput, TransitionNotAllowed
from shared.workflow.perform import perform

Answers = Mapping[str, Mapping[str, Any]]


def apply_in_one(answers: Answers, *, language: str, owner: str, submit: bool) -> Application:
    """Section → loaded answers. A draft, or with `submit` sent at once.

    Raises InvalidInput, TransitionNotAllowed ("round_closed"); then nothing is stored.
    """
    sets = _stored(answers)
    if submit:
        _check_whole(answers, sets)
    draft = start_draft(language=language, owner=owner)
    draft = _save(draft, answers, sets)
    return submit_application(draft) if submit else draft


def save_sections(
    draft: Application, answers: Answers, *, expected_version: int | None = None
) -> Application:
    return _save(draft, answers, _stored(answers), expected_version)


def _stored(answers: Answers) -> dict[str, Any]:
    sets: dict[str, Any] = {}
    for section, given in answers.items():
        sets |= stored_answers(section, given)
    return sets


def _check_whole(answers: Answers, sets: Mapping[str, Any]) -> None:
    missing = [section for section in SECTIONS if section not in answers]
    if missing:
        raise InvalidInput({section: ["unfinished"] for section in missing})
    check_expert(sets["expert"]["id"], sets["date"])
    if open_round() is None:
        raise TransitionNotAllowed("submit", "new", "round_closed")


def _save(
    draft: Application,
    answers: Answers,
    sets: Mapping[str, Any],
    expected_version: int | None = None,
) -> Application:
    filled = [name for name in SECTIONS if name in answers or name in draft.filled]
    return perform(
        draft,
        "save",
        applicant_of(draft),
        sets={**sets, "filled": filled},
        expected_version=expected_version,
    )
