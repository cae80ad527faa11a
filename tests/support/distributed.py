"""The distributed form on one machine: the commands of docker-compose.yml as separate processes,
on a real RabbitMQ, a store over the wire, a mail server, with nginx in front."""

import grp
import itertools
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

from deploy.children import ROOT, Child
from deploy.embedded import answers_ok
from deploy.nginx_config import nginx_config
from deploy.registry import SERVICES
from shared.settings import FIELDS, load
from tests.support.compose import OURS, environment_of
from tests.support.names import fresh_name
from tests.support.ports import free_port
from tests.support.rabbitmq import Broker
from tests.support.smtp import SmtpSink
from tests.support.store import Store
from tests.support.waiting import until

TOKENS = {"robot": "staff", "chief": "manager"}
MAIN = """\
daemon off;
user {user} {group};
worker_processes 1;
pid {directory}/nginx.pid;
error_log {directory}/nginx-error.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    include {directory}/kunteko.conf;
}}
"""


KNOWN = {field.name for field in FIELDS}
VARIABLES = {field.variable for field in FIELDS}


def token_of(name):
    """Of the JSON API, for somebody of TOKENS."""
    return f"the secret token of {name} in the tests, long enough"


class Distributed:
    """`base_url` is nginx; `mail` is the mail server that all mail arrives at.

    extra   process name → environment variables of that process alone
    """

    def __init__(self, directory, store, broker, mail):
        self.directory = directory
        self.store, self.broker, self.mail = store, broker, mail
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.web_ports = {service.name: free_port() for service in SERVICES}
        self.metrics_ports = {service.name: free_port() for service in SERVICES}
        self.children = {}
        self.extra = {}
        self.posts_a_second = 10_000  # of one address, before nginx refuses: all come from here
        self.numbers = itertools.count(1)  # whoever submits here takes a fresh one

    def start(self):
        for service in SERVICES:
            self.start_worker(service.name)
            self.start_web(service.name)
        self.start_nginx()
        for service in SERVICES:
            self.wait_until_ready(service.name)
        return self

    def start_web(self, name):
        self._start(f"web-{name}")

    def start_worker(self, name, *, second=False):
        """`second`: beside the one that there is, as "worker-…-2"."""
        port = free_port() if second else self.metrics_ports[name]
        process = f"worker-{name}-2" if second else f"worker-{name}"
        self._start(process, metrics_bind=f"127.0.0.1:{port}")

    def start_watch(self):
        """Over the read models: what has its name in docker-compose.yml."""
        port = self.metrics_ports["read-models"] = free_port()
        self._start("read-models", metrics_bind=f"127.0.0.1:{port}")

    def _start(self, name, **settings):
        """The container's command, on this machine's addresses."""
        environ = self._environ(name, **settings) | self.extra.get(name, {})
        container = name.removesuffix("-2")
        command = self.on_this_machine(container, OURS[container]["command"])
        self.children[name] = Child(name, command, environ=environ, log=self.log(name)).start()

    def _environ(self, name, **settings):
        tokens = [{"name": n, "roles": r, "token": token_of(n)} for n, r in TOKENS.items()]
        ours = {"requests_a_minute": 0} if "requests_a_minute" in KNOWN else {}
        return environment_of(
            name.removesuffix("-2"),
            base_url=self.base_url,
            store_url=self.store.url,
            store_prefix=self.store.prefix,
            broker_url=self.broker.url,
            smtp_host=self.mail.host,
            smtp_port=self.mail.port,
            api_tokens=json.dumps(tokens),
            **ours,
            **settings,
        )

    @property
    def settings(self):
        """As the worker of notifications reads them: for looking at the store as it does."""
        return load(
            {k: v for k, v in self._environ("worker-notifications").items() if k in VARIABLES}
        )

    def on_this_machine(self, name, command):
        """A container's command with this Python and this machine's ports."""
        ports = self.web_ports if name.startswith("web-") else self.metrics_ports
        port = ports[name.removeprefix("web-").removeprefix("worker-")]
        assert command[0] == "python"
        parts = [re.sub(r"(0\.0\.0\.0|127\.0\.0\.1):\d+", f"127.0.0.1:{port}", p) for p in command]
        return [sys.executable, *parts[1:]]

    def health_check(self, name):
        """The exit status of the container's own health check."""
        check = OURS[name]["healthcheck"]["test"]
        assert check[0] == "CMD"
        command = self.on_this_machine(name, check[1:])
        return subprocess.run(command, cwd=ROOT, timeout=30).returncode

    def start_nginx(self):
        server = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        assert server, "no nginx: run deploy/setup/system_packages.sh"
        upstreams = {name: f"127.0.0.1:{port}" for name, port in self.web_ports.items()}
        listen = f"127.0.0.1:{self.port}"
        (self.directory / "kunteko.conf").write_text(
            nginx_config(upstreams, listen, self.posts_a_second)
        )
        main = self.directory / "nginx.conf"
        own = {
            "user": pwd.getpwuid(
                os.getuid()
            ).pw_name,  # else, started by root, it cannot keep a body
            "group": grp.getgrgid(os.getgid()).gr_name,
        }
        main.write_text(MAIN.format(directory=self.directory, **own))
        command = [server, "-p", str(self.directory), "-c", str(main)]
        self.children["nginx"] = Child("nginx", command, log=self.log("nginx")).start()

    def wait_until_ready(self, name):
        for kind, port in (("web", self.web_ports[name]), ("worker", self.metrics_ports[name])):
            child = self.children[f"{kind}-{name}"]
            url = f"http://127.0.0.1:{port}/health/ready"
            until(
                lambda url=url, child=child: answers_ok(url) or not child.alive,
                within=60,
                what=f"{child.name} is ready{child.last_words}",
            )
            assert child.alive, f"{child.name} ended{child.last_words}"

    def metrics(self, name):
        """The text of a worker's /metrics."""
        with urlopen(f"http://127.0.0.1:{self.metrics_ports[name]}/metrics", timeout=5) as answer:
            return answer.read().decode()

    def kill(self, name):
        """kill -9 of "web-…" or "worker-…"."""
        self.children[name].kill()

    def start_again(self, name):
        """A killed "web-…" or "worker-…", as whoever watches over it would."""
        kind, service, *second = name.split("-")
        if kind == "web":
            self.start_web(service)
        else:
            self.start_worker(service, second=bool(second))

    def halt(self, name):
        """SIGSTOP: it does nothing, and does not know it, until `go_on`."""
        self.children[name]._signal(signal.SIGSTOP)

    def go_on(self, name):
        self.children[name]._signal(signal.SIGCONT)

    def stop(self):
        for child in self.children.values():
            child.ask_to_stop()
        for child in self.children.values():
            child.stop()

    def log(self, name):
        return self.directory / f"{name}.log"


@pytest.fixture(scope="module")
def distributed(tmp_path_factory, store_server, broker_server):
    """All web and worker processes, for the tests of one module."""
    store = Store(store_server.url, fresh_name("d") + "_")
    broker = Broker(broker_server, broker_server.virtual_host())
    mail = SmtpSink().start()
    system = Distributed(tmp_path_factory.mktemp("distributed"), store, broker, mail)
    try:
        yield system.start()
    finally:
        system.stop()
        mail.stop()
        store.clear()
