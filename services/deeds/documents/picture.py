"""Pictures of a deed, made anew from what was sent: small, and silent on where they were taken."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import BinaryField, DateTimeField, IntField, StringField

from services.deeds.documents.deed import SERVICE
from shared import ambient
from shared.migrations.stored import Stored


class Picture(Stored):
    """`large` and `small` are WebP files. Public as long as a public deed shows it."""

    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "pictures",
        "indexes": ["deed_id"],
    }

    id = StringField(primary_key=True, default=ambient.new_id)
    deed_id = StringField(required=True)
    large = BinaryField(required=True)
    small = BinaryField(required=True)
    width = IntField(required=True)  # of the large one, pixels
    height = IntField(required=True)
    digest = StringField(required=True)  # SHA-256 of the file that was sent: the same twice is one
    created_at = DateTimeField(default=ambient.now)
