"""A private RabbitMQ node for the run, and a virtual host of its own for each test."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from urllib.parse import quote

import pika
import pytest

from deploy.children import Child
from tests.support.names import fresh_name
from tests.support.ports import free_port, listens
from tests.support.waiting import until

BINARIES = "/usr/lib/rabbitmq/bin:/usr/sbin:/usr/bin"
BATCH = 8  # one rabbitmqctl call takes a second: make several virtual hosts in one
LOOPBACK = "127.0.0.1"
CONFIG = """\
listeners.tcp.default = {host}:{port}
loopback_users = none
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 50MB
"""


class BrokerServer:
    """A node beside whatever else runs here: own name, ports, epmd, cookie and directories.

    host       the address that it listens on, and nothing else
    epmd_port  that of its peers, where several nodes make a cluster on one host
    inside     the beginning of every command: `ip netns exec …`
    """

    def __init__(self, directory, *, host=LOOPBACK, epmd_port=None, inside=()):
        self.directory = directory
        self.host, self.port = host, free_port()
        self.inside = inside
        self.name = f"{fresh_name('kunteko_test_')}@{'localhost' if host == LOOPBACK else host}"
        self.epmd_port = epmd_port or free_port()
        self.pid_file = directory / "pid"
        self.config = CONFIG.format(host=host, port=self.port)
        self.child = None
        self.spare = []
        (directory / "enabled_plugins").write_text("[].\n")
        (directory / "env.conf").write_text("")
        bound = "-kernel inet_dist_use_interface {" + host.replace(".", ",") + "}"
        self.environ = {
            "PATH": BINARIES + ":" + os.environ["PATH"],
            "HOME": str(directory),
            "LANG": "C.UTF-8",
            "RABBITMQ_NODENAME": self.name,
            "RABBITMQ_USE_LONGNAME": "false" if host == LOOPBACK else "true",
            "RABBITMQ_MNESIA_BASE": str(directory / "mnesia"),
            "RABBITMQ_LOG_BASE": str(directory / "log"),
            "RABBITMQ_PID_FILE": str(self.pid_file),
            "RABBITMQ_CONFIG_FILE": str(directory / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(directory / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(directory / "env.conf"),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_EPMD_ADDRESS": host,
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{bound} +S 2:2",
            "RABBITMQ_CTL_ERL_ARGS": bound,
        }

    def start(self):
        self.begin()
        return self.await_startup()

    def begin(self):
        """As `start`, without waiting: nodes of a cluster wait for each other."""
        server = shutil.which("rabbitmq-server", path=self.environ["PATH"])
        assert server, "no rabbitmq-server: run deploy/setup/system_packages.sh"
        (self.directory / "rabbitmq.conf").write_text(self.config)
        output = self.directory / "output.log"
        command = [*self.inside, server]
        self.child = Child(self.name, command, environ=self.environ, log=output).start()

    def await_startup(self):
        until(self._listens, within=120, what="RabbitMQ listens", every=0.2)
        self.ctl("await_startup", "--timeout", "60")
        return self

    def _listens(self):
        assert self.child.alive, f"RabbitMQ ended{self.child.last_words}"
        return listens(self.port, self.host)

    def ctl(self, *arguments):
        """rabbitmqctl; its output."""
        return self._run("rabbitmqctl", "-q", *arguments)

    def stop(self):
        """End the node and the epmd that it started. Nothing here is worth an orderly close."""
        self.end()
        until(self._epmd_ended, within=15, what="epmd has noticed that the node is gone", every=0.1)

    def kill(self):
        """kill -9, as a power cut: `start()` brings it up again with what was on disk.

        RabbitMQ writes the list of its quorum queues to disk only after half a second: a queue
        younger than that would be lost with its messages, which is not what a test is about.
        """
        self.ctl("eval", "[dets:sync(Table) || Table <- dets:all()].")
        self.end()

    def end(self):
        if self.child:
            self.child.kill()
            self.pid_file.unlink(missing_ok=True)

    def _epmd_ended(self):
        """It does not end while it knows of a living node."""
        said = self._run("epmd", "-port", str(self.epmd_port), "-kill", check=False)
        return "Killing not allowed" not in said

    def virtual_host(self):
        if not self.spare:
            names = [fresh_name("t") for _ in range(BATCH)]
            wanted = ",".join(f'<<"{name}">>' for name in names)
            self.ctl(
                "eval",
                'lists:foreach(fun(V) -> rabbit_vhost:add(V, <<"tests">>),'
                " rabbit_auth_backend_internal:set_permissions("
                '<<"guest">>, V, <<".*">>, <<".*">>, <<".*">>, <<"tests">>)'
                f" end, [{wanted}]).",
            )
            self.spare = names
        return self.spare.pop()

    def _run(self, *command, check=True):
        done = subprocess.run(
            [*self.inside, *command],
            env=self.environ,
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
        )
        if check and done.returncode:
            raise AssertionError(f"{command} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout


@dataclass(frozen=True)
class Broker:
    """One test's virtual host."""

    server: BrokerServer
    virtual_host: str

    @property
    def url(self):
        server = self.server
        virtual_host = quote(self.virtual_host, safe="")  # the first is "/"
        return f"amqp://guest:guest@{server.host}:{server.port}/{virtual_host}"

    def queues(self):
        """Queue name → messages ready in it, as they are now (rabbitmqctl lags)."""
        listed = self.server.ctl(
            "list_queues", "-p", self.virtual_host, "name", "--no-table-headers"
        )
        nodes = [pika.URLParameters(address) for address in self.url.split(";")]
        with pika.BlockingConnection(nodes) as connection:
            channel = connection.channel()
            return {
                name: channel.queue_declare(name, passive=True).method.message_count
                for name in listed.split()
            }


@pytest.fixture(scope="session")
def broker_server(tmp_path_factory):
    server = BrokerServer(tmp_path_factory.mktemp("rabbit")).start()
    yield server
    server.stop()


@pytest.fixture
def broker(broker_server):
    return Broker(broker_server, broker_server.virtual_host())


@pytest.fixture
def own_broker_server(tmp_path):
    """A node of this test alone: it may be killed."""
    server = BrokerServer(tmp_path).start()
    yield server
    server.stop()
