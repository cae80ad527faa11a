"""Who gets the newsletter and the contact person letters, and who waits for a round."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from mongoengine import DateTimeField, StringField
from mongoengine.fields import DictField, ListField

from services.notifications.documents.name import SERVICE
from services.notifications.workflow.bulletin import KINDS
from services.notifications.workflow.subscriber import SUBSCRIBER
from shared import ambient
from shared.migrations.stored import Stored
from shared.workflow.case import Case

SUBSCRIBER_IDS = uuid.UUID("0c2b6f1e-55a9-5f27-8f2b-1d7c0a9e4b63")


def subscriber_id(email: str) -> str:
    """One address is one subscriber."""
    return uuid.uuid5(SUBSCRIBER_IDS, email.strip().casefold()).hex


def together(*kinds: Iterable[str]) -> list[str]:
    """Each kind once, in the order of KINDS."""
    wanted = {kind for each in kinds for kind in each}
    return [kind for kind in KINDS if kind in wanted]


class Subscriber(Case):
    """kinds: newsletter, contact_letter. name, organisation, position: of contact persons only.

    asked   what somebody typed in with this address and its owner has not confirmed: kinds, name,
            organisation, position, wishes. None of it is mailed to the address.
    All that tells of a person is emptied when they leave or never confirm (PERSONAL); the history
    then keeps that its steps happened and nothing of what they said.
    """

    workflow = SUBSCRIBER
    service = SERVICE

    email = StringField(default="")
    name = StringField(default="")
    organisation = StringField(default="")
    position = StringField(default="")
    language = StringField(required=True)
    kinds = ListField(StringField())
    asked = DictField()

    meta: ClassVar[dict[str, Any]] = {
        "collection": "subscribers",
        "db_alias": SERVICE,
        "indexes": ["email", "updated_at", ("state", "id")],
    }

    def facts(self) -> dict[str, Any]:
        names = ("id", "email", "name", "organisation", "position", "language")
        facts = {name: getattr(self, name) for name in names}
        kinds = together(self.kinds, self.asked.get("kinds", ()))
        return {"subscriber": {**facts, "kinds": kinds}}


class RoundWatch(Stored):
    """Somebody to be told once when a round opens; forgotten as soon as that mail is queued."""

    id = StringField(primary_key=True, default=ambient.new_id)
    email = StringField(required=True, unique=True)
    language = StringField(required=True)
    created_at = DateTimeField(default=ambient.now)

    meta: ClassVar[dict[str, Any]] = {"collection": "round_watches", "db_alias": SERVICE}
