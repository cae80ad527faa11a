"""What a public form makes is named by the form's own key, so that a second click finds it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from shared import ambient
from shared.errors import TransitionNotAllowed
from shared.workflow.case import Case
from shared.workflow.table import NEW

FORMS = uuid.UUID("8c1f1f0a-7d3e-5b52-9d39-0f2a6c6f8d10")
WITHIN = timedelta(hours=1)
AT_MOST = 5  # from one address within that: each of them mails somebody who may not have asked


def id_of_form(key: str) -> str:
    """Not the key itself: a browser must not choose the id of a case."""
    return uuid.uuid5(FORMS, key).hex


def hold_back_floods(case_class: type[Case], action: str, sender: str, email: str) -> None:
    """`sender` names the field that has the address. Raises TransitionNotAllowed ("too_many")."""
    if not email:
        return
    recent = {sender: email, "created_at": {"$gt": ambient.now() - WITHIN}}
    if case_class.objects(__raw__=recent).count() >= AT_MOST:
        raise TransitionNotAllowed(action, NEW, "too_many")
