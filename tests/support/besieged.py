"""The distributed form with its limits on, as it stands before the public."""

from deploy.embedded import answers_ok
from shared.settings import PREFIX
from tests.support.distributed import Distributed
from tests.support.names import fresh_name
from tests.support.store import Store
from tests.support.waiting import until


class Nobody:
    """In the place of a broker or a mail server, where only pages and forms are asked for."""

    url = "amqp://nobody@127.0.0.1:1/"
    host, port = "127.0.0.1", 1


class Besieged(Distributed):
    """`services`: those whose web side runs; nginx in front of them."""

    def __init__(self, directory, store_server, services, a_minute=120, posts_a_second=20):
        corner = Store(store_server.url, fresh_name("s") + "_")
        super().__init__(directory, corner, Nobody(), Nobody())
        self.services, self.posts_a_second = services, posts_a_second
        limit = {PREFIX + "REQUESTS_A_MINUTE": str(a_minute)}
        self.extra = {f"web-{name}": limit for name in services}

    def start(self):
        for name in self.services:
            self.start_web(name)
        self.start_nginx()
        for name in self.services:
            url = f"http://127.0.0.1:{self.web_ports[name]}/health/ready"
            until(lambda url=url: answers_ok(url), within=90, what=f"web-{name} is ready")
        return self

    def stop(self):
        super().stop()
        self.store.clear()
