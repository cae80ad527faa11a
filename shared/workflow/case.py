"""A case: one MongoDB document that holds its state, its history and what it still has to tell."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import DateTimeField, DictField, IntField, ListField, StringField

from shared import ambient
from shared.migrations.stored import Stored
from shared.workflow.table import NEW, Workflow


class Case(Stored):
    """Base of every case. Change it only through `perform`, so that history and outbox follow.

    history  one entry per step: id, type, action, source_state, state, version, at, actor, data,
             correlation_id, causation_id, told (whether it is an event for others)
    outbox   {id, at} of events that are not published yet; the event itself is the history entry
    tasks    {name, due_at, opened_at} that wait for staff
    due      {key, action, at} timers
    """

    meta: ClassVar[dict[str, Any]] = {
        "abstract": True,
        "indexes": [
            {"fields": ["outbox.at"], "sparse": True},
            {"fields": ["due.at"], "sparse": True},
        ],
    }

    workflow: ClassVar[Workflow]
    service: ClassVar[str]

    id = StringField(primary_key=True, default=ambient.new_id)
    state = StringField(required=True, default=NEW)
    version = IntField(required=True, default=0)
    created_at = DateTimeField(default=ambient.now)
    updated_at = DateTimeField(default=ambient.now)
    history = ListField(DictField())
    outbox = ListField(DictField())
    tasks = ListField(DictField())
    due = ListField(DictField())

    def facts(self) -> dict[str, Any]:
        """What every event of this case carries, so that no consumer has to ask back."""
        return {}

    def entry(self, event_id: str) -> dict[str, Any] | None:
        return next((entry for entry in self.history if entry["id"] == event_id), None)

    def has_handled(self, action: str, cause: str) -> bool:
        return any(
            entry["causation_id"] == cause and entry["action"] == action for entry in self.history
        )

    def changes_since(self, version: int) -> list[dict[str, Any]]:
        return [entry for entry in self.history if entry["version"] > version]
