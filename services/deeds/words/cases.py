"""How the words of one kind of case go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.web.acting import Refusals
from shared.web.story import Storyteller


@dataclass(frozen=True)
class CaseWords:
    """states    state → (name, kind of tag)
    tasks     that wait for the office
    refusals  why a step was refused, what is wrong with a field
    history   what has happened, in words
    """

    states: Mapping[str, tuple[Any, str]]
    tasks: Mapping[str, Any]
    refusals: Refusals
    history: Storyteller
