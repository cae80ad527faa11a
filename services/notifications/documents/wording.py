"""What the office has changed of the mails: their words, and which kinds somebody sees first."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import BooleanField, StringField

from services.notifications.documents.name import SERVICE
from services.notifications.workflow.wording import KIND, TEXT
from shared.workflow.case import Case


class MailText(Case):
    """`_id` is `<template>.<language>`; `source` is written as the files in `texts/` are."""

    workflow = TEXT
    service = SERVICE

    source = StringField(default="")

    meta: ClassVar[dict[str, Any]] = {"collection": "mail_texts", "db_alias": SERVICE}

    @staticmethod
    def key(template: str, language: str) -> str:
        return f"{template}.{language}"

    @property
    def template(self) -> str:
        return str(self.id).rpartition(".")[0]

    @property
    def language(self) -> str:
        return str(self.id).rpartition(".")[2]


class MailKind(Case):
    """`_id` is the template. `waits`: its mails wait for somebody to see and release them."""

    workflow = KIND
    service = SERVICE

    waits = BooleanField(required=True)

    meta: ClassVar[dict[str, Any]] = {"collection": "mail_kinds", "db_alias": SERVICE}
