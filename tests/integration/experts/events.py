"""Events of other services, as the consumer hands them on: loaded by their contracts."""

from datetime import UTC, datetime

from shared.messaging.envelope import Event

NOBODY = {"management": 1, "supervisors": 1, "personnel": 1, "users": 0}


def application(order=1, expert="e1", days=2, date="2027-03-14", **changes):
    card = {"id": expert, "name": "Aino", "company": "Oy", "email": "a@b.fi", "language": "fi"}
    contact = {"name": "Maija", "email": "maija@kunta.example", "language": "fi"}
    return {
        "id": "a1",
        "reference": "SP-2027-0001",
        "state": "ordered",
        "organisation": "Porvoon kaupunki",
        "business_id": "1061512-1",
        "contact": contact,
        "days": days,
        "participants": NOBODY,
        "expert": card if expert else None,
        "date": date,
        "order": order,
        "cooperative": True,
    } | changes


def event(contract, sequence, *, event_id=None, told=None, **data):
    facts = {"application": application(**(told or {}))} if "id" not in data else {}
    loaded = contract.read({**facts, **data})
    return Event(
        id=event_id or f"event-{sequence}",
        type=contract.type,
        source="/services/applications/applications",
        time=datetime(2027, 3, 1, tzinfo=UTC),
        subject="a1",
        data=loaded,
        correlation_id="journey",
        sequence=sequence,
    )
