"""The distributed form with everything that may be killed being its own, ready for traffic."""

from contextlib import contextmanager

from deploy.registry import SERVICES
from tests.faults.clock import Clocks
from tests.faults.person import Program
from tests.faults.smtp import TroubledSmtp
from tests.integration.deploy.test_distributed import finnish, import_pool, sign_in
from tests.support.distributed import Distributed, token_of
from tests.support.names import fresh_name
from tests.support.store import Store, StoreServer
from tests.support.visitor import Visitor
from tests.support.waiting import until

MANAGER = "paula@kunteko.example"
PROCESSES = [f"{kind}-{service.name}" for service in SERVICES for kind in ("web", "worker")]
SECOND = [f"worker-{name}-2" for name in ("notifications", "applications", "deeds")]


@contextmanager
def running(directory, broker):
    """A system on this broker, with a round and experts; `system.store_server` may be killed."""
    store_server = StoreServer(directory).start()
    mail = TroubledSmtp().start()
    system = Distributed(directory, Store(store_server.url, fresh_name("f") + "_"), broker, mail)
    system.store_server = store_server
    system.clocks = Clocks(directory, [*PROCESSES, *SECOND])
    system.extra = {name: system.clocks.environ(name) for name in [*PROCESSES, *SECOND]}
    try:
        system.start()
        prepare(system)
        yield system
    finally:
        system.stop()
        mail.stop()
        store_server.stop()


def prepare(system):
    """A round that takes applications, and experts who can be chosen."""
    manager = sign_in(system, MANAGER)
    import_pool(manager)
    chief = Program(system, "chief", 0, token_of("chief"))
    titles = {f"title_{code}": f"Haku {code}" for code in ("fi", "sv", "en")}
    status, answer = chief.ask(
        "/api/v1/rounds",
        titles
        | {
            "opens_on": finnish(-1),
            "opens_time": "9.00",
            "closes_on": finnish(90),
            "closes_time": "16.00",
            "budget_days": 5000,
            "days_per_organisation": 2,
        },
    )
    assert status == 201, answer
    anybody = Visitor(system.base_url)
    until(
        lambda: 'action="/sparring/apply"' in anybody.open("/sparring/apply").text,
        within=60,
        what="the round opens by its timer",
    )
    until(
        lambda: "Lehtoranta" in anybody.open("/experts").text,
        within=60,
        what="the experts are on their page",
    )
