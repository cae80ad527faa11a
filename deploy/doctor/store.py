"""The store: does it answer, does it keep what it is given?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from pymongo import WriteConcern
from pymongo.errors import ConnectionFailure, PyMongoError

from deploy.doctor.finding import Away, Finding, fault, ok, unknown, warning
from deploy.doctor.patient import Patient
from deploy.registry import SERVICES

PROBES = "doctor_probes"
SLOW = 1.0  # seconds for one durable write
ROOM = 500_000_000  # bytes


def look_at_store(patient: Patient) -> Iterator[Finding]:
    """Raises Away."""
    hello = _hello(patient)
    build = patient.client.admin.command("buildInfo")
    name = "SecantusDB" if "secantusVersion" in build else "MongoDB"
    yield ok(f"{name} {build.get('secantusVersion', build['version'])} answers")
    yield from _write(patient)
    yield from _durability(patient, hello, embedded="secantusVersion" in build)
    yield from _room(patient)


def _hello(patient: Patient) -> dict[str, Any]:
    try:
        return dict(patient.client.admin.command("hello"))
    except ConnectionFailure as error:
        if patient.run and not patient.process:
            raise Away("Kunteko is not running on this machine", "`./kunteko run`") from error
        advice = "is it running? Is KUNTEKO_STORE_URL right, and may this machine reach it?"
        if patient.run:
            advice = f"look into {patient.run.var / 'log' / 'store.log'}"
        raise Away("it does not answer", advice) from error


def _write(patient: Patient) -> Iterator[Finding]:
    """One document, written to disk and taken out again."""
    durably = WriteConcern(w="majority", j=True, wtimeout=5000)
    database = patient.database(SERVICES[0].name)
    probes = database.get_collection(PROBES, write_concern=durably)
    started = monotonic()
    try:
        probes.replace_one({"_id": "probe"}, {}, upsert=True)
        took = monotonic() - started
        database.drop_collection(PROBES)
    except PyMongoError as error:
        yield fault(
            f"it takes no writes: {type(error).__name__}",
            "is its disk full, does it have a primary, may this user write?",
        )
        return
    if took > SLOW:
        yield warning(f"a write took {took:.1f} s", "is its disk slow, or the machine busy?")
    else:
        yield ok(f"a write reached its disk in {took * 1000:.0f} ms")


def _durability(patient: Patient, hello: dict[str, Any], *, embedded: bool) -> Iterator[Finding]:
    if embedded:
        yield from _sync_on_commit(patient)
    elif "setName" not in hello:
        yield fault(
            "it is not a replica set: an acknowledged write can be lost with the machine",
            "start mongod with --replSet; one member is enough (docker-compose.yml)",
        )
    elif not _is_safe(patient.client.write_concern.document):
        yield fault(
            "KUNTEKO_STORE_URL takes writes for done that are on no disk yet",
            "add w=majority to it",
        )
    else:
        yield ok("writes are acknowledged when a majority has them on disk")


def _is_safe(concern: dict[str, Any]) -> bool:
    # MongoDB's own default is the majority, since 5.0
    return concern.get("w", "majority") == "majority" or bool(concern.get("j"))


def _sync_on_commit(patient: Patient) -> Iterator[Finding]:
    pid = patient.client.admin.command("serverStatus")["pid"]
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        yield unknown("its command line cannot be read here: does it run with --sync-on-commit?")
        return
    if "--sync-on-commit" in words:
        yield ok("every acknowledged write is on disk (--sync-on-commit)")
    else:
        yield fault("it acknowledges writes that a power cut loses", "run it with --sync-on-commit")


def _room(patient: Patient) -> Iterator[Finding]:
    if patient.run and patient.run.var.exists():
        free = shutil.disk_usage(patient.run.var).free
        if free < ROOM:
            yield fault(
                f"{free // 1_000_000} MB are left on its disk", f"make room for {patient.run.var}"
            )
