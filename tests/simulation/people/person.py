"""What a random person is, and what a turn of theirs gives them."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from shared.errors import NotFound
from shared.workflow.pin import Pin


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
        return document_class.objects.get(id=self._one_of(found))

    def _one_of(self, ids):
        """Often one that others have just looked at: much happens to few cases at a time."""
        looked_at = self.simulation.looked_at
        recent = [key for key in looked_at if key in ids]
        chosen = self.rng.choice(recent if recent and self.rng.random() < 0.4 else ids)
        looked_at.append(chosen)
        return chosen

    def opened(self, document_class, *states, **wanted):
        """(case as it is when the form is sent, pin as it was when the form was opened).

        Whoever sends the same form again sends the version that they saw the first time. Some come
        with a form that was opened long ago, or act where the page would not let them.
        """
        forms = self.simulation.forms
        if self.cause not in forms:
            if self.rng.random() < 0.05:
                states = ()
            seen = self.any(document_class, *states, **wanted)
            old = self.rng.random() < 0.05
            forms.setdefault(self.cause, (seen.id, seen.version - old))
        case_id, version = forms[self.cause]
        case = document_class.objects(id=case_id).first()
        if case is None:
            raise NotFound("it has been deleted")
        return case, Pin(version, self.form_key)

    @property
    def form_key(self):
        """Comes with the form: a second click sends the same."""
        return self.cause.rpartition(":")[2].rjust(32, "0")

    def confirm(self, kind, **facts):
        """What the answer tells the person; counts only when the answer gets out."""
        self.confirmed.append((kind, facts))
