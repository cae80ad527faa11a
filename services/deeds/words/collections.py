"""Words about collections."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from services.deeds.words import deed
from shared.web.acting import Refusals

STATES: dict[str, tuple[Any, str]] = {
    "hidden": (_l("Not shown yet"), "neutral"),
    "shown": (_l("Shown"), "success"),
    "retired": (_l("Out of use"), "neutral"),
}

ACTIONS: dict[str, Any] = {
    "create": _l("Created"),
    "edit": _l("Edited"),
    "pick": _l("Deed picked"),
    "drop": _l("Deed left out"),
    "arrange": _l("Order changed"),
    "show": _l("Shown to readers"),
    "hide": _l("Hidden from readers"),
    "retire": _l("Taken out of use"),
    "restore": _l("Taken back into use"),
}

# what the buttons say
MOVES: dict[str, Any] = {
    "show": _l("Show to readers"),
    "hide": _l("Hide from readers"),
    "retire": _l("Take out of use"),
    "restore": _l("Take back into use"),
}

REASONS: dict[str, Any] = {
    "state": _l("The collection has changed meanwhile, so this can no longer be done."),
    "changed": deed.REASONS["changed"],
}

PROBLEMS: dict[str, Any] = {
    "unknown_deed": _l("There is no deed with this number."),
    "not_public": _l("This deed is not public, so it cannot be picked."),
    "full": _l("The collection is full: it has a hundred deeds."),
}

REFUSALS = Refusals(REASONS, PROBLEMS)
