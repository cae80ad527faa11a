"""The journal of hand-overs: which mails a worker has in hand, and what became of them."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import DateTimeField, ListField, StringField
from mongoengine.fields import DictField

from services.notifications.documents.name import SERVICE
from shared.migrations.stored import Stored


class HandOver(Stored):
    """One batch that a worker has taken in hand; gone once what became of it stands on the mails.

    by      the worker; until then nobody else sends its `mails` (ids), unless it is gone
    """

    id = StringField(primary_key=True)
    by = StringField(required=True)
    taken_at = DateTimeField(required=True)
    until = DateTimeField(required=True)
    mails = ListField(StringField())

    # no index of its own: there are few, and each would cost every batch
    meta: ClassVar[dict[str, Any]] = {"collection": "hand_overs", "db_alias": SERVICE}


class HandOverOutcomes(Stored):
    """What the mail server said to some mails; gone once it stands on the mails themselves.

    rows    {of, mail, outcome, words, at}: `of` is the hand-over
    """

    id = StringField(primary_key=True)
    rows = ListField(DictField())

    meta: ClassVar[dict[str, Any]] = {"collection": "hand_over_outcomes", "db_alias": SERVICE}
