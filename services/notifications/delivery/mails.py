"""Delivery: what is due goes to the mail server, each mail on its own account.

Nothing is called sent that the mail server has not accepted. A mail that a killed worker had in
hand is tried again when its lease is over, with the same Message-ID.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta

from pymongo.errors import PyMongoError

from services.notifications.delivery.hand import (
    LEASED_AT_ONCE,
    LEFT_AT_LEAST,
    Held,
    due_mails,
    put_off,
    release,
    take,
)
from services.notifications.delivery.line import Letter, Settled, deliver_all
from services.notifications.delivery.outcomes import (
    PACED,
    Attempt,
    note,
    record,
    too_late,
    tried,
)
from services.notifications.delivery.pace import Pace, asks_for_a_pause
from services.notifications.documents import Message
from services.notifications.smtp import Accepted, Mailer, Refused, SmtpMailer, Unreachable
from services.notifications.verp import return_address
from shared import ambient
from shared.settings import Settings

CONNECTIONS = 4  # to the mail server, at most
ROUND = timedelta(seconds=10)  # the loop then looks whether it shall end
AWAY = timedelta(seconds=10)  # so long after finding no mail server nobody looks for it


def deliver_due(settings: Settings, mailers: Mailer | Sequence[Mailer]) -> int:
    """Try what is due, the longest waiting first; returns how many were settled one way or another.

    Stops at once when there is no server to talk to: the others wait untouched.
    """
    return Delivery(settings, mailers).run_once()


def delivery(settings: Settings, pace: Pace | None = None) -> Callable[[], int]:
    """The loop's work, with connections of its own that stay open between rounds.

    `pace` is shared with whoever else sends from this process.
    """
    mailers = [SmtpMailer(settings) for _ in range(CONNECTIONS)]
    return Delivery(settings, mailers, pace).run_once


class Delivery:
    """What one delivering process knows between its rounds."""

    def __init__(
        self, settings: Settings, mailers: Mailer | Sequence[Mailer], pace: Pace | None = None
    ) -> None:
        self._settings = settings
        self._mailers = mailers
        self._pace = pace or Pace(settings.mails_a_minute)
        self._in_hand: dict[str, Message] = {}
        self._hopeless = 0  # settled in this round without being tried
        self._unrecorded: list[Attempt] = []
        self._fault: PyMongoError | None = None
        self._away_until: datetime | None = None

    def run_once(self) -> int:
        """One round. Raises what the store does.

        What is known by then is recorded the next time, so that a mail which has gone is not sent
        again because the store was away.
        """
        self._record_rest()
        self._fault = None
        now = ambient.now()
        if self._away_until and now < self._away_until:
            return 0
        self._pace.begin_round(now)
        self._in_hand.clear()
        self._hopeless = 0
        letters = self._letters(due_mails(now))
        try:
            settled = deliver_all(letters, self._mailers, self._record)
        finally:
            letters.close()
        if self._fault:
            raise self._fault
        release(self._in_hand.values())
        return settled + self._hopeless

    def _letters(self, ids: Sequence[str]) -> Generator[Letter, None, None]:
        """A store that is away ends the line, but not before all who are out have come back."""
        begun = ambient.now()
        with closing(self._batches(ids)) as batches:
            try:
                for held in batches:
                    yield from self._ready(held)
                    if self._fault or ambient.now() - begun >= ROUND:
                        return
            except PyMongoError as fault:
                self._fault = fault

    def _batches(self, ids: Sequence[str]) -> Generator[list[Held], None, None]:
        """Leased and read; the next batch while this one is on its way."""
        parts = [
            ids[start : start + LEASED_AT_ONCE] for start in range(0, len(ids), LEASED_AT_ONCE)
        ]
        with ThreadPoolExecutor(1, "leasing") as ahead:
            coming = deque(ahead.submit(take, part) for part in parts[:1])
            try:
                for place in range(1, len(parts) + 1):
                    held = self._arrived(coming.popleft())
                    coming.extend(ahead.submit(take, part) for part in parts[place : place + 1])
                    yield held
            finally:
                for left in coming:
                    self._arrived(left)

    def _arrived(self, batch: Future[list[Held]]) -> list[Held]:
        held = batch.result()
        self._in_hand.update({each.message.id: each.message for each in held})
        return held

    def _ready(self, held: Sequence[Held]) -> Iterator[Letter]:
        hopeless: list[Attempt] = []
        for each in held:
            now = ambient.now()
            if self._fault or _lease_left(each.message, now) < LEFT_AT_LEAST:
                break
            if why_never := never(each, now):
                hopeless.append(why_never)
            elif not_yet := self._pace.turn(each.message.recipient.email, now):
                put_off(each.message, not_yet.until, note(PACED, not_yet.words, now))
                self._in_hand.pop(each.message.id)
            else:
                yield letter_of(each, self._settings)
        self._hopeless += len(hopeless)
        self._write(hopeless)

    def _record(self, back: list[Settled]) -> None:
        now = ambient.now()
        for letter, outcome in back:
            if isinstance(outcome, Unreachable):
                self._away_until = now + AWAY
            elif asks_for_a_pause(outcome):
                self._pace.slow_down(letter.recipient, outcome.words, now)
            elif isinstance(outcome, Accepted):
                self._pace.went_well(letter.recipient)
        self._write([tried(letter.of, outcome) for letter, outcome in back])

    def _write(self, attempts: list[Attempt]) -> None:
        for attempt in attempts:
            self._in_hand.pop(attempt.message.id, None)
        self._unrecorded += attempts
        try:
            self._record_rest()
        except PyMongoError as fault:
            self._fault = fault

    def _record_rest(self) -> None:
        if self._unrecorded:
            record(self._unrecorded)
            self._unrecorded = []


def _lease_left(message: Message, now: datetime) -> timedelta:
    left: timedelta = message.lease_until - now
    return left


def never(held: Held, now: datetime) -> Attempt | None:
    """The end of a mail that need not be tried, or cannot be: it must not stop those behind it."""
    if held.message.give_up_at <= now:
        return too_late(held.message)
    if held.content is None:
        return tried(held.message, Refused("the mail has no content"))
    if held.content.fault:
        return tried(held.message, Refused(held.content.fault))
    return None


def letter_of(held: Held, settings: Settings) -> Letter:
    message, content = held.message, held.content
    assert content is not None
    sender = return_address(settings, message.id)
    return Letter(message, bytes(content.raw), message.recipient.email, sender)
