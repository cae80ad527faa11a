"""The line to the mail server: letters go in, outcomes come out and are recorded.

Several connections at once. What has come back is recorded together, in one write, while the next
letters are on their way; nobody waits for a batch to fill.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any

from services.notifications.smtp import Mailer, Outcome, Unreachable
from shared import ambient

# Letters that may be with the mail server, or taken by it, without that being recorded: as many
# may go out a second time after a kill (with the same Message-ID).
WINDOW = 20


@dataclass(frozen=True)
class Letter:
    """One mail to one address, ready to go. `of` is whatever the recorder knows it by."""

    of: Any
    content: bytes
    recipient: str
    return_address: str
    begin_by: datetime | None = None  # not begun by then, it comes back untried

    def is_too_late(self) -> bool:
        return self.begin_by is not None and ambient.now() >= self.begin_by


Settled = tuple[Letter, Outcome]
Record = Callable[[list[Settled]], None]


def deliver_all(
    letters: Iterable[Letter],
    mailers: Mailer | Sequence[Mailer],
    record: Record,
    *,
    window: int = WINDOW,
) -> int:
    """Hand over each letter and record what became of it; returns how many were settled.

    `letters` is read as it is needed, and `record` called, in the caller's thread, so `letters` may
    lease them in batches. Stops when there is no server to talk to. A letter that was read and not
    tried is not recorded: `record` has then not seen it, and who leased it may release it.
    """
    crew = list(mailers) if isinstance(mailers, Sequence) else [mailers]
    waiting = iter(letters)
    first = next(waiting, None)
    if first is None:
        return 0
    # alone: without a server one letter pays for finding out, and the others wait untouched
    outcome = sent(first, crew[0])
    record([(first, outcome)])
    if isinstance(outcome, Unreachable):
        return 0
    with at_work(crew) as line:
        return 1 + _run(line, waiting, record, window)


def _run(line: Line, waiting: Iterator[Letter], record: Record, window: int) -> int:
    settled = 0
    while True:
        while line.in_hand < window and not line.cut.is_set():
            letter = next(waiting, None)
            if letter is None:
                break
            line.give(letter)
        if not line.in_hand:
            return settled
        back = line.come_back()
        if back:
            record(back)
        settled += sum(not isinstance(outcome, Unreachable) for _, outcome in back)


def sent(letter: Letter, mailer: Mailer) -> Outcome:
    return mailer.send(letter.content, letter.recipient, letter.return_address)


class Line:
    """`cut` is set when there is no server: what is not tried yet then comes back untried."""

    def __init__(self) -> None:
        self.in_hand = 0
        self.cut = threading.Event()
        self._out: SimpleQueue[Letter | None] = SimpleQueue()
        self._back: SimpleQueue[Settled | Exception | None] = SimpleQueue()

    def give(self, letter: Letter) -> None:
        self.in_hand += 1
        self._out.put(letter)

    def come_back(self) -> list[Settled]:
        """Waits for one, takes what else is there. Raises what a mailer raised."""
        arrived = [self._back.get()]
        try:
            while True:
                arrived.append(self._back.get_nowait())
        except Empty:
            pass
        self.in_hand -= len(arrived)
        for fault in arrived:
            if isinstance(fault, Exception):
                raise fault
        return [settled for settled in arrived if isinstance(settled, tuple)]

    def work(self, mailer: Mailer) -> None:
        """One mailer's thread."""
        while (letter := self._out.get()) is not None:
            if self.cut.is_set() or letter.is_too_late():
                self._back.put(None)
                continue
            try:
                outcome = sent(letter, mailer)
            except Exception as fault:  # a mailer should not raise; nobody must wait for it
                self._back.put(fault)
                continue
            if isinstance(outcome, Unreachable):
                self.cut.set()
            self._back.put((letter, outcome))

    def end(self, hands: int) -> None:
        self.cut.set()
        for _ in range(hands):
            self._out.put(None)


@contextmanager
def at_work(crew: Sequence[Mailer]) -> Iterator[Line]:
    """A line with a thread for each mailer; ends when all have ended what they are at."""
    line = Line()
    threads = [
        threading.Thread(target=line.work, args=(mailer,), name="mailer", daemon=True)
        for mailer in crew
    ]
    for thread in threads:
        thread.start()
    try:
        yield line
    finally:
        line.end(len(threads))
        for thread in threads:
            thread.join()
