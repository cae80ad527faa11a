"""The loop that sends bulletins: first it lists who gets one, then it hands them over, part by
part and in small groups, each recipient once.

Before the mail server gets anything of a group, its rows say `handed_over`; the outcome is written
right after. A row that is found handed over when its time is up was in a killed worker's hand: it
may have arrived, so it is never sent again by itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from pymongo.errors import BulkWriteError

from services.notifications.audience import depth_for, members_of, parts
from services.notifications.bulletin_rendering import Press
from services.notifications.delivery.bulletin_hand import Hand, is_sending, lose, send_again
from services.notifications.delivery.pace import Pace
from services.notifications.documents import (
    Bulletin,
    BulletinProgress,
    BulletinRecipient,
    recipient_id,
)
from services.notifications.documents.bulletin import HANDED_OVER, QUEUED
from services.notifications.smtp import Mailer, SmtpMailer
from services.notifications.tallies import (
    Tally,
    count_again,
    key_of,
    progress_of,
    rows_of,
    tally_of,
    write_progress,
)
from services.notifications.workflow.bulletin import SENDING
from shared import ambient, tracing
from shared.errors import DomainError
from shared.settings import LANGUAGES, Settings
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM

CONNECTIONS = 2  # to the mail server, at most
LATELY = timedelta(seconds=30)
REPEATED = 11000  # the store's code for an _id that is there already


def bulletin_sending(settings: Settings, pace: Pace | None = None) -> Callable[[], int]:
    """The loop's work, with connections of its own: single mails do not wait for it.

    `pace` is shared with whoever else sends from this process.
    """
    mailers = [SmtpMailer(settings) for _ in range(CONNECTIONS)]
    return BulletinLoop(settings, mailers, pace).run_once


class BulletinLoop:
    """What the loop knows between its rounds."""

    def __init__(
        self, settings: Settings, mailers: Sequence[Mailer], pace: Pace | None = None
    ) -> None:
        self._settings, self._mailers = settings, mailers
        self._pace = pace or Pace(settings.mails_a_minute)
        self._presses: dict[str, dict[str, Press]] = {}
        self._handed = 0
        self._marks: deque[tuple[datetime, int]] = deque()  # when, how many handed over by then

    def run_once(self) -> int:
        """One part of each bulletin that is being sent; returns how much that was."""
        for progress in BulletinProgress.objects(busy__ne=""):
            settle_abandoned(progress)
        return sum(self.go_on(bulletin) for bulletin in Bulletin.objects(state=SENDING))

    def go_on(self, bulletin: Bulletin) -> int:
        progress = begun(bulletin)
        if not progress.all_listed:
            return list_part(bulletin, progress)
        part = part_to_visit(bulletin, progress, ambient.now())
        if part is not None:
            done = self.send_part(bulletin, part)
            progress = progress_of(bulletin)
            if done or progress.halted:
                return done
        return finish(bulletin, progress)

    def send_part(self, bulletin: Bulletin, part: str) -> int:
        """Everybody of the part whose turn it is, while the bulletin is being sent."""
        rows, now = rows_of(bulletin.id, part), ambient.now()
        write_progress(bulletin.id, {"busy": key_of(part)})
        lose(rows, now)
        send_again(rows, bulletin.again_before, now)

        def tell() -> None:
            # after each group, for somebody may be looking
            tally = {f"tallies.{key_of(part)}": tally_of(rows)}
            pace = {"a_minute": self._speed(hand.settled), "moved_at": ambient.now()}
            write_progress(bulletin.id, tally | pace | {"halted": ""})

        self._pace.begin_round(now)
        hand = Hand(bulletin, self._presses_of(bulletin), self._settings, self._pace, tell)
        hand.hand_over(
            [row for row in rows if row.state == QUEUED and row.is_due(now)], self._mailers
        )
        self._handed += hand.settled
        count_again(bulletin.id, part)
        is_busy = any(row.state == HANDED_OVER for row in rows)
        left = {"busy": key_of(part) if is_busy else "", "halted": hand.unreachable}
        write_progress(bulletin.id, left)
        # without a server: else it would be asked again at once
        return 0 if hand.unreachable else hand.tried

    def _speed(self, of_this_part: int) -> int:
        """How many a minute, of all bulletins together, lately."""
        now, handed = ambient.now(), self._handed + of_this_part
        self._marks.append((now, handed))
        while self._marks[0][0] < now - LATELY:
            self._marks.popleft()
        since, before = self._marks[0]
        seconds = (now - since).total_seconds()
        return round((handed - before) * 60 / seconds) if seconds else 0

    def _presses_of(self, bulletin: Bulletin) -> dict[str, Press]:
        """Rendered once a language: nothing changes a bulletin once it is being sent."""
        if bulletin.id not in self._presses:
            self._presses = {bulletin.id: presses_of(bulletin, self._settings)}
        return self._presses[bulletin.id]


def presses_of(bulletin: Bulletin, settings: Settings) -> dict[str, Press]:
    """Reader's language → what they get."""
    written = {code: Press(bulletin, code, settings) for code in bulletin.written_in}
    return {code: written[bulletin.language_for(code)] for code in LANGUAGES}


