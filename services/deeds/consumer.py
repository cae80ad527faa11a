"""What the marketplace listens to and what its worker repeats."""

from __future__ import annotations

from datetime import timedelta

from services.deeds.documents import (
    SERVICE,
    Award,
    CatalogueImport,
    Collection,
    Deed,
    PartnerSearch,
    Tip,
)
from services.deeds.handlers.events import HANDLERS
from services.deeds.handlers.pictures import delete_unused_pictures
from shared.messaging.worker import Loop, Worker
from shared.settings import Settings


def worker(_settings: Settings) -> Worker:
    return Worker(
        SERVICE,
        HANDLERS,
        cases=(Deed, Tip, PartnerSearch, Collection, Award, CatalogueImport),
        loops=(
            Loop("delete unused pictures", delete_unused_pictures, timedelta(days=1)),
        ),
    )
