"""Events as they arrive: from the stored samples of the contracts."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

from shared.contracts.base import contract_for
from shared.messaging.envelope import Event

SAMPLES = Path(__file__).parents[2] / "shared" / "contracts" / "samples"


def sample(event_type):
    """The stored data of the event, JSON-safe."""
    return json.loads((SAMPLES / f"{event_type}.json").read_text(encoding="utf-8"))


def merged(data, changes):
    """`data` with `changes` laid over it, dictionaries deep."""
    result = deepcopy(data)
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result


def event(event_type, *, id="event-1", sequence=4, time=None, **changes):
    """The event as a handler gets it: its data loaded. `changes` are laid over the sample."""
    data = merged(sample(event_type), changes)
    return Event(
        id=id,
        type=event_type,
        source="/services/applications/applications",
        time=time or datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
        subject=data.get("application", {}).get("id", "case-1"),
        data=contract_for(event_type).read(data),
        correlation_id="journey-1",
        sequence=sequence,
    )
