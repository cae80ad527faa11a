"""What was backed up is restored; what had not been told then is told, and nothing twice."""

import threading
import zipfile
from collections import Counter
from datetime import timedelta

import pytest

from deploy.backup.restoring import Choices, RestoreRefused, half_restored, restore
from deploy.backup.taking import take_backup
from services.accounts.documents import SignIn
from services.applications.documents import Theme
from services.applications.handlers.rounds import edit_theme
from services.deeds.documents import DeedThemeView
from services.deeds.documents.deed import last_number, next_number
from services.experts.documents import ThemeView
from services.notifications.documents import Bulletin, Message, Subscriber
from services.notifications.handlers.subscriptions import sign_up
from shared import ambient, store
from shared.messaging.dead_letters import EVERY, dead_letters
from shared.messaging.lease import Lease
from shared.messaging.outbox import event_of, untold
from shared.messaging.pika_channel import opened
from shared.messaging.topology import dead_queue, queue
from shared.messaging.topology_check import declare_topology
from tests.integration.backup.conftest import PAULA, System, contents
from tests.support.waiting import until

CHANGED_BY_RESTORING = (
    ("applications", "counters"),
    ("deeds", "counters"),
    *[("notifications", "bulletins")],
)


def quiet(_line):
    pass


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kunteko.zip"


def mails():
    return Counter((mail.template, mail.recipient.email) for mail in Message.objects)


def test_an_empty_system_gets_the_same_documents_and_indexes(system, settings, elsewhere, file):
    system.with_something_of_everything()
    manifest = take_backup(settings, file, quiet)
    assert manifest.exact
    before, indexes = contents(settings, without=CHANGED_BY_RESTORING)
    assert {("notifications", "decision_letters"), ("deeds", "pictures")} <= before.keys()
    restore(elsewhere, file, Choices(), quiet)
    after, indexes_after = contents(elsewhere, without=CHANGED_BY_RESTORING)
    assert after == before
    assert indexes_after == indexes
    assert file.stat().st_mode & 0o077 == 0, "for its owner alone: it is full of personal data"


def test_what_was_not_told_is_told_once_by_whoever_is_restored(system, settings, elsewhere, file):
    system.with_something_of_everything()
    take_backup(settings, file, quiet)
    system.deliver()
    expected, views = mails(), theme_views()
    restore(elsewhere, file, Choices(), quiet)
    restored = System(elsewhere)
    assert [event.type for event in waiting()] != []
    restored.deliver()
    assert mails() == expected
    assert max(expected.values()) == 1
    assert theme_views() == views
    restored.deliver()
    assert (mails(), waiting()) == (expected, [])


def theme_views():
    return {
        view: {row.id: (row.sequence, dict(row.names)) for row in view.objects}
        for view in (ThemeView, DeedThemeView)
    }


def waiting():
    return [e for each in (Theme, Subscriber, SignIn) for case in untold(each) for e in case.events]


