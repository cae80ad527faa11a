# ruff: noqa: F401, F811 (fixtures of another package)
"""Mails that the first release stored, as it stored them: shown, sent and corrected by this one."""

from pathlib import Path

import pytest
from bson import json_util

from deploy.migrate import migrate, pending, with_migrations
from deploy.registry import workers
from services.notifications.delivery.mails import deliver_due
from services.notifications.documents import MailContent, Message
from shared.links import read_link
from shared.migrations.bringing_up import sweep
from tests.integration.notifications.conftest import (
    clock,
    connected,
    mail_settings,
    mailer,
)
from tests.support.office import STAFF, browser, office_on, words

AWARE = json_util.JSONOptions(tz_aware=True)
SAMPLES = Path(__file__).with_name("mails_of_the_first_release.json")
NEW_ADDRESS = "petri@oikea.example"


@pytest.fixture
def rows(connected, clock):
    clock.forward(minutes=1)
    rows = json_util.loads(SAMPLES.read_text(encoding="utf-8"), json_options=AWARE)
    Message._get_collection().insert_many(rows)
    return {row["template"]: row for row in rows}


def stored(row):
    return Message._get_collection().find_one({"_id": row["_id"]})


def test_its_page_shows_it_before_anything_was_migrated(rows, store):
    client = browser(office_on(store), STAFF)
    row = rows["accepted"]
    page = words(client.get(f"/staff/mails/{row['_id']}"))
    assert row["subject"] in page
    assert row["recipient"]["email"] in page


def test_what_it_said_is_kept_to_the_letter(rows, connected):
    assert sweep(Message._get_collection(), Message.migrations, connected) == 3
    for row in rows.values():
        mail = Message.objects.get(id=row["_id"])
        assert mail.content.text.splitlines() == row["text"].splitlines()
        assert mail.content.html.splitlines() == row["html"].splitlines()
        assert [bytes(one.content) for one in mail.content.attachments] == [
            bytes(one["content"]) for one in row["attachments"]
        ]
        letter = mail.content.message
        assert letter["To"].addresses[0].addr_spec == row["recipient"]["email"]
        assert letter["Message-ID"] == row["message_id"]
        assert mail.content.fault == ""
        kept = stored(row)
        assert {"html", "text", "attachments", "calendar", "reply_to"}.isdisjoint(kept)
        assert kept["history"] == row["history"]
        assert (kept["version"], kept["state"]) == (row["version"], row["state"])


def test_one_that_waits_goes_out_once_it_is_brought_up(
    rows,
    connected,
    mail_settings,
    mailer,
    smtp_sink,
):
    deliver_due(mail_settings, mailer)
    assert smtp_sink.mails == []
    sweep(Message._get_collection(), Message.migrations, connected)
    deliver_due(mail_settings, mailer)
    order, sent = rows["order"], smtp_sink.wait_for(1)[0]
    assert sent.message["Message-ID"] == order["message_id"]
    assert sent.text.splitlines() == order["text"].splitlines()
    deliver_due(mail_settings, mailer)
    assert len(smtp_sink.mails) == 1


def test_one_that_failed_goes_to_a_corrected_address_with_links_of_its_own(rows, store, connected):
    client = browser(office_on(store), STAFF)
    row = rows["accepted_expert"]
    version = Message.objects.get(id=row["_id"]).version
    address = f"/staff/mails/{row['_id']}/readdress"
    answer = client.post(address, data={"email": NEW_ADDRESS, "version": str(version)})
    assert answer.status_code in (302, 303), words(answer)[:500]
    mail = Message.objects.get(id=row["_id"])
    assert (mail.state, mail.recipient.email) == ("queued", NEW_ADDRESS)
    assert mail.content_id == f"{row['_id']}.2"
    assert "Kalenterimerkintä on tämän viestin" in mail.content.text
    link = next(iter(mail.content.frame["links"].values()))
    token = link.rpartition("/")[2].partition("?")[0]
    assert read_link(connected, "order", token).recipient == NEW_ADDRESS
    assert link in mail.content.text
    assert MailContent.objects(id=f"{row['_id']}.1").first().text.splitlines() == (
        row["text"].splitlines()
    )


def test_the_command_tells_what_is_behind_and_brings_it_up(rows, connected, capsys):
    assert any("3 documents have an older shape" in line for line in pending(connected))
    assert migrate(connected, check=True) == 1
    assert migrate(connected, check=False) == 0
    assert "notifications.messages: 3 documents brought up" in capsys.readouterr().out
    assert pending(connected) == []
    assert migrate(connected, check=False) == 0


def test_mails_of_the_releases_between_only_get_their_number(rows, connected):
    mails = Message._get_collection()
    sweep(mails, Message.migrations, connected)
    mails.update_many({}, {"$unset": {"schema": ""}, "$set": {"content_id": "x.2"}})
    before = list(mails.find({}, {"schema": 0}))
    contents = MailContent.objects.count()
    assert sweep(mails, Message.migrations, connected) == 3
    assert list(mails.find({}, {"schema": 0})) == before
    assert MailContent.objects.count() == contents


def test_indexes_that_are_missing_changed_or_left_over_are_put_right(rows, connected):
    mails = Message._get_collection()
    mails.drop_index("about_1_created_at_-1")
    mails.create_index("of_an_earlier_release")
    mails.drop_index("outbox.at_1")
    mails.create_index("outbox.at", name="outbox.at_1")  # no longer sparse
    line = next(line for line in pending(connected) if "indexes" in line)
    assert line == (
        "notifications.messages: indexes missing: about_1_created_at_-1; changed: outbox.at_1;"
        " surplus: of_an_earlier_release_1"
    )
    migrate(connected, check=False)
    assert pending(connected) == []


def test_the_worker_brings_them_up_by_itself(rows, connected):
    loops = {worker.name: with_migrations(worker).loops for worker in workers(connected)}
    migrating = {
        name: loop for name, found in loops.items() for loop in found if loop.name == "migrate"
    }
    assert list(migrating) == ["notifications"]
    assert migrating["notifications"].run_once() == 3
    assert migrating["notifications"].run_once() == 0
