"""What the marketplace listens to and what its worker repeats."""

from __future__ import annotations

from datetime import timedelta

from services.deeds.documents import (
    SERVICE,
    Award,
    CatalogueImport,
    Collection,
    Deed,
    MarketMorning,
    PartnerSearch,
    Tip,
)
from services.deeds.handlers.entries import renew_entries
from services.deeds.handlers.events import HANDLERS
from services.deeds.handlers.importing import import_some
from services.deeds.handlers.morning import open_tasks
from services.deeds.handlers.partners import delete_expired_searches
from services.deeds.handlers.pictures import delete_unused_pictures
from services.deeds.handlers.telling import delete_expired_deeds
from shared.messaging.worker import Loop, Worker
from shared.settings import Settings
from shared.workflow.morning import summing_up


def worker(_settings: Settings) -> Worker:
    return Worker(
        SERVICE,
        HANDLERS,
        cases=(Deed, Tip, PartnerSearch, Collection, Award, CatalogueImport, MarketMorning),
        loops=(
            Loop("import", import_some, timedelta(seconds=1), watches=(CatalogueImport,)),
            Loop("renew search entries", renew_entries, timedelta(days=1)),
            Loop("delete expired deeds", delete_expired_deeds, timedelta(hours=1)),
            Loop("delete expired partner searches", delete_expired_searches, timedelta(hours=1)),
            Loop("delete unused pictures", delete_unused_pictures, timedelta(days=1)),
            Loop(
                "sum up for the office",
                summing_up(MarketMorning, open_tasks),
                timedelta(minutes=1),
            ),
        ),
    )
