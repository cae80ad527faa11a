"""What restored mails need before they go."""

from __future__ import annotations

from collections.abc import Iterator

from services.notifications.documents import Bulletin
from services.notifications.workflow.bulletin import SENDING
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.table import Actor

RESTORER = Actor(Role.STAFF, "kunteko restore")


def after_restore() -> Iterator[str]:
    """A bulletin goes to each at most once: who got it after the backup, only people can say."""
    for bulletin in Bulletin.objects(state=SENDING):
        perform(bulletin, "pause", RESTORER)
        name = bulletin.title.get("fi", bulletin.id)
        yield f"the bulletin {name!r} is paused: part of it may have gone since"
