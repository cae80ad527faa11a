"""After a fault, when everything is at rest: is it all there, and there once?

What must be so is read from the histories of the cases: every case's history explains how it
stands, every event that calls for a mail has its mail, every mail that is due has arrived.
"""

import time
from collections import Counter
from dataclasses import replace

from mongoengine import ConnectionFailure

from deploy.registry import SERVICES, workers
from services.applications.documents import Application, ExpertView, Round
from services.applications.workflow import GRANTED_STATES
from services.deeds.documents import Deed
from services.experts.documents import Expert
from services.notifications.documents import HandOver, HandOverOutcomes, Message, mail_id
from services.notifications.workflow.mail import QUEUED, SENT, UNRELEASED
from shared.contracts.base import contract_for
from shared.errors import DomainError
from shared.messaging.outbox import backlog, event_of
from shared.messaging.rabbitmq import queue_depths
from shared.messaging.topology import dead_queue, queues
from shared.roles import Role
from shared.store import database
from shared.workflow.audit import contradictions
from tests.support.told import mails_because_of

DEAD = dead_queue("")
QUIET = 2.0  # seconds in which nothing moved
PATIENCE = 12.0  # seconds in which a mail goes that nothing holds up
HALF_AN_HOUR = 35 * 60  # of retries, in seconds: longer than a hand-over lasts, too
MAIL_WAITS = "mail waits: "
# what was decided on an application may have gone on since; then its history still has the step
STEPS = {"rejected": "reject", "ordered": "grant", "returned": "ask_more", "agreed": "accept"}


def settled(system, traffic, within=240.0):
    """Wait until nothing is under way. The traffic has stopped; its office releases the rest.

    When mails alone are left, time passes: a killed worker had them in hand, or they climb the
    ladder of retries.
    """
    deadline = time.monotonic() + within
    moved = only_mails = time.monotonic()
    arrived = 0
    while time.monotonic() - moved < QUIET:
        under_way = _under_way(system, traffic)
        now = time.monotonic()
        assert now < deadline, f"not at rest in {within:g} s: {len(under_way)}: {under_way[:10]}"
        if under_way or arrived != len(system.mail.mails):
            moved, arrived = now, len(system.mail.mails)
        if not all(each.startswith(MAIL_WAITS) for each in under_way):
            only_mails = now
        elif now - only_mails > PATIENCE:
            system.clocks.step(HALF_AN_HOUR)
            only_mails = now
        time.sleep(0.3)


def check(system, traffic):
    """Nothing is lost, nothing is there twice. The figures, for the report."""
    books = Books(system)
    wrong = [
        *traffic.complaints,
        *(f"{name} is not running" for name, each in system.children.items() if not each.alive),
        *_kept(books, traffic.confirmed),
        *_dead(system),
        *(fault for case in books.cases for fault in _explained(case)),
        *_mails(books),
        *_again(system, traffic),
        *_days(),
        *_views(books),
    ]
    assert not wrong, f"{len(wrong)} faults:\n" + "\n".join(map(str, wrong[:20]))
    return {
        **traffic.figures,
        "cases": len(books.cases),
        "steps": sum(len(case.history) for case in books.cases),
        "mails": len(books.arrived),
        "mails again": sum(books.arrived.values()) - len(books.arrived),
        "lost": 0,
        "doubled": 0,
    }


class Books:
    """Everything stored and everything that arrived, read once."""

    def __init__(self, system):
        self.settings = system.settings
        self.workers = connect(system)
        classes = [each for worker in self.workers for each in worker.cases]
        self.cases = [case for each in classes for case in each.objects]
        self.mails = {case.id: case for case in self.cases if isinstance(case, Message)}
        self.arrived = Counter(str(mail.message["Message-ID"]) for mail in system.mail.mails)

        self.noting = {case.id: case for case in self.cases if "mails" in case._fields}

    @property
    def called_for(self):
        """Ids of the mails that the histories ask for."""
        return {
            key
            for case in self.cases
            for entry in case.history
            if entry["told"]
            for key in self._mails_for(case, entry)
        }

    def _mails_for(self, case, entry):
        if entry["id"] not in _called_for:
            event = event_of(type(case), case.id, entry)
            read = replace(event, data=contract_for(event.type).read(event.data))
            _called_for[event.id] = {
                mail_id(event.id, mail.template, mail.to.email)
                for mail in mails_because_of([read], self.settings)
                if "reminder" not in mail.template  # kept back while another waits for eyes
            }
        return _called_for[entry["id"]]


_called_for = {}  # event → ids of its mails: an event never changes
_workers = []


def connect(system):
    """The workers of the services, on the system's store: their documents can be read here."""
    if not _is_connected(system):
        _workers[:] = workers(system.settings, SERVICES)
    return _workers


def _is_connected(system):
    try:
        names = [database(service.name).name for service in SERVICES]
    except ConnectionFailure:
        return False
    return names == [system.store.prefix + service.name for service in SERVICES] and _workers


