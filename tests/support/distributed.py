"""The distributed form on one machine: the commands of docker-compose.yml as separate processes,
on a real RabbitMQ, a store over the wire, a mail server, with nginx in front."""

import os
import shutil
import sys
from urllib.request import urlopen

import pytest

from deploy.children import Child
from deploy.embedded import answers_ok
from deploy.nginx_config import nginx_config
from deploy.registry import SERVICES
from shared.settings import PREFIX
from tests.support.names import fresh_name
from tests.support.ports import free_port
from tests.support.rabbitmq import Broker
from tests.support.settings import environment
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

    def environ(self, **changes):
        plain = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
        return plain | environment(
            base_url=self.base_url,
            store_url=self.store.url,
            store_prefix=self.store.prefix,
            bus="rabbitmq",
            broker_url=self.broker.url,
            smtp_host=self.mail.host,
            smtp_port=self.mail.port,
            log_format="json",
            **changes,
        )

    def start(self):
        for service in SERVICES:
            self.start_worker(service.name)
            self.start_web(service.name)
        self.start_nginx()
        for service in SERVICES:
            self.wait_until_ready(service.name)
        return self

    def start_web(self, name):
        bind = f"127.0.0.1:{self.web_ports[name]}"
        return self._start(f"web-{name}", self.environ(), "web", "--service", name, "--bind", bind)

    def start_worker(self, name):
        environ = self.environ(metrics_bind=f"127.0.0.1:{self.metrics_ports[name]}")
        return self._start(f"worker-{name}", environ, "worker", "--service", name)

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

    def _start(self, name, environ, *words):
        command = [sys.executable, "-m", "deploy", *words]
        child = Child(name, command, environ=environ, log=self.log(name)).start()
        self.children[name] = child
        return child


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
