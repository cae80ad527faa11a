"""A process may be killed at any moment of a step: all of it has happened, or nothing."""

import os
import subprocess
import sys

import pytest

from deploy.children import ROOT
from shared.workflow.perform import perform
from tests.integration.workflow.conftest import actions, stored
from tests.support.settings import PREFIX
from tests.unit.workflow.proposal import STAFF

STEP = """
import os, sys
from shared import settings, store
from shared.workflow import perform as kernel
from tests.unit.workflow.proposal import STAFF, Proposal

case_id, moment = sys.argv[1:]
store.connect(settings.load(os.environ), "proposals")
write = kernel._write

def write_and_die(*args):
    if moment == "after":
        write(*args)
    os.kill(os.getpid(), 9)

kernel._write = write_and_die
case = Proposal.objects.get(id=case_id)
kernel.perform(case, "accept", STAFF, cause="click-1", expected_version=2)
"""


def step_and_die(settings, case, moment):
    """Take the step in a process of its own that is killed before or after the write."""
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        f"{PREFIX}BASE_URL": settings.base_url,
        f"{PREFIX}SECRET_KEYS": settings.secret_keys[0],
        f"{PREFIX}BUS": "inprocess",
        f"{PREFIX}STORE_URL": settings.store_url,
        f"{PREFIX}STORE_PREFIX": settings.store_prefix,
    }
    child = subprocess.run(
        [sys.executable, "-c", STEP, case.id, moment], env=environ, capture_output=True, text=True
    )
    assert child.returncode == -9, child.stderr


@pytest.mark.parametrize(("moment", "left_in"), [("before", "sent"), ("after", "accepted")])
def test_after_a_kill_the_repeat_completes_the_step_once(settings, sent, moment, left_in):
    step_and_die(settings, sent, moment)
    assert stored(sent).state == left_in
    again = perform(stored(sent), "accept", STAFF, cause="click-1", expected_version=2)
    assert (again.state, again.version) == ("accepted", 3)
    assert actions(sent) == ["write", "send", "accept"]
    assert len(stored(sent).outbox) == 2
    assert stored(sent).tasks == []
