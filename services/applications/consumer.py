"""What the applications service listens to and what its worker repeats."""

from __future__ import annotations

from datetime import timedelta

from services.applications.documents import SERVICE, Application, Round, SparringMorning, Theme
from services.applications.handlers.budget import reconcile_reservations
from services.applications.handlers.drafts import delete_expired_drafts
from services.applications.handlers.morning import closing_rounds, open_tasks
from services.applications.handlers.rounds import add_default_themes
from services.applications.handlers.views import HANDLERS
from shared.messaging.worker import Loop, Worker
from shared.settings import Settings
from shared.workflow.morning import summing_up


def worker(settings: Settings) -> Worker:
    return Worker(
        SERVICE,
        HANDLERS,
        cases=(Application, Round, Theme, SparringMorning),
        loops=(
            Loop("default themes", add_default_themes, timedelta(days=1)),
            Loop("delete expired drafts", delete_expired_drafts, timedelta(hours=1)),
            Loop("reconcile reservations", reconcile_reservations, timedelta(minutes=1)),
            Loop(
                "sum up for the office",
                summing_up(SparringMorning, open_tasks, closing_rounds),
                timedelta(minutes=1),
            ),
        ),
    )
