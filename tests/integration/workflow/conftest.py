import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared import store as stores
from shared.workflow.perform import perform
from tests.unit.workflow.proposal import WRITER, Proposal


@pytest.fixture(autouse=True)
def connected(settings):
    stores.connect(settings, "proposals")


@pytest.fixture
def written():
    return perform(Proposal(title="Yhteinen kieli"), "write", WRITER)


@pytest.fixture
def sent(written):
    return perform(written, "send", WRITER)


def stored(case):
    return Proposal.objects(id=case.id).first()


def raw(case):
    return Proposal._get_collection().find_one({"_id": case.id})


def actions(case):
    return [entry["action"] for entry in stored(case).history]


def at_once(*calls):
    """Run the calls together, as nearly as threads can; what each returned or raised."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        try:
            return call()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
