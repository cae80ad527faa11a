"""Those who wait for the next application round."""

from __future__ import annotations

from mongoengine import NotUniqueError

from services.notifications.documents import RoundWatch
from services.notifications.handlers.queueing import MailHandler, queue_mail
from services.notifications.mails import others
from services.notifications.mails.mail import Addressee
from shared.contracts import rounds
from shared.contracts.base import EventContract
from shared.messaging.envelope import Event
from shared.settings import Settings


def when_round_opened_mail_watchers(event: Event, settings: Settings) -> None:
    """One mail each, then the address is forgotten. Killed half-way, a repeat does the rest."""
    for watch in RoundWatch.objects:
        mail = others.round_opened(event, settings, Addressee("", watch.email, watch.language))
        queue_mail(mail, settings, cause=event.id)
        watch.delete()


def watch_rounds(email: str, language: str, settings: Settings) -> None:
    """Tell this address once when a round opens. A repeat changes nothing and mails nobody."""
    watch = RoundWatch(email=email.strip().lower(), language=language)
    try:
        watch.save(force_insert=True)
    except NotUniqueError:
        return
    to = Addressee("", watch.email, watch.language)
    mail = others.round_watch(watch.id, settings, to)
    queue_mail(mail, settings, cause=f"round-watch:{watch.id}")


def stop_watching(watch_id: str) -> None:
    """Forget the address; harmless to repeat."""
    RoundWatch.objects(id=watch_id).delete()


HANDLERS: dict[type[EventContract], list[MailHandler]] = {
    rounds.RoundOpened: [when_round_opened_mail_watchers],
}
