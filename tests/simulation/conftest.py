import logging

import pytest
import structlog

from tests.simulation.simulation import prepare


@pytest.fixture(scope="session")
def in_memory():
    """Every service on the store in memory, all that runs begin with, and no log lines."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    prepare()
    yield
    structlog.configure(**before)
