"""The author's pages after sending, behind /deeds/mine/<token>."""

from services.deeds.links.deed import answer, change, leaving, lost, status
from services.deeds.links.deed.through import blueprint

__all__ = ["answer", "blueprint", "change", "leaving", "lost", "status"]
