"""An event's contract: a marshmallow schema with a type. Contracts only grow.

A breaking change is a new type (`.v2`) published beside the old one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError

from shared.errors import ContractViolation
from shared.roles import Role

_BY_TYPE: dict[str, type[EventContract]] = {}


class EventContract(Schema):
    """`type` is the routing key. `tells` are the parties who are mailed because of the event."""

    type: ClassVar[str]
    tells: ClassVar[tuple[Role, ...]] = ()

    class Meta:
        unknown = EXCLUDE  # a newer producer may say more than this reader knows

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "type" in cls.__dict__:
            if cls.type in _BY_TYPE:
                raise ValueError(f"two contracts are called {cls.type}")
            _BY_TYPE[cls.type] = cls

    @classmethod
    def write(cls, payload: Mapping[str, Any]) -> dict[str, Any]:
        """JSON-safe data for the wire. Raises ContractViolation if a reader could not load it."""
        try:
            data: dict[str, Any] = _schema_of(cls).dump(payload)
        except (ValueError, AttributeError, TypeError) as error:
            raise ContractViolation(f"{cls.type}: {error}") from error
        cls.read(data)
        return data

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """The loaded data: dates are dates. Raises ContractViolation with the fields at fault."""
        try:
            loaded: dict[str, Any] = _schema_of(cls).load(data)
        except ValidationError as error:
            raise ContractViolation(f"{cls.type}: {error.normalized_messages()}") from error
        return loaded


@cache
def _schema_of(contract: type[EventContract]) -> EventContract:
    """One instance serves all: making one costs more than loading with it."""
    return contract()


def contract_for(event_type: str) -> type[EventContract]:
    """Raises ContractViolation for a type that no imported module declares."""
    try:
        return _BY_TYPE[event_type]
    except KeyError:
        raise ContractViolation(f"no contract is called {event_type}") from None


def all_contracts() -> list[type[EventContract]]:
    return [_BY_TYPE[key] for key in sorted(_BY_TYPE)]
