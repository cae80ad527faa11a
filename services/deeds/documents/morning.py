"""What is open on the marketplace, told to the office each morning."""

from __future__ import annotations

from typing import Any, ClassVar

from services.deeds.documents.deed import SERVICE
from shared.workflow.morning import Morning


class MarketMorning(Morning):
    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {"db_alias": SERVICE, "collection": "mornings"}
