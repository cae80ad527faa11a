"""The recipients of a bulletin that are in hand: taken in small groups, handed over, recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from services.notifications.bulletin_rendering import Press, To
from services.notifications.delivery.line import Letter, Settled, deliver_all
from services.notifications.delivery.pace import Pace, asks_for_a_pause
from services.notifications.documents import Bulletin, BulletinRecipient, Subscriber
from services.notifications.documents.bulletin import (
    FAILED,
    HANDED_OVER,
    LEFT,
    QUEUED,
    SENT,
    UNCLEAR,
)
from services.notifications.handlers.queueing import message_id_of
from services.notifications.smtp import (
    LOST_AFTER_CONTENT,
    Accepted,
    Mailer,
    Outcome,
    Refused,
    Unreachable,
)
from services.notifications.verp import return_address
from services.notifications.workflow.bulletin import SENDING
from services.notifications.workflow.subscriber import SUBSCRIBED
from shared import ambient
from shared.settings import Settings

GROUP = 20  # a killed worker leaves about as many unclear
LEASE = timedelta(minutes=10)  # longer than a conversation with the mail server about one mail
LOOK_AGAIN = timedelta(seconds=1)  # whether somebody has paused it
LADDER = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
LONGEST_WORDS = 1000  # characters kept of what a server says
IN_HAND = {"$in": [HANDED_OVER, UNCLEAR]}


class Hand:
    """One worker's work on one part of a bulletin.

    The rows' states in memory follow what is stored. `tell` is called before each group.
    """

    def __init__(
        self,
        bulletin: Bulletin,
        presses: Mapping[str, Press],
        settings: Settings,
        pace: Pace,
        tell: Callable[[], None],
    ) -> None:
        self.bulletin, self.presses, self.settings = bulletin, presses, settings
        self.pace, self.tell = pace, tell
        self.tried = 0
        self.settled = 0
        self.unreachable = ""  # the mail server's words when there was no conversation
        self._held: dict[str, BulletinRecipient] = {}
        self._given: set[str] = set()
        self._unrecorded: list[UpdateOne] = []
        self._fault: PyMongoError | None = None
        self._looked_at = ambient.now()

    def hand_over(self, due: Sequence[BulletinRecipient], mailers: Sequence[Mailer]) -> None:
        """Raises what the store does; what the server has said by then is recorded if it can be."""
        is_through = False
        try:
            deliver_all(self._letters(due), mailers, self._record)
            is_through = True
        finally:
            self._write_down()
            # cut short, nobody knows of those that were given; the others wait as before
            put_back(
                [row for row in self._held.values() if is_through or row.id not in self._given]
            )

    def _letters(self, due: Sequence[BulletinRecipient]) -> Iterator[Letter]:
        for start in range(0, len(due), GROUP):
            if not self._goes_on():
                return
            self.tell()
            group = due[start : start + GROUP]
            self.tried += len(group)
            for letter in self._take(self._written(group)):
                now = ambient.now()
                is_slow = now - self._looked_at >= LOOK_AGAIN
                if self._fault or now >= letter.of.next_at or (is_slow and not self._goes_on()):
                    return
                self._given.add(letter.of.id)
                yield letter

    def _goes_on(self) -> bool:
        """Whether nobody has paused it meanwhile, and the store answers."""
        self._looked_at = ambient.now()
        return self._fault is None and is_sending(self.bulletin.id)

    def _written(self, rows: Sequence[BulletinRecipient]) -> list[Letter]:
        """Letters to those who still want it and whose turn it is; others are settled here."""
        found = Subscriber.objects(id__in=[row.subscriber_id for row in rows])
        people = {one.id: one for one in found.only("state", "kinds", "email")}
        letters: list[Letter] = []
        for row in rows:
            person, now = people.get(row.subscriber_id), ambient.now()
            if not (person and person.state == SUBSCRIBED and self.bulletin.kind in person.kinds):
                change([row], {"state": LEFT, "at": now}, {"state": QUEUED})
            elif not_yet := self.pace.turn(person.email, now):
                change([row], {"next_at": not_yet.until}, {"state": QUEUED})
            else:
                try:
                    letters.append(self._letter(row, person.email))
                except ValueError as error:
                    words = f"the mail cannot be written: {error}"
                    change([row], {"state": FAILED, "words": words, "at": now}, {"state": QUEUED})
        return letters

    def _letter(self, row: BulletinRecipient, email: str) -> Letter:
        """Raises ValueError for an address that can be none."""
        to = To(row.subscriber_id, email, message_id_of(row.id, self.settings))
        content = self.presses[row.language].letter(to, ambient.now())
        return Letter(row, content, email, return_address(self.settings, row.id))

    def _take(self, letters: list[Letter]) -> list[Letter]:
        """Those taken in hand by us: before the server gets any of them, the store says so."""
        lease, now = ambient.new_id(), ambient.now()
        sets = {"state": HANDED_OVER, "lease": lease, "next_at": now + LEASE, "at": now}
        rows = [letter.of for letter in letters]
        if change(rows, sets, {"state": QUEUED}) < len(rows):
            # somebody changed a row in between: ours are those that carry our lease
            ids = [row.id for row in rows]
            ours = {row.id for row in BulletinRecipient.objects(id__in=ids, lease=lease).only("id")}
            letters = [letter for letter in letters if letter.of.id in ours]
        self._held.update({letter.of.id: letter.of for letter in letters})
        return letters

    def _record(self, back: list[Settled]) -> None:
        now = ambient.now()
        for letter, outcome in back:
            row = letter.of
            self._heed(letter, outcome, now)
            sets = what_becomes(row, outcome, now)
            where = {"_id": row.id, "lease": row.lease, "state": IN_HAND}
            self._unrecorded.append(UpdateOne(where, {"$set": sets}))
            apply(row, sets)
            self._held.pop(row.id, None)
        try:
            self._write_down()
        except PyMongoError as fault:
            # a store that is away stops the line, but not before all who are out have come back
            self._fault = fault

    def _heed(self, letter: Letter, outcome: Outcome, now: datetime) -> None:
        if isinstance(outcome, Unreachable):
            self.unreachable = outcome.words[:LONGEST_WORDS]
            return
        self.settled += 1
        if asks_for_a_pause(outcome):
            self.pace.slow_down(letter.recipient, outcome.words, now)
        elif isinstance(outcome, Accepted):
            self.pace.went_well(letter.recipient)

    def _write_down(self) -> None:
        if self._unrecorded:
            BulletinRecipient._get_collection().bulk_write(self._unrecorded, ordered=False)
            self._unrecorded = []


def what_becomes(row: BulletinRecipient, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The fields that the outcome of one attempt sets."""
    sets: dict[str, Any] = {"words": outcome.words[:LONGEST_WORDS], "at": now}
    if isinstance(outcome, Accepted):
        return sets | {"state": SENT}
    if isinstance(outcome, Refused):
        return sets | {"state": FAILED}
    if isinstance(outcome, Unreachable):
        return sets | {"state": QUEUED, "next_at": now}
    if outcome.words.startswith(LOST_AFTER_CONTENT):
        return sets | {"state": UNCLEAR}
    if row.tries >= len(LADDER):
        return sets | {"state": FAILED}
    return sets | {"state": QUEUED, "tries": row.tries + 1, "next_at": now + LADDER[row.tries]}


