"""Read models of what other services tell, written only by the consumers of events."""

from __future__ import annotations

from mongoengine import DateTimeField, DictField, IntField, StringField

from services.deeds.documents.deed import SERVICE
from shared.migrations.stored import Stored
from shared.read_models.themes import ThemeViewBase


class RoundView(Stored):
    """An application round as its newest event told."""

    meta = {"db_alias": SERVICE, "collection": "round_views", "indexes": ["state"]}

    id = StringField(primary_key=True)
    state = StringField(required=True)
    title = DictField()
    notice = DictField()
    opens_at = DateTimeField(required=True)
    closes_at = DateTimeField(required=True)
    sequence = IntField(required=True)


class RatingView(Stored):
    """One answer to the feedback question; its id is the event's, so a repeat counts once."""

    meta = {"db_alias": SERVICE, "collection": "rating_views"}

    id = StringField(primary_key=True)
    rating = IntField(required=True)


class OrganisationView(Stored):
    """An organisation that has been granted sparring; its id is the business ID."""

    meta = {"db_alias": SERVICE, "collection": "organisation_views"}

    id = StringField(primary_key=True)


class DeedThemeView(ThemeViewBase):
    """Not called ThemeView: MongoEngine knows documents by name, and one process has them all."""

    meta = {"db_alias": SERVICE, "collection": "theme_views"}
