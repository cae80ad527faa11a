"""What a restored marketplace needs before it runs."""

from __future__ import annotations

from collections.abc import Sequence

from services.deeds.documents.deed import Deed


def after_restore() -> Sequence[str]:
    """The store gets another identity: every search index is made anew from it."""
    Deed._get_db()["counters"].delete_one({"_id": "search_identity"})
    return ()
