"""A store for the whole run, and an empty corner of it for each test."""

from dataclasses import dataclass

import pytest
from pymongo import MongoClient

from deploy.embedded_store import store_child, store_url, wait_for_store
from tests.support.names import fresh_name
from tests.support.ports import free_port


class StoreServer:
    """The store's process. A test of durability may kill and start it again, on its own one."""

    def __init__(self, directory):
        self.directory = directory
        self.port = free_port()
        self.url = store_url(self.port)
        self.child = None

    def start(self):
        log = self.directory / "store.log"
        self.child = store_child(self.port, self.directory / "store", log=log).start()
        wait_for_store(self.child, self.port)
        return self

    def kill(self):
        self.child.kill()

    def stop(self):
        self.child.stop()


@dataclass(frozen=True)
class Store:
    """One test's corner: every database name begins with `prefix`."""

    url: str
    prefix: str

    def client(self):
        return MongoClient(self.url, tz_aware=True, serverSelectionTimeoutMS=3000)

    def clear(self):
        with self.client() as client:
            for name in client.list_database_names():
                if name.startswith(self.prefix):
                    client.drop_database(name)


@pytest.fixture(scope="session")
def store_server(tmp_path_factory):
    server = StoreServer(tmp_path_factory.mktemp("store")).start()
    yield server
    server.stop()


@pytest.fixture
def store(store_server):
    corner = Store(store_server.url, fresh_name("t") + "_")
    yield corner
    corner.clear()


@pytest.fixture
def own_store_server(tmp_path):
    """A store of this test alone: it may be killed."""
    server = StoreServer(tmp_path).start()
    yield server
    server.stop()
