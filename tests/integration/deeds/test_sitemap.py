"""Search engines find every public page, and nothing that is somebody's own."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from services.deeds.handlers.entries import keep_entry_of
from services.deeds.public import maps
from tests.integration.deeds import deedbook

BASE = "http://127.0.0.1:8000"
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def places(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.data)
    return {place.find(f"{NS}loc").text: place.findtext(f"{NS}lastmod") for place in root}


def test_the_index_names_parts_of_a_fixed_size(client, monkeypatch):
    monkeypatch.setattr(maps, "PART", 2)
    deeds = [deedbook.published(title=f"Teko & {n}") for n in range(3)]
    assert list(places(client, "/sitemap.xml")) == [
        f"{BASE}/sitemap-pages.xml",
        f"{BASE}/sitemap-deeds-1.xml",
        f"{BASE}/sitemap-deeds-2.xml",
    ]
    assert places(client, "/sitemap-deeds-1.xml") == {
        BASE + deed.path: "2027-03-15T10:00:00Z" for deed in deeds[:2]
    }
    assert list(places(client, "/sitemap-deeds-2.xml")) == [BASE + deeds[2].path]
    assert client.get("/sitemap-deeds-3.xml").status_code == 404
    assert client.get("/sitemap-deeds-0.xml").status_code == 404


def test_a_deed_that_is_not_public_is_not_in_it(client):
    deedbook.submitted()
    assert places(client, "/sitemap-deeds-1.xml") == {}


def test_pages_and_organisations_are_in_it(client):
    keep_entry_of(deedbook.published().id)
    found = places(client, "/sitemap-pages.xml")
    assert {f"{BASE}/", f"{BASE}/deeds", f"{BASE}/organisations/kemin-kaupunki"} <= set(found)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/deeds/1-kotihoito", True),
        ("/deeds?theme=wellbeing", True),
        ("/api/v1/deeds", True),
        ("/api/v1/deeds.csv", True),
        ("/staff/deeds", False),
        ("/deeds/mine/abc", False),
        ("/deeds/draft/abc", False),
        ("/deeds/confirm/abc", False),
        ("/jury/abc", False),
        ("/sparring/status/abc", False),
        ("/api/v1/applications", False),
    ],
)
def test_robots_may_read_what_is_public(client, path, allowed):
    text = client.get("/robots.txt").text
    assert f"Sitemap: {BASE}/sitemap.xml" in text
    assert _longest(text, path) is allowed
    assert RobotFileParser().parse(text.splitlines()) is None


def _longest(text, path):
    """As RFC 9309 has it: the longest rule that fits decides."""
    rules = [line.split(": ") for line in text.splitlines() if "llow: " in line]
    fitting = [(len(rule), kind == "Allow") for kind, rule in rules if path.startswith(rule)]
    return max(fitting)[1] if fitting else True