def begun(bulletin: Bulletin) -> BulletinProgress:
    progress = progress_of(bulletin)
    if not BulletinProgress.objects(id=bulletin.id).only("id").first():
        progress.depth = depth_for(bulletin.audience)
        progress.save(force_insert=True)
    return progress


def list_part(bulletin: Bulletin, progress: BulletinProgress) -> int:
    """Write down who gets it, of the next part. Cut short, a repeat finds what is there."""
    todo = parts(progress.depth)
    part = todo[progress.listed_to]
    new = [
        {
            "_id": recipient_id(bulletin.id, member.id),
            "bulletin_id": bulletin.id,
            "part": part,
            "subscriber_id": member.id,
            "language": member.language,
            "state": QUEUED,
            "lease": "",
            "next_at": bulletin.started_at,
            "tries": 0,
            "words": "",
            "at": ambient.now(),
        }
        for member in members_of(bulletin, part)
    ]
    insert_new(new)
    listed = progress.listed_to + 1
    BulletinProgress._get_collection().update_one(
        {"_id": bulletin.id, "listed_to": progress.listed_to},
        {
            "$set": {
                "listed_to": listed,
                "all_listed": listed == len(todo),
                "moved_at": ambient.now(),
            },
            # as stored: before it was cut short it may have listed some who have left since
            "$inc": {"listed": len(rows_of(bulletin.id, part))},
        },
    )
    return 1


def insert_new(rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    try:
        BulletinRecipient._get_collection().insert_many(rows, ordered=False)
    except BulkWriteError as error:
        if any(fault["code"] != REPEATED for fault in error.details["writeErrors"]):
            raise


def part_to_visit(bulletin: Bulletin, progress: BulletinProgress, now: datetime) -> str | None:
    """The first part where something is to be done now."""
    tallies = progress.tallies
    return next(
        (
            part
            for part in parts(progress.depth)
            if is_open(tallies.get(key_of(part)), bulletin.again_before, now)
        ),
        None,
    )


def is_open(tally: Tally | None, again_before: datetime | None, now: datetime) -> bool:
    if tally is None:
        return True
    if "next_at" in tally and tally["next_at"] <= now:
        return True
    return bool(again_before and "unclear_at" in tally and tally["unclear_at"] <= again_before)


def finish(bulletin: Bulletin, progress: BulletinProgress) -> int:
    """When nobody waits any more. Somebody who was faster with another step is right."""
    waits = any("next_at" in tally for tally in progress.tallies.values())
    if waits or part_to_visit(bulletin, progress, ambient.now()) is not None:
        return 0
    try:
        perform(bulletin, "finish", SYSTEM, expected_version=bulletin.version)
    except DomainError as error:
        tracing.log.info("bulletin not finished", bulletin=bulletin.id, reason=str(error))
        return 0
    return 1


def settle_abandoned(progress: BulletinProgress) -> None:
    """A bulletin that is paused or cancelled is visited no more: what a killed worker had in hand
    of it is settled here, when its time is up."""
    part = progress.busy.removeprefix(key_of(""))
    if is_sending(progress.id):
        return
    rows = rows_of(progress.id, part, [HANDED_OVER])
    lose(rows, ambient.now())
    count_again(progress.id, part)
    if not any(row.state == HANDED_OVER for row in rows):
        write_progress(progress.id, {"busy": ""})
