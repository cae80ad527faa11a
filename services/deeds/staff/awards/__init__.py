"""The office's side of award rounds: planned, filled, judged, decided."""

from services.deeds.staff.awards import deciding, filling, rounds
from services.deeds.staff.awards.blueprint import blueprint

__all__ = ["blueprint", "deciding", "filling", "rounds"]
