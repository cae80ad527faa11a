"""The mails: what waits for eyes, what has failed, what is late, what is in nobody's hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from deploy.doctor.finding import Finding, fault, ok, warning
from deploy.doctor.patient import Patient
from deploy.doctor.words import ago, many
from services.notifications.documents import SERVICE, HandOver, Message, ReturnedMail
from services.notifications.workflow.mail import NOT_REACHED, QUEUED, UNRELEASED
from shared import ambient

LATE = timedelta(minutes=5)
ABANDONED = timedelta(minutes=1)
UNSEEN = timedelta(days=2)
MAILS = "/staff/mails"


def look_at_mails(patient: Patient) -> Iterator[Finding]:
    now = ambient.now()
    found = [
        *_unseen(patient, now),
        *_not_reached(patient),
        *_late(patient, now),
        *_abandoned(patient, now),
        *_unread(patient, now),
    ]
    yield from found or [ok("none is late, has failed, or waits long to be seen")]


def _unseen(patient: Patient, now: datetime) -> Iterator[Finding]:
    long = {"state": {"$in": list(UNRELEASED)}, "created_at": {"$lt": now - UNSEEN}}
    count = patient.stored(Message).count_documents(long)
    if count:
        oldest = patient.stored(Message).find(long, {"created_at": 1}).sort("created_at", 1)
        yield warning(
            f"{many(count, 'mail')} in the outbox for somebody to see, the first written "
            f"{ago(now - next(oldest)['created_at'])}",
            f"look through them: {patient.settings.base_url}{MAILS}/outbox",
        )


def _not_reached(patient: Patient) -> Iterator[Finding]:
    """Whoever has settled one has sent it anew, or discarded it."""
    for state in NOT_REACHED:
        count = patient.stored(Message).count_documents({"state": state})
        if count:
            page = f"{patient.settings.base_url}{MAILS}?state={state}"
            yield warning(f"{many(count, 'mail')} {state}: somebody got nothing", f"settle: {page}")


def _late(patient: Patient, now: datetime) -> Iterator[Finding]:
    late = {"state": QUEUED, "next_at": {"$lt": now - LATE}}
    first = patient.stored(Message).find_one(late, sort=[("next_at", 1)])
    if first:
        count = patient.stored(Message).count_documents(late)
        yield fault(
            f"{many(count, 'mail')} should have gone, the first {ago(now - first['next_at'])}",
            f"is the mail server well (see above)? If so: {patient.start_worker(SERVICE)}",
        )


def _abandoned(patient: Patient, now: datetime) -> Iterator[Finding]:
    over = list(patient.stored(HandOver).find({"until": {"$lt": now - ABANDONED}}))
    if over:
        count = sum(len(each["mails"]) for each in over)
        since = ago(now - min(each["until"] for each in over))
        yield fault(
            f"{many(count, 'mail')} in the hands of a worker that is gone (its time ended {since})",
            f"they go on as soon as one runs: {patient.start_worker(SERVICE)}",
        )


def _unread(patient: Patient, now: datetime) -> Iterator[Finding]:
    unread = {"verdict": "", "received_at": {"$lt": now - LATE}}
    count = patient.stored(ReturnedMail).count_documents(unread)
    if count:
        yield fault(
            f"{many(count, 'mail')} came back, and nobody has read them",
            patient.start_worker(SERVICE),
        )
