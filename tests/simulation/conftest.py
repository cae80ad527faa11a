import logging

import pytest
import structlog

from tests.simulation import memory
from tests.simulation.simulation import SETTINGS


@pytest.fixture(scope="session")
def in_memory():
    """Every service on the store in memory, and no log lines."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    memory.connect(SETTINGS)
    yield
    structlog.configure(**before)
