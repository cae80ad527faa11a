from dataclasses import replace

import pytest
from pymongo import MongoClient

from deploy.registry import SERVICES, workers
from services.accounts.handlers import request_sign_in
from services.applications.documents import SparringMorning, Theme
from services.applications.handlers.rounds import add_theme, edit_theme, theme_id_from
from services.deeds.documents import Picture
from services.deeds.documents.deed import next_number
from services.deeds.documents.search_entry import identity
from services.notifications.documents import Bulletin, DecisionLetter
from services.notifications.handlers.subscriptions import sign_up
from shared import ambient
from shared.messaging import inprocess
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM, Actor
from tests.support.names import fresh_name

PAULA = Actor(Role.MANAGER, "Paula Päällikkö", "paula@kunteko.example")
LETTER = b"%PDF-1.7 " + bytes(range(256)) * 400
PICTURE = b"RIFF" + bytes(reversed(range(256))) * 300


class System:
    """The services of one corner of the store, all in this process."""

    def __init__(self, settings):
        self.settings = settings
        self.workers = workers(settings)

    def deliver(self):
        """Until nothing is left to tell."""
        while inprocess.deliver_once(self.workers, ambient.now()):
            pass

    def turn(self):
        inprocess.deliver_once(self.workers, ambient.now())

    def with_themes(self):
        for place, name in enumerate(("Johtaminen", "Osaaminen", "Työhyvinvointi")):
            names = dict.fromkeys(("fi", "sv", "en"), name)
            add_theme(theme_id_from(name), names, place=place, by=PAULA)
        return self

    def with_something_of_everything(self):
        """Read models, mails, timers, tasks, bytes, numbers, and events that nobody has told."""
        self.with_themes()
        sign_up("kaisa@kemi.example", "fi")
        request_sign_in(self.settings, PAULA.email)
        self.deliver()
        Picture(
            deed_id="d1", large=PICTURE, small=PICTURE[:99], width=9, height=9, digest="x"
        ).save()
        DecisionLetter(
            id="e1", about="a1", reference="SP-2026-0001", language="fi", pdf=LETTER
        ).save()
        counts = dict.fromkeys(("open", "new", "due", "overdue"), 0)
        morning = SparringMorning(id="2026-11-20", day="2026-11-20", counts=counts)
        perform(morning, "sum_up", SYSTEM)
        for _ in range(3):
            next_number()
        identity(Picture._get_db())
        bulletin = Bulletin(kind="newsletter", title={"fi": "Kirje"}, text={"fi": "a"}, audience=1)
        perform(perform(bulletin, "start", PAULA), "send", PAULA)
        theme = Theme.objects.first()
        edit_theme(theme, names={**theme.names, "fi": "Kertomatta"}, place=1, by=PAULA)
        sign_up("untold@kemi.example", "sv")
        return self


@pytest.fixture
def system(settings):
    return System(settings)


@pytest.fixture
def elsewhere(settings):
    """The settings of an empty system."""
    empty = replace(settings, store_prefix=fresh_name("r") + "_")
    yield empty
    with MongoClient(settings.store_url) as client:
        for each in SERVICES:
            client.drop_database(empty.store_prefix + each.name)


def contents(settings, *, without=()):
    """(service, collection) → {_id: document}; and the names and kinds of indexes."""
    found, indexes = {}, {}
    with MongoClient(settings.store_url, tz_aware=True) as client:
        for each in SERVICES:
            database = client[settings.store_prefix + each.name]
            for name in database.list_collection_names():
                rows = {row["_id"]: row for row in database[name].find()}
                if rows and (each.name, name) not in without:
                    found[each.name, name] = rows
                    indexes[each.name, name] = {
                        key: {k: v for k, v in index.items() if k not in ("v", "ns")}
                        for key, index in database[name].index_information().items()
                    }
    return found, indexes
