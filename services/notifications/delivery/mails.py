"""Delivery: what is due goes to the mail server, each mail on its own account.

Nothing is called sent that the mail server has not accepted. While mails go, only the journal is
written; what it keeps is put on the mails' record when the line is through. A mail that a killed
worker had in hand, and whose outcome nobody knows, is tried again with the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from pymongo.errors import PyMongoError

from services.notifications.delivery import journal
from services.notifications.delivery.hand import (
    READ_AT_ONCE,
    TAKEN_AT_ONCE,
    Held,
    due_mails,
    parts_of,
    put_off,
    read,
)
from services.notifications.delivery.journal import Row, held_by_others, take_in_hand, write_down
from services.notifications.delivery.line import Letter, Settled, deliver_all
from services.notifications.delivery.outcomes import PACED, note, settle_all, too_late, tried
from services.notifications.delivery.pace import Pace, asks_for_a_pause
from services.notifications.smtp import Accepted, Mailer, Refused, SmtpMailer, Unreachable
from services.notifications.verp import return_address
from shared import ambient
from shared.settings import Settings

CONNECTIONS = 2  # to the mail server; more keep each other and the store from the processor
ROUND = timedelta(seconds=10)  # then the outcomes are settled, and the loop looks whether to end
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
        self._name = ambient.new_id()
        self._open: set[str] = set()  # our hand-overs
        self._hopeless = 0  # settled in this round without being tried
        self._unwritten: list[Row] = []
        self._fault: PyMongoError | None = None
        self._away_until: datetime | None = None

    def run_once(self) -> int:
        """One round. Raises what the store does.

        What is known by then is written the next time, so that a mail which has gone is not sent
        again because the store was away.
        """
        self.settle()
        now = ambient.now()
        if self._away_until and now < self._away_until:
            return 0
        done = self.hand_over(now)
        self.settle()
        return done

    def settle(self) -> None:
        """Put what became of mails on their record; then nobody has them in hand.

        Also what a killed worker left. Not while our mails are on their way.
        """
        self._write_rest()
        closing_now = self._open | set(journal.over(ambient.now()))
        settle_all()
        journal.close(closing_now)
        self._open -= closing_now

    def hand_over(self, now: datetime) -> int:
        """Whatever is due then, for a round's time; each outcome is in the journal afterwards."""
        self._fault = None
        self._hopeless = 0
        self._pace.begin_round(now)
        letters = self._letters(due_mails(now))
        settled = deliver_all(letters, self._mailers, self._record)
        if self._fault:
            raise self._fault
        return settled + self._hopeless

    def _letters(self, ids: Sequence[str]) -> Iterator[Letter]:
        """A store that is away ends the line, but not before all who are out have come back."""
        begun = ambient.now()
        try:
            for held in self._held(ids):
                yield from self._ready(held)
                if self._fault or ambient.now() - begun >= ROUND:
                    return
        except PyMongoError as fault:
            self._fault = fault

    def _held(self, ids: Sequence[str]) -> Iterator[list[Held]]:
        """Taken in hand batch by batch, and read a few at a time: others are on their way then.

        Not ahead in a thread of its own: the embedded store does one thing at a time, and an
        outcome would wait behind a long read.
        """
        for part in parts_of(ids, TAKEN_AT_ONCE):
            batch = take_in_hand(self._name, part)
            self._open.add(batch.id)
            others = held_by_others(self._name, ambient.now())
            ours = [mail for mail in part if mail not in others]
            for few in parts_of(ours, READ_AT_ONCE):
                yield read(batch, few)

    def _ready(self, held: Sequence[Held]) -> Iterator[Letter]:
        hopeless: list[Row] = []
        for each in held:
            now = ambient.now()
            if self._fault or now >= each.batch.begin_by:
                break
            if why_never := never(each, now):
                hopeless.append(why_never)
            elif not_yet := self._pace.turn(each.address, now):
                put_off(each, not_yet.until, note(PACED, not_yet.words, now))
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

    def _write(self, rows: list[Row]) -> None:
        self._unwritten += rows
        try:
            self._write_rest()
        except PyMongoError as fault:
            self._fault = fault

    def _write_rest(self) -> None:
        if self._unwritten:
            write_down(self._unwritten)
            self._unwritten = []


def never(held: Held, now: datetime) -> Row | None:
    """The end of a mail that need not be tried, or cannot be: it must not stop those behind it."""
    if held.row["give_up_at"] <= now:
        return too_late(held)
    if held.content is None:
        return tried(held, Refused("the mail has no content"))
    if held.content.get("fault"):
        return tried(held, Refused(held.content["fault"]))
    return None


def letter_of(held: Held, settings: Settings) -> Letter:
    assert held.content is not None
    sender = return_address(settings, held.id)
    return Letter(held, held.content["raw"], held.address, sender, held.batch.begin_by)
