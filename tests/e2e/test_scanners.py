"""Every link of every mail of the demonstration, opened as mail scanners do: nothing changes."""

import re
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest

from tests.e2e import scanner

LINK = re.compile(r'href="(http[^"]+)"')


def mails(client):
    return list(client["kunteko_notifications"]["caught_mails"].find())


def links_of(mail, base_url):
    html = message_from_bytes(bytes(mail["raw"]), policy=policy.default).get_body(("html",))
    found = LINK.findall(html.get_content().replace("&amp;", "&"))
    return {link for link in found if link.startswith(base_url)}


def place(address):
    """The address without its token and its language: which kind of link it is."""
    return "/".join(part for part in urlsplit(address).path.split("/") if 0 < len(part) < 40)


def standing(client):
    """(state, version) of every case of every service, and how many mails there are."""
    names = [name for name in client.list_database_names() if name.startswith("kunteko_")]
    found = {
        (name, collection, row["_id"]): (row["state"], row["version"])
        for name in names
        for collection in client[name].list_collection_names()
        for row in client[name][collection].find(
            {"version": {"$gt": 0}}, {"state": 1, "version": 1}
        )
        if "state" in row
    }
    return found, len(mails(client))


@pytest.fixture
def links(demo_platform):
    with demo_platform.client() as client:
        found = {link for mail in mails(client) for link in links_of(mail, demo_platform.base_url)}
    return sorted(found)


def test_a_scanner_that_opens_every_link_changes_nothing(demo_platform, links):
    kinds = {place(link) for link in links}
    assert {"sparring/status", "sparring/order", "sparring/feedback", "deeds/mine"} <= kinds
    with demo_platform.client() as client:
        before = standing(client)
        found = scanner.open_links(links)
        assert standing(client) == before
    # a page for each: what is over says so (410), nothing is broken or lost
    statuses = {status for answers in found.values() for status in answers}
    assert statuses <= {200, 302, 303, 410}, statuses
    assert all(answers[1] == answers[2] for answers in found.values())


def test_a_scanner_that_runs_scripts_and_clicks_nothing_changes_nothing(
    demo_platform, links, browser
):
    one_of_each_kind = list({place(link): link for link in links}.values())
    with demo_platform.client() as client:
        before = standing(client)
        found = scanner.open_in_browser(browser, one_of_each_kind)
        assert standing(client) == before
    assert set(found.values()) <= {200, 410}
