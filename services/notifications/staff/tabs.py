"""The tabs above the lists of this service: one for each state, with how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from shared.web.addresses import url_with

Tab = tuple[Any, str, int, bool]  # words, address, how many, whether it is the one shown


def tabs_of(
    counts: Mapping[str, int],
    names: Mapping[str, Any],
    shown: str,
    *,
    query: str = "state",
    whole: int | None = None,
) -> list[Tab]:
    """In the order of `counts`, each on the first page of its list.

    names   state → its words, or a row that begins with them
    query   what the address calls the state
    whole   how many there are in all, for a first tab of all; empty `shown` is that one
    """
    every = [(_("All"), _first_page(query, None), whole, not shown)] if whole is not None else []
    return every + [
        (_words(names[state]), _first_page(query, state), count, state == shown)
        for state, count in counts.items()
    ]


def _words(name: Any) -> Any:
    return name[0] if isinstance(name, tuple) else name


def _first_page(query: str, state: str | None) -> str:
    return url_with(**{query: state, "page": None, "chosen": None})
