"""The roll of subscribers: of each what lists, counts and audiences need, in sixteen pieces."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import BinaryField, DateTimeField, IntField, StringField

from services.notifications.documents.name import SERVICE
from shared.migrations.stored import Stored


class RollPart(Stored):
    """Everybody whose id begins with the hex digit that is `_id`. Written only by the loop that
    keeps the roll.

    rows    JSON, a list for each subscriber (roll.Entry): as BSON, the embedded store takes four
            times as long to hand out 50,000
    shape   what a row is made of, by number: rows of another release are not read
    version one more with each writing: of two that write at once one gives way
    """

    id = StringField(primary_key=True)
    rows = BinaryField(required=True)
    shape = IntField(required=True)
    version = IntField(required=True)

    meta: ClassVar[dict[str, Any]] = {"collection": "roll_parts", "db_alias": SERVICE}


class RollMoment(Stored):
    """Every change of a subscriber before `as_of` is in the parts. There is one."""

    id = StringField(primary_key=True)
    as_of = DateTimeField(required=True)

    meta: ClassVar[dict[str, Any]] = {"collection": "roll_moments", "db_alias": SERVICE}
