"""Deeds that the catalogue finds: published on a day of its own, and kept in the index."""

from datetime import timedelta

from services.deeds.handlers.entries import keep_entry_of
from shared import ambient
from tests.integration.deeds import deedbook
from tests.integration.deeds.conftest import NOON


class Later(ambient.FixedSource):
    """Another day, but no id twice."""

    def new_id(self):
        return ambient.Source().new_id()


def published(days=0, **kwargs):
    with ambient.use(Later(NOON + timedelta(days=days))):
        deed = deedbook.published(**kwargs)
    keep_entry_of(deed.id)
    return deed
