"""`kunteko run`: the whole product on one machine, with nothing but Python."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from deploy.children import Child, NotReady, wait_until
from deploy.embedded_settings import Run, environment, run_from
from deploy.embedded_store import store_child, wait_for_store
from deploy.signals import stop_on_signal
from deploy.supervisor import GaveUp, Supervisor
from deploy.web_command import ALL, web_command
from services.deeds.search import lexicon
from services.notifications import pango
from shared.settings import Settings, SettingsError, load

LOG_LIMIT = 5_000_000  # bytes; a longer log is begun anew at the next start


class CannotRun(Exception):
    """Said to the person in one line."""


def run(environ: Mapping[str, str]) -> int:
    """Start everything, wait for Ctrl-C or SIGTERM, stop everything."""
    try:
        chosen = run_from(environ)
        chosen.var.mkdir(parents=True, exist_ok=True)
        with alone_in(chosen.var):
            given = environment(chosen, environ)
            settings = load(given)
            check_ports(chosen)
            lexicon.require()
            pango.require()
            return Embedded(chosen, given, settings).serve(stop_on_signal())
    except (CannotRun, SettingsError, NotReady, GaveUp) as error:
        print(f"kunteko: {error}", file=sys.stderr)
        return 1


def check_ports(run: Run) -> None:
    for variable, port in run.ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((run.host, port))
            except OSError as error:
                reason = error.strerror or str(error)
                raise CannotRun(
                    f"cannot use port {port} ({reason}): choose another with {variable}"
                ) from error


@contextmanager
def alone_in(var: Path) -> Iterator[None]:
    """One run at a time on one `var`; its process id is in `var/pid`."""
    with open(var / "pid", "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise CannotRun(f"already running, as process {file.read().strip()}") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def running(var: Path) -> int | None:
    """The process id of the run on `var`, if there is one: who holds its lock."""
    try:
        with open(var / "pid") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read() or 0) or None
    except FileNotFoundError:
        pass
    return None


class Embedded:
    def __init__(self, run: Run, environ: Mapping[str, str], settings: Settings) -> None:
        self.run = run
        self.environ = dict(environ)
        self.settings = settings
        self.logs = run.var / "log"
        self.supervisor = Supervisor(say)

    def serve(self, stop: threading.Event) -> int:
        try:
            self.forget_half_a_demo()
            is_new = not (self.run.var / "store").exists()
            self._start_store()
            mailbox, web = self._start_site()
            if is_new and self.run.demo:
                self._load_demo(web, stop)
            self._start_work()
            wait_until(self.run.mailbox_listens, within=60, what="the mailbox opens", child=mailbox)
            wait_until(self._site_is_ready, within=60, what="the site answers", child=web)
            if not stop.is_set():
                self._tell_where()
            self.supervisor.watch(stop)
        finally:
            self.supervisor.stop()
        say("Stopped. Everything is kept: run again to go on.")
        return 0

    def _start_store(self) -> None:
        self.logs.mkdir(exist_ok=True)
        say("Starting the store")
        store = store_child(
            self.run.store_port,
            self.run.var / "store",
            log=self._log("store"),
            environ=self.environ,
        )
        self.supervisor.start(store)
        wait_for_store(store, self.run.store_port)

    def _start_site(self) -> tuple[Child, Child]:
        say("Starting the site")
        mailbox = self._child("mailbox", *self._words("mailbox"))
        web = self._child("web", *web_command(ALL, f"{self.run.host}:{self.run.port}"))
        self.supervisor.start(mailbox, web)
        return mailbox, web

    def _start_work(self) -> None:
        """Not before the demo data is in: that plays in the past, and timers fire by the clock."""
        self.supervisor.start(self._child("worker", *self._words("worker", "--all")))

    def _words(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "deploy", *words]

    def _child(self, name: str, *command: str) -> Child:
        return Child(name, command, environ=self.environ, log=self._log(name))

    def _log(self, name: str) -> Path:
        log = self.logs / f"{name}.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.unlink()
        return log

    def _site_is_ready(self) -> bool:
        return answers_ok(f"{self.run.site}/health/ready")

    # A demo that was interrupted is half a demo. Nobody has worked on it: its marker is removed
    # before the addresses are printed.

    @property
    def _loading(self) -> Path:
        return self.run.var / "demo-loading"

    def forget_half_a_demo(self) -> None:
        if self._loading.exists():
            say("The demo data was interrupted last time: beginning anew")
            shutil.rmtree(self.run.var / "store", ignore_errors=True)
            self._loading.unlink()

    def _load_demo(self, web: Child, stop: threading.Event) -> None:
        self._loading.touch()
        demo = self._child("demo", *self._words("demo")).start()
        wait_until(self._site_is_ready, within=60, what="the site answers", child=web)
        say(f"The site answers at {self.run.site}/")
        say("Filling in the demo data, as people would: 1–2 minutes, only this first time")
        while demo.alive and not stop.wait(0.1):
            pass
        if stop.is_set():
            demo.stop()
        elif demo.status:
            raise CannotRun(f"the demo data could not be filled in{demo.last_words}")
        else:
            self._loading.unlink()

    def _tell_where(self) -> None:
        site = self.run.site
        say("")
        say("Kunteko is ready.")
        say(f"  Public site   {site}/")
        say(f"  Staff         {site}/account/sign-in")
        for member in self.settings.staff:
            roles = ", ".join(role.value for role in member.roles)
            say(f"                {member.email} ({roles})")
        say(f"  All its mail  {site}/mailbox")
        say(f"  Figures       {site}/metrics, http://127.0.0.1:{self.run.metrics_port}/metrics")
        say(f"  Logs          {self.logs}")
        say("Ctrl-C stops it.")


def answers_ok(url: str, *, within: float = 3.0) -> bool:
    """Whether a GET of `url` is answered 200."""
    try:
        with urlopen(url, timeout=within) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def say(line: str) -> None:
    print(line, flush=True)


def reset(environ: Mapping[str, str]) -> int:
    """Delete the local data. Nothing else is in `var`."""
    var = run_from(environ).var
    pid = running(var)
    if pid is not None:
        print(f"kunteko: it is running, as process {pid}: stop it first", file=sys.stderr)
        return 1
    if var.exists():
        shutil.rmtree(var)
    say(f"{var} is empty: the next run begins anew.")
    return 0


def stop(environ: Mapping[str, str]) -> int:
    var = run_from(environ).var
    pid = running(var)
    if pid is None:
        say("It is not running.")
        return 0
    os.kill(pid, 15)
    wait_until(lambda: running(var) is None, within=60, what="it stops")
    say("Stopped.")
    return 0
