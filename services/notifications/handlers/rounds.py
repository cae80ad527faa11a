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
    """One mail each, then the address is forgotten. Killed half-way, a repeat does the rest.

    Those who came after it opened wait for the next one: the event may be told again, and late.
    """
    for watch in RoundWatch.objects(created_at__lte=event.time):
        mail = others.round_opened(event, settings, Addressee("", watch.email, watch.language))
        queue_mail(mail, settings, cause=event.id)
        watch.delete()


def watch_rounds(email: str, language: str, settings: Settings) -> None:
    """Tell this address once when a round opens. A repeat changes nothing and mails nobody anew."""
    watch = RoundWatch(email=email.strip().lower(), language=language)
    try:
        watch.save(force_insert=True)
    except NotUniqueError:
        # killed before its receipt was queued, it gets it now; one that has it gets no other
        watch = RoundWatch.objects(email=watch.email).first()
        if watch is None:  # told, or taken back, in this very moment
            return
    to = Addressee("", watch.email, watch.language)
    mail = others.round_watch(watch.id, settings, to)
    queue_mail(mail, settings, cause=f"round-watch:{watch.id}")


def is_waiting(watch_id: str) -> bool:
    """Whether the address is still here: it has neither been told nor taken back."""
    return bool(RoundWatch.objects(id=watch_id).only("id").first())


def stop_watching(watch_id: str) -> None:
    """Forget the address; harmless to repeat."""
    RoundWatch.objects(id=watch_id).delete()


HANDLERS: dict[type[EventContract], list[MailHandler]] = {
    rounds.RoundOpened: [when_round_opened_mail_watchers],
}
