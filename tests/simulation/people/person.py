"""What a random person is, and what a turn of theirs gives them."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from shared.errors import NotFound


@dataclass(frozen=True)
class Person:
    """`weight`: how often they come, against the others. `service`: whose web process serves."""

    act: Callable[["Turn"], object]
    service: str
    weight: float = 1.0


class Turn:
    """One request. The same seed makes the same request: that is how a person repeats one."""

    def __init__(self, simulation, name: str, rng: Random):
        self.simulation, self.name, self.rng = simulation, name, rng
        self.settings = simulation.system.settings
        self.cause = f"form:{name}:{rng.getrandbits(64):x}"  # comes with the form
        self.confirmed: list[tuple[str, dict[str, Any]]] = []

    def any(self, document_class, *states, **wanted):
        """Some stored document. Raises NotFound where there is none: the person finds nothing.

        states  in which it is wanted; any without
        wanted  further conditions, in the store's own words
        """
        if states:
            wanted["state"] = {"$in": list(states)}
        rows = document_class._get_collection().find(wanted, {"_id": True})
        found = sorted(row["_id"] for row in rows)
        if not found:
            raise NotFound("nothing there")
        return document_class.objects.get(id=self.rng.choice(found))

    def confirm(self, kind, **facts):
        """What the answer tells the person; counts only when the answer gets out."""
        self.confirmed.append((kind, facts))
