"""The distributed form on one machine: the commands of docker-compose.yml as separate processes,
on a real RabbitMQ, a store over the wire, a mail server, with nginx in front."""

import re
import shutil
import subprocess
import sys
from urllib.request import urlopen

import pytest

from deploy.children import ROOT, Child
from deploy.embedded import answers_ok
from deploy.nginx_config import nginx_config
from deploy.registry import SERVICES
from tests.support.compose import OURS, environment_of
from tests.support.names import fresh_name
from tests.support.ports import free_port
from tests.support.rabbitmq import Broker
from tests.support.smtp import SmtpSink
from tests.support.store import Store
from tests.support.waiting import until

MAIN = """\
daemon off;
worker_processes 1;
pid {directory}/nginx.pid;
error_log {directory}/nginx-error.log warn;
events {{ worker_connections 256; }}
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


class Distributed:
    """`base_url` is nginx; `mail` is the mail server that all mail arrives at."""

    def __init__(self, directory, store, broker, mail):
        self.directory = directory
        self.store, self.broker, self.mail = store, broker, mail
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.web_ports = {service.name: free_port() for service in SERVICES}
        self.metrics_ports = {service.name: free_port() for service in SERVICES}
        self.children = {}

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

    def start_worker(self, name):
        port = self.metrics_ports[name]
        self._start(f"worker-{name}", metrics_bind=f"127.0.0.1:{port}")

    def _start(self, name, **settings):
        """The container's command, on this machine's addresses."""
        environ = environment_of(
            name,
            base_url=self.base_url,
            store_url=self.store.url,
            store_prefix=self.store.prefix,
            broker_url=self.broker.url,
            smtp_host=self.mail.host,
            smtp_port=self.mail.port,
            **settings,
        )
        command = self.on_this_machine(name, OURS[name]["command"])
        self.children[name] = Child(name, command, environ=environ, log=self.log(name)).start()

    def on_this_machine(self, name, command):
        """A container's command with this Python and this machine's ports."""
        kind, service = name.split("-")
        port = (self.web_ports if kind == "web" else self.metrics_ports)[service]
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
        (self.directory / "kunteko.conf").write_text(nginx_config(upstreams, listen))
        main = self.directory / "nginx.conf"
        main.write_text(MAIN.format(directory=self.directory))
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
