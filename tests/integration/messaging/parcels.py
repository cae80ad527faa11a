"""Two small services to try the messaging with: one sends parcels, the other receives them."""

import threading
from dataclasses import dataclass, field

from marshmallow import fields
from mongoengine import StringField

from shared.contracts.base import EventContract
from shared.messaging.worker import Worker
from shared.roles import Role
from shared.workflow.case import Case
from shared.workflow.perform import perform
from shared.workflow.table import NEW, Actor, Workflow, row

SENDERS, RECEIVERS, ARCHIVE = "senders", "receivers", "archive"
STAFF = Actor(Role.STAFF, "Ville")


class ParcelSent(EventContract):
    what = fields.String(required=True)
    day = fields.Date(required=True)


class ParcelMarked(EventContract):
    what = fields.String(required=True)


# set afterwards, so that the contract tests do not ask for a stored sample
ParcelSent.type = "parcel.sent.v1"
ParcelMarked.type = "parcel.marked.v1"


class Parcel(Case):
    meta = {"db_alias": SENDERS, "collection": "parcels"}
    service = SENDERS
    workflow = Workflow(
        "parcel",
        ("sent",),
        (
            row("send", {NEW}, "sent", Role.STAFF, ParcelSent),
            row("mark", {"sent"}, None, Role.STAFF, ParcelMarked),
        ),
    )
    what = StringField()


class Receipt(Case):
    """What the receiving service makes of a parcel: its id is the event's."""

    meta = {"db_alias": RECEIVERS, "collection": "receipts"}
    service = RECEIVERS
    workflow = Workflow("receipt", ("open",), (row("open", {NEW}, "open", Role.STAFF),))


def send(what="books", *, marks=0):
    data = {"what": what, "day": "2027-03-14"}
    parcel = perform(Parcel(what=what), "send", STAFF, data=_loaded(data))
    for number in range(marks):
        parcel = perform(parcel, "mark", STAFF, data={"what": f"{what} {number}"})
    return parcel


def _loaded(data):
    return ParcelSent().load(data)


def open_receipt(event):
    """A handler that bears repeats: the receipt's id and cause are the event's id."""
    perform(Receipt(id=event.id), "open", STAFF, cause=event.id)


@dataclass
class Seen:
    """A handler that records what it was given, and fails as it is told."""

    name: str = "seen"
    events: list = field(default_factory=list)
    failures: list = field(default_factory=list)

    def __call__(self, event):
        self.events.append(event)
        if self.failures:
            raise self.failures.pop(0)

    @property
    def ids(self):
        return [event.id for event in self.events]

    @property
    def whats(self):
        return [event.data["what"] for event in self.events]


def sender():
    return Worker(SENDERS, cases=(Parcel,))


def receiver(*handlers, name=RECEIVERS):
    return Worker(name, {ParcelSent: handlers, ParcelMarked: handlers})


class Running:
    """`run_worker` in a thread of the test."""

    def __init__(self, run, *arguments, **options):
        self.stop = threading.Event()
        self.thread = threading.Thread(target=run, args=(*arguments, self.stop), kwargs=options)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.stop.set()
        self.thread.join(25)
        assert not self.thread.is_alive(), "the worker does not stop"
