"""A private RabbitMQ node for the run, and a virtual host of its own for each test."""

import os
import shutil
import subprocess
from dataclasses import dataclass

import pika
import pytest

from tests.support.names import fresh_name
from tests.support.ports import free_port, listens
from tests.support.waiting import until

BINARIES = "/usr/lib/rabbitmq/bin:/usr/sbin:/usr/bin"
BATCH = 8  # one rabbitmqctl call takes a second: make several virtual hosts in one


class BrokerServer:
    """A node beside whatever else runs here: own name, ports, epmd, cookie and directories."""

    def __init__(self, directory):
        self.directory = directory
        self.port, self.epmd_port, dist_port = free_port(), free_port(), free_port()
        self.pid_file = directory / "pid"
        self.spare = []
        config = directory / "rabbitmq.conf"
        config.write_text(
            f"listeners.tcp.default = 127.0.0.1:{self.port}\n"
            "loopback_users = none\n"
            "vm_memory_high_watermark.absolute = 512MB\n"
            "disk_free_limit.absolute = 50MB\n"
        )
        (directory / "enabled_plugins").write_text("[].\n")
        (directory / "env.conf").write_text("")
        self.environ = {
            "PATH": BINARIES + ":" + os.environ["PATH"],
            "HOME": str(directory),
            "LANG": "C.UTF-8",
            "RABBITMQ_NODENAME": fresh_name("kunteko_test_") + "@localhost",
            "RABBITMQ_MNESIA_BASE": str(directory / "mnesia"),
            "RABBITMQ_LOG_BASE": str(directory / "log"),
            "RABBITMQ_PID_FILE": str(self.pid_file),
            "RABBITMQ_CONFIG_FILE": str(config),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(directory / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(directory / "env.conf"),
            "RABBITMQ_DIST_PORT": str(dist_port),
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2"
            ),
            "RABBITMQ_CTL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }

    def start(self):
        server = shutil.which("rabbitmq-server", path=self.environ["PATH"])
        assert server, "no rabbitmq-server: run deploy/setup/system_packages.sh"
        self._run(server, "-detached")
        until(lambda: listens(self.port), within=60, what="RabbitMQ listens")
        self.ctl("await_startup", "--timeout", "60")
        return self

    def ctl(self, *arguments):
        """rabbitmqctl; its output."""
        return self._run("rabbitmqctl", "-q", *arguments)

    def stop(self):
        """End the node and the epmd that it started. Nothing here is worth an orderly close."""
        self._end_node()
        self._run("epmd", "-port", str(self.epmd_port), "-kill", check=False)

    def kill(self):
        """kill -9, as a power cut: `start()` brings it up again with what was on disk.

        RabbitMQ writes the list of its quorum queues to disk only after half a second: a queue
        younger than that would be lost with its messages, which is not what a test is about.
        """
        self.ctl("eval", "[dets:sync(Table) || Table <- dets:all()].")
        self._end_node()

    def _end_node(self):
        if not self.pid_file.exists():
            return
        os.kill(int(self.pid_file.read_text()), 9)
        until(lambda: not listens(self.port), within=30, what="RabbitMQ is gone")
        self.pid_file.unlink()

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
            command,
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
        return f"amqp://guest:guest@127.0.0.1:{self.server.port}/{self.virtual_host}"

    def queues(self):
        """Queue name → messages ready in it, as they are now (rabbitmqctl lags)."""
        listed = self.server.ctl(
            "list_queues", "-p", self.virtual_host, "name", "--no-table-headers"
        )
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
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
