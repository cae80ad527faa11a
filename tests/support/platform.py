"""The whole embedded product, started as a person starts it: `kunteko run`."""

import os
import signal
import sys
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from pymongo import MongoClient

from deploy.children import Child
from deploy.embedded import running
from deploy.embedded_store import store_url
from shared.settings import PREFIX
from tests.support.ports import free_port
from tests.support.waiting import until

READY = "Kunteko is ready."


class Platform:
    """`base_url` is the site. `var` is its data: it survives `restart()`."""

    def __init__(self, var, *, demo=False, **settings):
        self.var = var
        self.log = var.parent / f"{var.name}.log"
        self.port, self.store_port = free_port(), free_port()
        self.mailbox_port, self.metrics_port = free_port(), free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.environ = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
        self.environ |= {
            "KUNTEKO_VAR": str(var),
            "KUNTEKO_PORT": str(self.port),
            "KUNTEKO_STORE_PORT": str(self.store_port),
            "KUNTEKO_MAILBOX_PORT": str(self.mailbox_port),
            "KUNTEKO_METRICS_PORT": str(self.metrics_port),
            "KUNTEKO_DEMO": "yes" if demo else "no",
            "KUNTEKO_REQUESTS_A_MINUTE": "0",
        }
        self.environ |= {PREFIX + name.upper(): str(value) for name, value in settings.items()}
        self.child = None

    def launch(self):
        """Start, and do not wait: for a test that looks at a start that fails."""
        self.log.unlink(missing_ok=True)
        command = [sys.executable, "-m", "deploy", "run"]
        self.child = Child("kunteko", command, environ=self.environ, log=self.log).start()
        return self

    def start(self, within=180):
        self.launch()
        until(
            lambda: READY in self.output or not self.child.alive,
            within=within,
            what=f"kunteko run is ready\n{self.output}",
        )
        assert self.child.alive, f"kunteko run ended:\n{self.output}\n{self.logs}"
        return self

    @property
    def output(self):
        return self.log.read_text() if self.log.exists() else ""

    @property
    def logs(self):
        """The ends of its processes' logs, for a failing test."""
        files = sorted((self.var / "log").glob("*.log"))
        return "\n".join(f"--- {file.name}\n{file.read_text()[-3000:]}" for file in files)

    def client(self):
        return MongoClient(store_url(self.store_port), serverSelectionTimeoutMS=5000)

    def get(self, path):
        """Status and text of a page; status 0 when nobody answers, or not to the end or in time."""
        try:
            with urlopen(self.base_url + path, timeout=15) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except (OSError, HTTPException):
            return 0, ""

    def stop(self):
        """As Ctrl-C does."""
        if self.child is not None:
            self.child.stop_signal = signal.SIGINT
            self.child.stop(patience=60)
            self.child = None

    def kill(self):
        """kill -9 of `kunteko run` alone: what it started is left to itself."""
        os.kill(self.child.pid, signal.SIGKILL)
        until(lambda: not self.child.alive, what="it is gone")

    def restart(self):
        self.stop()
        return self.start()

    @property
    def running(self):
        return running(self.var)


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    """The product without demo data, for the tests of one module."""
    started = Platform(tmp_path_factory.mktemp("platform") / "var").start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def demo_platform(tmp_path_factory):
    """The product with its demo data, for the whole run: look, and change only what is yours."""
    started = Platform(tmp_path_factory.mktemp("demo") / "var", demo=True).start(within=600)
    yield started
    started.stop()


@pytest.fixture
def own_platform(tmp_path):
    """Not started; of this test alone."""
    own = Platform(tmp_path / "var")
    yield own
    own.stop()
