"""Operating-system processes that we start, watch and end, each by its own process group."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1


class NotReady(Exception):
    """A process ended, or did not answer in time. The message says what it was to do."""


def wait_until(
    ready: Callable[[], object], *, within: float, what: str, child: Child | None = None
) -> None:
    """Ask `ready` until it is true. Raises NotReady when time is up or `child` has ended."""
    deadline = time.monotonic() + within
    while not ready():
        if child is not None and not child.alive:
            raise NotReady(
                f"{child.name} ended with status {child.status}: {what}{child.last_words}"
            )
        if time.monotonic() > deadline:
            raise NotReady(f"{what}: not within {within:g} seconds")
        time.sleep(0.05)


@dataclass
class Child:
    """One command. `log` is the file its output is added to; without it, it writes to ours."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str] | None = None
    log: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    _running: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _asked: bool = field(default=False, repr=False)

    def start(self) -> Child:
        self._asked = False
        output = open(self.log, "ab") if self.log else None  # noqa: SIM115 - closed below
        try:
            self._running = subprocess.Popen(
                list(self.command),
                env=None if self.environ is None else dict(self.environ),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        finally:
            if output:
                output.close()
        return self

    @property
    def pid(self) -> int:
        if self._running is None:
            raise NotReady(f"{self.name} is not started")
        return self._running.pid

    @property
    def status(self) -> int | None:
        return self._running.poll() if self._running else None

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    @property
    def last_words(self) -> str:
        """The end of its log, to be put after an error message."""
        if not self.log or not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return "\n" + "\n".join("    " + line for line in lines)

    def ask_to_stop(self) -> None:
        """Once: a second signal would cut short what the first one began."""
        if self.alive and not self._asked:
            self._asked = True
            self._signal(self.stop_signal)

    def stop(self, patience: float = 15.0) -> None:
        """Ask it to end, and its whole group to be gone after `patience` seconds."""
        if self._running is None:
            return
        if self.alive:
            self.ask_to_stop()
            try:
                self._running.wait(patience)
            except subprocess.TimeoutExpired:
                pass
        self.kill()

    def kill(self) -> None:
        """SIGKILL to the group: also what it left behind. For tests, and as the last resort."""
        if self._running is not None:
            self._signal(signal.SIGKILL)
            self._running.wait()

    def _signal(self, number: signal.Signals) -> None:
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            pass


def _end_with_parent() -> None:
    """Runs in the child: if we are killed and cannot stop it, the kernel asks it to end."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