def _under_way(system, traffic):
    ours = connect(system)
    classes = [each for worker in ours for each in worker.cases]
    found = [f"{each.__name__}: outbox" for each in classes if backlog(each).cases]
    if not found:
        depths = _depths(system)
        found += [f"{n}: {d}" for n, d in depths.items() if d and not n.endswith(DEAD)]
    if not found and Message.objects(state__in=UNRELEASED).first():
        traffic.clear_the_desk()
        found.append("mails waited for eyes")
    if not found:
        in_hand = HandOver.objects.count() + HandOverOutcomes.objects.count()
        waiting = [mail.recipient.email for mail in Message.objects(state=QUEUED)]
        found += [MAIL_WAITS + who for who in (*waiting, *["in hand"] * in_hand)]
    if not found:  # what a consumer has in hand is in no queue: only its effect can be seen
        books = Books(system)
        found += [f"mail {key} is not written" for key in books.called_for - set(books.mails)]
        found += _views(books)
    return found


def _kept(books, confirmed):
    """What people were told is done."""
    applications = Counter(c.reference for c in books.cases if isinstance(c, Application))
    deeds = Counter(c.reference for c in books.cases if isinstance(c, Deed))
    known = {c.reference: c for c in books.cases if isinstance(c, (Application, Deed))}
    by_author = {c.author.get("email"): c for c in books.cases if isinstance(c, Deed)}
    for (what, key), value in confirmed.items():
        case = by_author.get(key) if what == "deed confirmed" else known.get(key)
        there = deeds if what == "deed" else applications
        if case is None:
            yield f"lost: {what} {key}"
        elif what in ("application", "deed"):
            person = case.contact if what == "application" else case.author
            if there[key] != 1 or person["email"] != value:
                yield f"{there[key]} of {what} {key} for {value}"
        else:
            action = STEPS.get(what, "confirm")
            times = sum(entry["action"] == action for entry in case.history)
            if times != 1:
                yield f"{times} times {action} of {key}"
    yield from (f"{times} of {key}" for key, times in applications.items() if key and times > 1)
    yield from (f"{times} of {key}" for key, times in deeds.items() if key and times > 1)


def _dead(system):
    for name, depth in _depths(system).items():
        if depth and name.endswith(DEAD):
            yield f"{depth} dead letters in {name}"


def _depths(system):
    return queue_depths(system.broker.url, queues(connect(system)))


def _explained(case):
    """The fold of the history along the table is the case; no step was taken twice."""
    who = f"{type(case).__name__} {case.id}"
    for line in contradictions(case.workflow, case.to_mongo().to_dict()):
        yield f"{who}: {line}"
    for entry in case.history:
        role = Role(entry["actor"]["role"])
        try:
            case.workflow.decide(entry["action"], entry["source_state"], [role])
        except DomainError as error:
            yield f"{who}: {entry['action']} by {role}: {error!r}"
    causes = Counter((e["action"], e["causation_id"]) for e in case.history if e["causation_id"])
    for what, times in causes.items():
        if times > 1:
            yield f"{who}: {times} times {what}"


def _mails(books):
    """Each mail that an event calls for has arrived, once, or again under its Message-ID."""
    for key in books.called_for - set(books.mails):
        yield f"lost: mail {key} was never written"
    sent = {mail.message_id: mail for mail in books.mails.values() if mail.state == SENT}
    for message_id, mail in sent.items():
        if not books.arrived[message_id]:
            yield f"lost: {mail.template} to {mail.recipient.email} is called sent"
    for message_id in books.arrived:
        if message_id not in sent:
            yield f"{message_id} arrived, but is not sent"
    for mail in books.mails.values():
        if mail.state != SENT:
            yield f"{mail.template} to {mail.recipient.email} is {mail.state}"


def _again(system, traffic):
    """A mail comes again only where nobody could know that it had arrived: the same, word for
    word, at most once for each such moment."""
    for message_id, times in traffic.arrived_since().items():
        copies = [m for m in system.mail.mails if m.message["Message-ID"] == message_id]
        if len(copies) > 1 and times > 1 + traffic.unheard:
            yield f"doubled: {copies[0].subject} to {copies[0].to} arrived {len(copies)} times"
        if len({copy.message.as_bytes() for copy in copies}) > 1:
            yield f"{message_id} came again with other words"


def _days():
    """Days are held once for each application that has them, within the budget and the limit."""
    for each in Round.objects:
        held = Counter()
        for entry in each.reservations:
            held[entry["business_id"]] += entry["days"]
        if +held != +Counter(each.by_organisation) or each.reserved != held.total():
            yield f"round {each.id}: {each.reserved} days, reservations of {held.total()}"
        if each.reserved > each.budget_days or max(held.values(), default=0) > 2:
            yield f"round {each.id} has given more than it has"
    kept = Counter(entry["id"] for each in Round.objects for entry in each.reservations)
    for case in Application.objects(state__in=GRANTED_STATES):
        if kept[case.reservation] != 1:
            yield f"{case.reference}: {kept[case.reservation]} reservations"


def _views(books):
    """What services keep of each other's cases is what those cases say."""
    for mail in books.mails.values():
        yield from _noted(mail, books)
    views = {view.id: view for view in ExpertView.objects}
    for expert in Expert.objects:
        told = [entry for entry in expert.history if entry["told"]]
        if expert.id not in views or views[expert.id].sequence != told[-1]["version"]:
            yield f"view of expert {expert.name} is behind"


def _noted(mail, books):
    about = books.noting.get(mail.about)
    if about is None:
        return
    rows = [row for row in about.mails if row["message_id"] == mail.id]
    told = [entry["type"].split(".")[1] for entry in mail.history if entry["told"]]
    if [row["state"] for row in rows] != told[-1:]:
        yield f"{mail.template} is {mail.state}; its case says {[row['state'] for row in rows]}"