def put_back(rows: Sequence[BulletinRecipient]) -> None:
    """They were in hand, and the mail server got nothing of them."""
    for lease in {row.lease for row in rows}:
        ours = [row for row in rows if row.lease == lease]
        sets = {"state": QUEUED, "next_at": ambient.now()}
        change(ours, sets, {"state": HANDED_OVER, "lease": lease})


def lose(rows: Sequence[BulletinRecipient], now: datetime) -> None:
    """Those that a killed worker had in hand: nobody knows whether they got it."""
    lost = [row for row in rows if row.state == HANDED_OVER and row.is_due(now)]
    change(lost, {"state": UNCLEAR, "at": now}, {"state": HANDED_OVER})


def send_again(rows: Sequence[BulletinRecipient], before: datetime | None, now: datetime) -> None:
    """Those that were unclear when somebody said: send to them again."""
    if before is None:
        return
    again = [row for row in rows if row.state == UNCLEAR and row.at <= before]
    change(again, {"state": QUEUED, "next_at": now, "tries": 0}, {"state": UNCLEAR})


def change(
    rows: Sequence[BulletinRecipient], sets: Mapping[str, Any], where: Mapping[str, Any]
) -> int:
    """Set fields of the rows that still are as `where` says; returns how many were."""
    if not rows:
        return 0
    wanted = {"_id": {"$in": [row.id for row in rows]}, **where}
    changed = BulletinRecipient._get_collection().update_many(wanted, {"$set": dict(sets)})
    for row in rows:
        apply(row, sets)
    return int(changed.modified_count)


def apply(row: BulletinRecipient, sets: Mapping[str, Any]) -> None:
    for name, value in sets.items():
        setattr(row, name, value)


def is_sending(bulletin_id: str) -> bool:
    return Bulletin.objects(id=bulletin_id, state=SENDING).only("id").first() is not None
