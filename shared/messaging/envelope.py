"""The envelope of every event: CloudEvents 1.0, structured JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from shared.errors import ContractViolation

LONGEST_NUMBER = 18  # digits
CONTENT_TYPE = "application/cloudevents+json"


@dataclass(frozen=True)
class Event:
    """Something that happened to `subject`, a case, at its version `sequence`.

    `data` is JSON-safe on the wire; a handler gets it as its contract loads it (dates are dates).
    `correlation_id` names the journey, `causation_id` the event that led to this one, if any.
    """

    id: str
    type: str
    source: str
    time: datetime
    subject: str
    data: dict[str, Any]
    correlation_id: str
    causation_id: str | None = None
    sequence: int = 0

    def to_json(self) -> str:
        envelope = {
            "specversion": "1.0",
            "id": self.id,
            "type": self.type,
            "source": self.source,
            "time": self.time.isoformat(),
            "subject": self.subject,
            "datacontenttype": "application/json",
            "correlationid": self.correlation_id,
            # the CloudEvents extension wants text that sorts
            "sequence": f"{self.sequence:010d}",
            "data": self.data,
        }
        if self.causation_id is not None:
            envelope["causationid"] = self.causation_id
        return json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, body: str | bytes) -> Self:
        """Raises ContractViolation that says what is wrong with the envelope."""
        try:
            text = body if isinstance(body, str) else body.decode()
            envelope = json.loads(text)
            halved = _holds_half_a_letter(text, envelope)
        except (ValueError, RecursionError) as error:
            raise ContractViolation(f"the message is not JSON: {error}") from error
        if halved:
            raise ContractViolation("the message holds half a letter (a lone surrogate)")
        if not isinstance(envelope, dict) or envelope.get("specversion") != "1.0":
            raise ContractViolation("the message is not a CloudEvents 1.0 envelope")
        return cls(
            id=_text(envelope, "id"),
            type=_text(envelope, "type"),
            source=_text(envelope, "source"),
            time=_moment(envelope, "time"),
            subject=_text(envelope, "subject"),
            data=_object(envelope, "data"),
            correlation_id=_text(envelope, "correlationid"),
            causation_id=_text(envelope, "causationid") if "causationid" in envelope else None,
            sequence=_number(envelope, "sequence"),
        )


def _holds_half_a_letter(text: str, envelope: Any) -> bool:
    """JSON can say what no store can hold: an escaped surrogate without its other half."""
    if "\\u" not in text:  # nearly always, and quickly told
        return False
    try:
        json.dumps(envelope, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _text(envelope: dict[str, Any], name: str) -> str:
    value = envelope.get(name)
    if not isinstance(value, str) or not value:
        raise ContractViolation(f"the envelope's {name} is missing or no text")
    return value


def _moment(envelope: dict[str, Any], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(envelope, name))
    except ValueError as error:
        raise ContractViolation(f"the envelope's {name} is no time: {error}") from error
    if moment.tzinfo is None:
        raise ContractViolation(f"the envelope's {name} has no time zone")
    try:
        moment.astimezone(UTC)
    except OverflowError as error:  # the first or the last day there is, elsewhere on earth
        raise ContractViolation(f"the envelope's {name} is out of range") from error
    return moment


def _number(envelope: dict[str, Any], name: str) -> int:
    text = _text(envelope, name)
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise ContractViolation(f"the envelope's {name} is no number")
    return int(text)


def _object(envelope: dict[str, Any], name: str) -> dict[str, Any]:
    value = envelope.get(name)
    if not isinstance(value, dict):
        raise ContractViolation(f"the envelope's {name} is missing or no object")
    return value
