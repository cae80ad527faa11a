"""The marketplace as open data: all of it, page by page, and only what readers may see."""

import csv
import io
from urllib.parse import urlsplit

import pytest

from services.deeds.documents.deed import reserve_numbers
from services.deeds.handlers import open_data
from services.deeds.handlers.entries import keep_entry_of
from tests.integration.deeds import deedbook

LIST = "/api/v1/deeds"


@pytest.fixture
def publish(app):
    def publish(**kwargs):
        deed = deedbook.published(**kwargs)
        keep_entry_of(deed.id)
        return deed

    return publish


def pages_of(client, address):
    """Every page, by following `next`."""
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        yield answer.json
        following = urlsplit(answer.json["next"] or "")
        address = f"{following.path}?{following.query}" if following.path else None


def test_following_next_brings_each_deed_once(client, publish, monkeypatch):
    monkeypatch.setattr(open_data, "WINDOW", 3)
    first = [publish(title=f"Teko {n}").number for n in range(4)]
    reserve_numbers(20)  # a gap longer than several windows
    numbers = first + [publish(title=f"Teko {n}").number for n in range(4, 7)]
    pages = list(pages_of(client, f"{LIST}?per_page=2"))
    assert [deed["number"] for page in pages for deed in page["deeds"]] == numbers
    assert [len(page["deeds"]) for page in pages] == [2, 2, 2, 1]
    assert {(page["total"], page["pages"]) for page in pages} == {(7, 4)}


def test_a_deed_is_told_whole_with_ids_that_stay(client, publish):
    deed = publish()
    told = client.get(LIST).json["deeds"][0]
    assert told | {"pictures": []} == {
        **{name: deed.content[name] for name in deedbook.CONTENT},
        "id": deed.id,
        "number": deed.number,
        "url": f"http://127.0.0.1:8000/deeds/{deed.number}",
        "language": "fi",
        "organisation_key": "kemin-kaupunki",
        "contact": {
            "name": "Kaisa Kehittäjä",
            "email": "kaisa.kehittaja@kemi.example",
            "phone": "040 123 4567",
        },
        "published_at": "2027-03-15T10:00:00+00:00",
        "updated_at": "2027-03-15T10:00:00+00:00",
    }
    assert client.get(f"{LIST}/{deed.number}").json["deed"] == told


def test_a_contact_who_is_not_shown_is_nowhere(client, publish):
    contact = deedbook.CONTENT["contact"] | {"shown": False}
    deed = publish(contact=contact)
    answers = [client.get(path).text for path in (LIST, f"{LIST}/{deed.number}", f"{LIST}.csv")]
    assert ["Kaisa" in answer or "040" in answer for answer in answers] == [False, False, False]
    assert client.get(f"{LIST}/{deed.number}").json["deed"]["contact"] is None


def test_filters_are_the_catalogues(client, publish):
    publish(title="Koti", sector="social_health")
    publish(title="Koulu", sector="education", organisation="Oulun kaupunki")
    publish(title="Katu", sector="technical")
    asked = f"{LIST}?sector=education&sector=technical&sort=title&per_page=1"
    pages = list(pages_of(client, asked))
    assert [page["deeds"][0]["title"] for page in pages] == ["Katu", "Koulu"]
    assert pages[0]["total"] == 2
    only = client.get(f"{LIST}?organisation=oulun-kaupunki").json
    assert [deed["title"] for deed in only["deeds"]] == ["Koulu"]
    assert client.get(f"{LIST}?q=zzzzqq").json["deeds"] == []


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "per_page=101", "per_page=0", "after=-1", "sort=worst"]
)
def test_what_cannot_be_asked_is_refused_in_words(client, query):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 422
    assert query.split("=")[0] in answer.json["errors"]


def test_only_what_is_public_is_told(client, publish):
    draft, waiting = deedbook.draft(), deedbook.submitted(title="Odottaa")
    changing = deedbook.change_submitted(publish(), changes={"title": "Ei vielä tarkastettu"})
    gone = deedbook.perform(publish(), "take_down", deedbook.STAFF, data={"reason": "x"})
    assert draft.number is None
    listed = client.get(LIST).json["deeds"]
    assert [(deed["number"], deed["title"]) for deed in listed] == [
        (changing.number, deedbook.CONTENT["title"])
    ]
    codes = [client.get(f"{LIST}/{n}").status_code for n in (waiting.number, gone.number, 10**30)]
    assert codes == [404, 404, 404]


def test_a_joined_deed_leads_to_the_one_that_is_kept(client, publish):
    kept, double = publish(), publish()
    into = {name: getattr(kept, name) for name in ("id", "number", "title", "path")}
    deedbook.perform(
        double,
        "merge",
        deedbook.STAFF,
        sets={"merged_into": kept.id},
        data={"into": into, "reason": ""},
    )
    answer = client.get(f"{LIST}/{double.number}")
    assert (answer.status_code, answer.location) == (
        301,
        f"http://127.0.0.1:8000/api/v1/deeds/{kept.number}",
    )


def test_the_csv_has_every_deed_and_runs_nothing(client, publish):
    publish(title="=HYPERLINK(1)", need='Rivi\n"kaksi"; kolme')
    publish(language="sv", title="Åbo")
    answer = client.get(f"{LIST}.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.content_type == "text/csv; charset=utf-8"
    text = answer.data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row["title"] for row in rows] == ["'=HYPERLINK(1)", "Åbo"]
    assert rows[0]["need"] == 'Rivi\n"kaksi"; kolme'
    assert rows[0]["links"] == "Kemin kotihoito https://www.kemi.example/kotihoito"
    assert (rows[0]["themes"], rows[0]["published"]) == ("wellbeing,processes", "2027-03-15")


def test_the_csv_is_read_a_window_at_a_time(client, publish, monkeypatch):
    monkeypatch.setattr(open_data, "WINDOW", 2)
    for n in range(5):
        publish(title=f"Teko {n}")
    reads = []
    read = open_data._published
    monkeypatch.setattr(
        open_data, "_published", lambda wanted, fields: reads.append(wanted) or read(wanted, fields)
    )
    assert client.get(f"{LIST}.csv").text.count("Teko") == 5
    assert len(reads) == 3


@pytest.mark.parametrize("path", [LIST, f"{LIST}/1", f"{LIST}.csv", "/api/v1/openapi/deeds.json"])
def test_any_site_may_read_it_and_is_told_the_licence(client, publish, path):
    publish()
    answer = client.get(path, headers={"Origin": "https://other.example"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "creativecommons.org/licenses/by/4.0" in answer.headers["Link"]


def test_the_licence_is_named_in_the_answer(client):
    licence = client.get(LIST).json["licence"]
    assert (licence["name"], licence["attribution"]) == ("CC BY 4.0", "Kunteko, Tekojen tori")


def test_it_is_only_for_reading(client):
    assert client.post(LIST, json={}).status_code == 405


def test_the_description_names_every_address(client):
    described = client.get("/api/v1/openapi/deeds.json").json
    assert set(described["paths"]) == {
        "/api/v1/deeds",
        "/api/v1/deeds/{number}",
        "/api/v1/deeds.csv",
    }
    assert described["paths"]["/api/v1/deeds"]["get"]["security"] == []
