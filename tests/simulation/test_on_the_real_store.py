"""The same runs on the embedded store: what holds in memory holds there, too."""

import mongoengine
import pytest
from pymongo.collection import Collection

from deploy.registry import SERVICES
from shared import store as stores
from tests.simulation import memory
from tests.simulation.simulation import SETTINGS, Simulation
from tests.support.settings import make_settings


@pytest.fixture
def put(in_memory, store):
    """Connects every service to the real store; `put(rows)` makes them all that is stored."""
    settings = make_settings(store_url=store.url, store_prefix=SETTINGS.store_prefix)
    for service in SERVICES:
        stores.connect(settings, service.name)

    def put(rows):
        for service in SERVICES:
            database = mongoengine.get_db(service.name)
            for name in database.list_collection_names():
                database[name].delete_many({})
        for (service, name), documents in rows.items():
            if documents:
                mongoengine.get_db(service)[name].insert_many(list(documents.values()))

    yield put
    put({})
    memory.connect(SETTINGS)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_there_either(put, seed):
    Simulation(seed, rough=True, collection_class=Collection, put=put).play(60)
