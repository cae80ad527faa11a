"""How the documents are stored, and what follows from the cases: the read models."""

from __future__ import annotations

from collections.abc import Iterator

from deploy.doctor.finding import Finding, fault, ok, warning
from deploy.doctor.patient import Patient
from deploy.migrate import pending
from deploy.read_models import drifting

SHOWN = 5


def look_at_read_models(patient: Patient) -> Iterator[Finding]:
    """Compared with the histories that they are made of, by the reconciler."""
    drifts = drifting(patient.settings)
    for each in drifts[:SHOWN]:
        yield fault(str(each), f"`kunteko read-models rebuild {each.model}`")
    if len(drifts) > SHOWN:
        yield fault(f"and {len(drifts) - SHOWN} more", "`kunteko read-models check`")
    if not drifts:
        yield ok("all are as the histories they are made of")


def look_at_documents(patient: Patient) -> Iterator[Finding]:
    """Their shapes and indexes against this release's; the workers make both so, in time."""
    lines = pending(patient.settings)
    for line in lines:
        # without an index reads crawl, and what must be unique is not
        found = fault if " missing: " in line else warning
        yield found(line, "`kunteko migrate`, while everything runs")
    if not lines:
        yield ok("documents and indexes are as this release has them")
