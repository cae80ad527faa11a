"""The newest deeds as Atom and RSS: valid, by the catalogue's filters, and cheap to ask again."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest

from services.deeds.handlers.entries import keep_entry_of
from shared import ambient
from tests.integration.deeds import deedbook
from tests.integration.deeds.conftest import NOON
from tests.support.waiting import until

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
HOSTILE = "<script>alert(1)</script> & ]]> \"Kemi\" 'Lappi'"


def found(deed):
    """The deed as the worker has made it findable."""
    keep_entry_of(deed.id)
    return deed


def published(days=0, **kwargs):
    with ambient.use(Later(NOON + timedelta(days=days))):
        return found(deedbook.published(**kwargs))


class Later(ambient.FixedSource):
    """Another day, but no id twice."""

    def new_id(self):
        return ambient.Source().new_id()


def feed(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.data)


def titles(root):
    return [entry.text for entry in root.iter() if entry.tag in (f"{ATOM}title", "title")][1:]


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_the_newest_deed_comes_first(client, kind):
    published(1, title="Vanha")
    published(2, title="Uusi")
    assert titles(feed(client, f"/deeds/feed.{kind}")) == ["Uusi", "Vanha"]


def test_an_atom_feed_has_all_that_the_standard_asks(client):
    deed = published(language="sv", title=HOSTILE, need="Rad ett\nrad två\n\nett stycke till")
    root = feed(client, "/deeds/feed.atom?sector=social_health&lang=fi")
    own = "http://127.0.0.1:8000/deeds/feed.atom?sector=social_health&lang=fi"
    assert root.find(f"{ATOM}id").text == own
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": own,
        "alternate": "http://127.0.0.1:8000/deeds?sector=social_health&lang=fi",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert "CC BY 4.0" in root.find(f"{ATOM}rights").text
    assert root.find(f"{ATOM}updated").text == "2027-03-15T10:00:00Z"
    entry = root.find(f"{ATOM}entry")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "sv"
    assert entry.find(f"{ATOM}title").text == HOSTILE
    assert entry.find(f"{ATOM}id").text.replace("-", "") == f"urn:uuid:{deed.id}"
    assert entry.find(f"{ATOM}link").get("href") == f"http://127.0.0.1:8000{deed.path}"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Kemin kaupunki, Kotihoito"
    labels = [category.get("label") for category in entry.findall(f"{ATOM}category")]
    assert labels[:2] == ["Social- och hälsovård", "Lappland"]
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert "<p>Rad ett<br>rad två</p><p>ett stycke till</p>" in content.text


def test_an_rss_feed_has_all_that_readers_ask(client):
    deed = published(title=HOSTILE)
    channel = feed(client, "/deeds/feed.rss?lang=en").find("channel")
    assert channel.find("title").text == "Tekojen tori: newest deeds"
    assert channel.find("language").text == "en"
    assert "CC BY 4.0" in channel.find("copyright").text
    assert channel.find(f"{ATOM}link").get("rel") == "self"
    item = channel.find("item")
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.find("guid").text.replace("-", "") == f"urn:uuid:{deed.id}"
    assert parsedate_to_datetime(item.find("pubDate").text) == NOON
    assert item.find(f"{DC}creator").text == "Kemin kaupunki, Kotihoito"
    assert "<script>" not in item.find("description").text


def test_what_people_wrote_is_never_markup_in_a_reader(client):
    published(need=HOSTILE)
    content = feed(client, "/deeds/feed.atom").find(f"{ATOM}entry/{ATOM}content").text
    assert "&lt;script&gt;" in content
    assert "<script>" not in content


def test_signs_that_xml_may_not_have_do_not_break_the_feed(client):
    published(title="Kemi\x0b\ufffe ja Tornio \U0001f600")
    assert titles(feed(client, "/deeds/feed.rss")) == ["Kemi ja Tornio \U0001f600"]


def test_a_filter_of_the_catalogue_filters_the_feed(client):
    published(title="Kotihoito", sector="social_health", themes=["wellbeing"])
    published(title="Koulu", sector="education", themes=["processes"])
    published(title="Katu", sector="technical", themes=["processes"])
    several = "/deeds/feed.atom?sector=education&sector=technical"
    assert sorted(titles(feed(client, several))) == ["Katu", "Koulu"]
    assert titles(feed(client, "/deeds/feed.rss?theme=wellbeing")) == ["Kotihoito"]
    assert titles(feed(client, "/deeds/feed.rss?sector=nosuch")) == []
    assert titles(feed(client, "/deeds/feed.rss?sector=education&theme=wellbeing")) == []


def test_an_empty_feed_is_valid_and_stays_the_same(client):
    first, second = client.get("/deeds/feed.atom"), client.get("/deeds/feed.atom")
    assert first.headers["ETag"] == second.headers["ETag"]
    assert ElementTree.fromstring(first.data).find(f"{ATOM}updated") is not None


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_who_has_the_feed_already_gets_304_until_it_changes(client, kind):
    published(1)
    address = f"/deeds/feed.{kind}"
    first = client.get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert [client.get(address, headers=h).status_code for h in (known, since)] == [304, 304]
    published(2)
    until(lambda: client.get(address, headers=known).status_code == 200, what="the new one is in")


def test_a_deed_that_was_taken_down_is_in_no_feed_although_the_index_has_it_still(client):
    deed = published()
    deedbook.perform(deed, "take_down", deedbook.STAFF, data={"reason": "Pyynnöstä"})
    assert titles(feed(client, "/deeds/feed.atom")) == []


def test_fifty_are_enough(client, monkeypatch):
    monkeypatch.setattr("services.deeds.public.feeds.NEWEST_SHOWN", 2)
    for day in range(3):
        published(day, title=f"Teko {day}")
    assert titles(feed(client, "/deeds/feed.rss")) == ["Teko 2", "Teko 1"]
