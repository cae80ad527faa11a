import pytest

from shared import store as stores
from shared.migrations.bringing_up import sweep
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.table import Actor
from tests.unit.migrations.memo import SERVICE, STEPS, Memo, OldMemo

WRITER = Actor(Role.APPLICANT, "Kaisa Kirjoittaja", "kaisa@kemi.example")


@pytest.fixture(autouse=True)
def connected(settings):
    stores.connect(settings, SERVICE)


def old_memo(key="m1", title="Otsikko"):
    """Written by the release before."""
    return perform(OldMemo(id=key, title=title, text="Sanat"), "write", WRITER)


def raw(key="m1"):
    return Memo._get_collection().find_one({"_id": key})


def texts():
    found = stores.database(SERVICE)["texts"].find()
    return {text["_id"]: text["words"] for text in found}


def bring_all_up(settings):
    return sweep(Memo._get_collection(), STEPS, settings)
