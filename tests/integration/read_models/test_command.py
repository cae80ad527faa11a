"""`kunteko read-models`, and its check of every night."""

import threading

import pytest

from deploy.__main__ import main
from deploy.read_models import ReadModels
from deploy.read_models_watch import DriftGauges, look_at_all
from services.deeds.documents import RoundView
from services.experts.documents import WorkView
from shared.read_models import checking
from tests.integration.read_models.rows import NAMES, one
from tests.support.settings import environment

pytestmark = pytest.mark.timeout(300)  # the first one makes a whole system


@pytest.fixture
def kunteko(corner, system, monkeypatch, capsys):
    monkeypatch.setattr(checking, "PAUSE", 0)
    given = environment(store_url=corner.url, store_prefix=corner.prefix)
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    def run(*words):
        capsys.readouterr()
        return main(["read-models", *words]), *capsys.readouterr()

    return run


def test_the_command_finds_mends_and_finds_nothing_any_more(kunteko):
    WorkView.objects.first().delete()
    RoundView._get_collection().update_one({}, {"$set": {"state": "closed"}})
    status, said, _ = kunteko("check")
    assert status == 1
    assert "experts.workload           1 missing\n  experts.workload: work/" in said
    assert "1 different" in said
    assert "different (state)" in said
    status, said, _ = kunteko("rebuild", "experts")
    assert (status, said.splitlines()) == (
        0,
        ["experts.workload           1 mended", "experts.themes             as told"],
    )
    assert kunteko("rebuild")[0] == 0
    status, said, _ = kunteko("check")
    assert status == 0
    assert said.count("as it was told") == len(NAMES)


def test_the_command_knows_its_read_models(kunteko):
    status, said, _ = kunteko("list")
    assert (status, len(said.splitlines())) == (0, len(NAMES))
    status, _, wrong = kunteko("check", "deeds.badgers")
    assert status == 2
    assert "no read model deeds.badgers: there are applications.experts" in wrong


# --- every night


def test_the_nightly_check_shows_what_it_found(read_models):
    _, _, rows = one(read_models, "deeds.organisations")
    lost = rows.find_one()
    rows.delete_one({"_id": lost["_id"]})
    gauges = DriftGauges()
    assert [family.samples for family in gauges.collect()] == [[]]
    look_at_all(read_models, gauges, threading.Event())
    shown = {
        (sample.name, sample.labels.get("model")): sample.value
        for family in gauges.collect()
        for sample in family.samples
    }
    assert shown.pop(("kunteko_read_models_checked_seconds", None)) > 0
    assert shown.pop(("kunteko_read_model_drift", "deeds.organisations")) == 1
    assert set(shown.values()) == {0}
    rows.insert_one(lost)


def test_a_read_model_that_cannot_be_checked_holds_up_no_other(read_models, monkeypatch):
    real = ReadModels.check

    def check(self, model, *rest):
        if model.name == "applications.experts":
            raise OSError("the store is away")
        return real(self, model, *rest)

    monkeypatch.setattr(ReadModels, "check", check)
    gauges = DriftGauges()
    look_at_all(read_models, gauges, threading.Event())
    assert set(gauges.drift) == set(NAMES) - {"applications.experts"}
