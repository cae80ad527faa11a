"""A whole system, made once for all tests here; each test leaves it as its histories tell."""

import pytest
import structlog

from deploy.read_models import ReadModels
from shared.read_models import checking
from tests.integration.deploy.everything import make_everything
from tests.support.names import fresh_name
from tests.support.settings import make_settings
from tests.support.store import Store


@pytest.fixture(scope="package")
def corner(store_server):
    corner = Store(store_server.url, fresh_name("t") + "_")
    yield corner
    corner.clear()


@pytest.fixture(scope="package")
def system(corner):
    """Each test leaves it as its histories tell."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    yield make_everything(make_settings(store_url=corner.url, store_prefix=corner.prefix))
    structlog.reset_defaults()


@pytest.fixture
def read_models(system, corner, monkeypatch):
    monkeypatch.setattr(checking, "PAUSE", 0)
    made = ReadModels(make_settings(store_url=corner.url, store_prefix=corner.prefix))
    assert made._cases  # connected anew: not while a test's own thread is at work
    return made
