"""An organisation's page lists its deeds, and its alone."""

import re

from services.deeds.public.catalogue import organisation
from tests.integration.deeds.findable import published
from tests.integration.deeds.test_catalogue import page, titles


def test_it_lists_the_deeds_of_the_organisation_newest_first(reader):
    published(1, title="Vanha")
    published(2, title="Uusi")
    published(title="Muu", organisation="Oulun kaupunki")
    text = page(reader, "/organisations/kemin-kaupunki")
    assert titles(text) == ["Uusi", "Vanha"]
    assert "Kemin kaupunki</h1>" in text
    assert "2 deeds" in text
    assert "/deeds/feed.atom?organisation=kemin-kaupunki&amp;lang=en" in text


def test_its_deeds_are_in_pages(reader, monkeypatch):
    monkeypatch.setattr(organisation, "PER_PAGE", 1)
    published(1, title="Vanha")
    published(2, title="Uusi")
    assert titles(page(reader, "/organisations/kemin-kaupunki?page=2")) == ["Vanha"]
    assert "There is no such page" in page(reader, "/organisations/kemin-kaupunki?page=3")


def test_one_without_deeds_is_not_there(reader):
    published()
    for key in ("tuntematon", "%3Cscript%3E", "%00", "kemin"):
        assert reader.get(f"/organisations/{key}").status_code == 404, key


def test_a_hostile_name_is_shown_as_text(reader):
    deed = published(organisation="<script>alert(1)</script> Oy")
    text = page(reader, f"/organisations/{deed.published['organisation_key']}")
    assert "<script>alert" not in text


def test_it_says_in_which_sectors_its_deeds_are(reader):
    for sector in ("education", "education", "rescue"):
        published(sector=sector)
    published(sector="culture", organisation="Oulun kaupunki")
    text = page(reader, "/organisations/kemin-kaupunki").split("By sector")[1].split("</p>")[0]
    links = re.findall(r'href="([^"]*)">([^<]*)</a> <span class="muted">\((\d)\)', text)
    address = "/deeds?organisation=kemin-kaupunki&amp;sector="
    assert links == [
        (f"{address}education", "Education and early education", "2"),
        (f"{address}rescue", "Rescue services", "1"),
    ]