def test_while_traffic_writes_all_services_are_as_at_one_moment(system, settings, elsewhere, file):
    """Nobody knows of an event that has not happened, and what has happened is known or untold."""
    system.with_something_of_everything()
    done, wrong = threading.Event(), []

    def keep_doing(act):
        number = 0
        while not done.is_set():
            try:
                number += 1
                act(number)
            except Exception as error:
                wrong.append(error)
            done.wait(0.05)

    def edit(number):
        theme = Theme.objects.order_by("place")[number % 3]
        edit_theme(theme, names={**theme.names, "fi": f"Nimi {number}"}, place=number, by=PAULA)

    acts = (edit, lambda n: sign_up(f"k{n}@kemi.example", "fi"), lambda _: system.turn())
    threads = [threading.Thread(target=keep_doing, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    try:
        manifest = take_backup(settings, file, quiet)
    finally:
        done.set()
        for thread in threads:
            thread.join(20)
    assert wrong == []
    assert manifest.parts["changes.bson"].count, "something was written meanwhile"
    restore(elsewhere, file, Choices(), quiet)
    restored = System(elsewhere)
    agrees()
    untold_mails = {event.id for event in waiting()}
    have = {mail.event_id for mail in Message.objects}
    for subscriber in Subscriber.objects:
        for entry in subscriber.history:
            assert entry["id"] in have | untold_mails, "an event is lost"
    happened = {
        e["id"] for each in (Subscriber, SignIn) for case in each.objects for e in case.history
    }
    assert have <= happened, "a mail of a step that was not taken"
    restored.deliver()
    agrees(at_rest=True)
    assert max(mails().values()) == 1
    assert {mail.event_id for mail in Message.objects} == {
        entry["id"]
        for each in (Subscriber, SignIn)
        for case in each.objects
        for entry in case.history
        if entry["told"]
    }


def agrees(*, at_rest=False):
    for view in (ThemeView, DeedThemeView):
        for row in view.objects:
            theme = Theme.objects.get(id=row.id)
            assert row.sequence <= theme.version, "a view knows what has not happened"
            assert row.sequence == theme.version or not at_rest


def test_events_that_lay_in_the_broker_are_told_again_and_change_nothing_twice(
    system, settings, elsewhere, file
):
    system.with_something_of_everything()
    system.deliver()
    expected = mails()
    Message.objects.delete()  # as if their events had still been on their way
    manifest = take_backup(settings, file, quiet)
    rewrite_bus(file, manifest)
    lines = []
    restore(elsewhere, file, Choices(), lines.append)
    assert any("are told again" in line for line in lines)
    System(elsewhere).deliver()
    assert mails() == expected
    assert theme_views() and waiting() == []


def rewrite_bus(file, manifest):
    """As a system with RabbitMQ would have written it."""
    kept = {}
    with zipfile.ZipFile(file) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    manifest.bus = "rabbitmq"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (kept | {"manifest.json": manifest.as_json()}).items():
            archive.writestr(name, content)


def test_numbers_bulletins_and_the_search_take_care_of_what_came_after(
    system, settings, elsewhere, file
):
    system.with_something_of_everything()
    given, identity_before = last_number(), search_identity(settings)
    take_backup(settings, file, quiet)
    lines = []
    restore(elsewhere, file, Choices(numbers_ahead=50), lines.append)
    System(elsewhere)
    assert next_number() == given + 51
    assert identity_before and search_identity(elsewhere) is None
    assert [bulletin.state for bulletin in Bulletin.objects] == ["paused"]
    assert "the bulletin 'Kirje' is paused: part of it may have gone since" in lines


def search_identity(settings):
    with store.client(settings) as client:
        counters = client[settings.store_prefix + "deeds"]["counters"]
        return counters.find_one({"_id": "search_identity"})


def test_a_store_that_is_not_empty_or_in_use_is_left_alone(system, settings, file):
    system.with_themes()
    take_backup(settings, file, quiet)
    before = contents(settings)
    with pytest.raises(RestoreRefused, match="not empty"):
        restore(settings, file, Choices(), quiet)
    lease = Lease(store.database("deeds"), "worker", "somebody")
    lease.renew()
    with pytest.raises(RestoreRefused, match="a worker of deeds runs"):
        restore(settings, file, Choices(replace=True), quiet)
    lease.release()
    assert contents(settings) == before
    Theme.objects.delete()
    restore(settings, file, Choices(replace=True), quiet)
    assert Theme.objects.count() == len(before[0]["applications", "themes"])


def test_a_restore_that_was_cut_short_shows_and_is_repeated(
    system, settings, elsewhere, file, monkeypatch
):
    system.with_themes()
    take_backup(settings, file, quiet)

    def killed(line):
        if line.startswith("applications.themes"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(elsewhere, file, Choices(), killed)
    assert half_restored(elsewhere)
    with pytest.raises(RestoreRefused, match="not empty"):
        restore(elsewhere, file, Choices(), quiet)
    restore(elsewhere, file, Choices(replace=True), quiet)
    assert not half_restored(elsewhere)


def test_a_backup_that_fails_leaves_no_file(system, settings, file):
    system.with_themes()

    def fails(_line):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_backup(settings, file, fails)
    assert list(file.parent.iterdir()) == []


def test_what_lay_dead_in_the_broker_is_named_and_told_again(
    store, rabbit_settings, settings, elsewhere, file
):
    system = System(rabbit_settings).with_themes()
    themes, old = Theme._get_collection(), ambient.now() - timedelta(days=90)
    for theme in list(themes.find()):
        long_ago = [{**entry, "at": old} for entry in theme["history"]]
        themes.update_one({"_id": theme["_id"]}, {"$set": {"history": long_ago, "outbox": []}})
    event = event_of(Theme, theme["_id"], theme["history"][0])
    declare_topology(rabbit_settings, system.workers)
    with opened(rabbit_settings.broker_url) as connection, connection.channel() as channel:
        for body in (event.to_json(), "{ not ours"):
            channel.basic_publish("", dead_queue(queue("experts")), body.encode())
    letters = dead_letters(rabbit_settings)
    until(lambda: len(letters.find("experts", EVERY)) == 2, what="both lie there")
    manifest = take_backup(rabbit_settings, file, quiet)
    assert manifest.dead_events == [event.id]
    restore(elsewhere, file, Choices(), quiet)
    System(elsewhere)
    assert [each.id for case in untold(Theme) for each in case.events] == [event.id]
