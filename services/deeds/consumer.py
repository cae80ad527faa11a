"""What the marketplace listens to and what its worker repeats."""

from __future__ import annotations

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
from shared.messaging.worker import Worker
from shared.settings import Settings


def worker(_settings: Settings) -> Worker:
    return Worker(
        SERVICE,
        HANDLERS,
        cases=(Deed, Tip, PartnerSearch, Collection, Award, CatalogueImport),
    )
