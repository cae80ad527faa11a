"""A deed's page: what its authors told, where it moved, and what is said when it is gone."""

import json
import re
from html import unescape

import pytest

from services.deeds.documents import Deed
from services.deeds.handlers import collections
from services.deeds.handlers.finding import deed_by_number
from services.deeds.handlers.review import merge_deeds, take_down
from tests.integration.deeds import deedbook
from tests.integration.deeds.findable import published

HOSTILE = "</script><script>alert(1)</script> \"&'<!--"


def page(reader, deed):
    answer = reader.get(deed.path)
    assert answer.status_code == 200
    return answer.text


def article_of(text):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return json.loads(found[1])


def test_it_tells_the_whole_deed_in_the_deeds_own_language(reader):
    deed = deedbook.published(language="sv", title="Hemvården", need="Det var bråttom.")
    text = page(reader, deed)
    assert '<span lang="sv">Hemvården</span></h1>' in text
    assert '<div lang="sv"><div class="prose kept-lines">Det var bråttom.</div></div>' in text
    assert "Published" in text
    assert "15 March 2027" in text
    assert deed.reference in text


def test_what_was_chosen_leads_to_the_others_like_it(reader):
    text = page(reader, deedbook.published())
    for link in (
        '<a href="/organisations/kemin-kaupunki">Kemin kaupunki</a>',
        '<a href="/deeds?sector=social_health">Social and health services</a>',
        '<a href="/deeds?region=lappi">Lapland</a>',
        '<a href="/deeds?stage=done">Done</a>',
    ):
        assert link in text


def test_what_was_not_told_has_no_row_of_its_own(reader):
    assert "Who took part" in page(reader, deedbook.published(took_part=["management"]))
    assert "Who took part" not in page(reader, deedbook.published(title="Toinen", took_part=[]))


@pytest.mark.parametrize("shown", [True, False])
def test_the_contact_person_is_shown_only_by_their_own_wish(reader, shown):
    contact = {**deedbook.CONTENT["contact"], "shown": shown}
    text = page(reader, deedbook.published(contact=contact))
    assert ("kaisa.kehittaja@kemi.example" in text) is shown
    assert ("040 123 4567" in text) is shown


def test_the_number_alone_finds_it_and_leads_to_the_right_address(reader):
    deed = deedbook.published()
    for words in ("", "-", "-vanha-nimi", "-<script>", "-%C3%A4"):
        answer = reader.get(f"/deeds/{deed.number}{words}?lang=sv")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"{deed.path}?lang=sv"


def test_a_deed_whose_title_has_no_letters_has_its_number_for_an_address(reader):
    deed = deedbook.published(title="!!!")
    assert deed.path == f"/deeds/{deed.number}"
    page(reader, deed)


def test_an_unknown_address_is_not_there(reader):
    for address in ("999", "0", "-1", "x", "1x", "9" * 15, "9" * 60, "%00", "٣", "1.5-a"):
        assert reader.get(f"/deeds/{address}").status_code == 404, address


def test_what_has_not_been_published_is_not_there(reader):
    for made in (deedbook.unconfirmed, deedbook.submitted, deedbook.returned):
        answer = reader.get(f"/deeds/{made(title='Salainen teko').number}")
        assert answer.status_code == 404
        assert "Salainen" not in answer.text


def test_while_an_update_is_checked_the_published_version_stays(reader):
    deed = deedbook.change_submitted(changes={"title": "Uusi nimi", "need": "Uusi tarve."})
    text = page(reader, deed)
    assert deedbook.CONTENT["title"] in text
    assert "Uusi tarve." not in text


def test_one_taken_down_says_so_and_nothing_of_what_it_told(reader):
    deed = take_down(deedbook.published(title="Poistuva teko"), reason="Pyyntö.", by=deedbook.STAFF)
    answer = reader.get(deed.path)
    assert answer.status_code == 410
    assert "This deed has been taken down" in answer.text
    assert "Poistuva" not in answer.text.split("<main")[1]
    assert "no-store" in answer.headers["Cache-Control"]


def test_one_joined_to_another_leads_to_it(reader):
    kept, double = deedbook.published(title="Säilyvä"), deedbook.published(title="Kaksoiskappale")
    double = merge_deeds(double, number=kept.number, by=deedbook.STAFF)
    answer = reader.get(f"/deeds/{double.number}-kaksoiskappale")
    assert answer.status_code == 301
    assert answer.headers["Location"] == kept.path


def test_one_joined_to_one_that_was_joined_leads_to_the_last_at_once(reader):
    first, second, last = (deedbook.published(title=f"Teko {number}") for number in range(3))
    merge_deeds(first, number=second.number, by=deedbook.STAFF)
    merge_deeds(deed_by_number(second.number), number=last.number, by=deedbook.STAFF)
    for number in (first.number, second.number):
        assert reader.get(f"/deeds/{number}").headers["Location"] == last.path

    take_down(deed_by_number(last.number), reason="Pyyntö.", by=deedbook.STAFF)
    gone = reader.get(f"/deeds/{first.number}", follow_redirects=True)
    assert (gone.status_code, gone.request.path) == (410, last.path)


def test_it_is_told_to_programs_as_an_article(reader):
    deed = deedbook.published(pictures=[picture()])
    text = page(reader, deed)
    article = article_of(text)
    base = "http://127.0.0.1:8000"
    assert article["@type"] == "Article"
    assert article["headline"] == deedbook.CONTENT["title"]
    assert article["url"] == base + deed.path
    assert article["author"]["department"]["name"] == "Kotihoito"
    assert article["image"] == [f"{base}/deeds/pictures/kuva/large.webp"]
    assert article["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "kaisa" not in json.dumps(article)
    assert f'<link rel="canonical" href="{base}{deed.path}">' in text
    assert f'<meta property="og:image" content="{base}/deeds/pictures/kuva/large.webp">' in text


def picture(**changes):
    return {"id": "kuva", "alt": 'Tiimi "koolla"', "width": 640, "height": 480} | changes


def test_pictures_say_what_they_show_and_how_large_they_are(reader):
    text = page(reader, deedbook.published(pictures=[picture()]))
    tag = re.search(r"<img src=\"/deeds/pictures[^>]*>", text)[0]
    assert 'alt="Tiimi &#34;koolla&#34;"' in tag
    assert 'width="640" height="480" loading="lazy"' in tag


def test_hostile_text_stays_text_also_for_programs(reader):
    fields = dict.fromkeys(("title", "need", "organisation", "unit"), HOSTILE)
    text = page(reader, deedbook.published(**fields))
    assert "<script>alert" not in text
    article = article_of(text)
    assert article["headline"] == article["description"] == article["author"]["name"] == HOSTILE


def test_a_link_that_is_no_web_address_is_not_a_link(reader):
    links = [{"title": "Paha", "url": "javascript:alert(1)"}]
    assert "javascript:" not in page(reader, deedbook.published(links=links))


def test_it_can_be_shared_cited_and_complained_about(reader):
    deed = deedbook.published(title="Työ & vuorot")
    text = unescape(page(reader, deed))
    assert f'value="http://127.0.0.1:8000{deed.path}" readonly' in text
    assert "mailto:?subject=Ty%C3%B6%20%26%20vuorot&body=http%3A//127.0.0.1%3A8000/deeds/" in text
    assert f"Kunteko, Tekojen tori, {deed.reference}. http://127.0.0.1:8000/deeds/1" in text
    assert f"mailto:toimisto@kunteko.example?subject={deed.reference}%3A%20Ty" in text
    assert 'rel="license">CC BY 4.0' in text


def test_badges_and_collections_lead_to_where_they_came_from(reader):
    deed = deedbook.published()
    names = {"fi": "Parhaat", "sv": "De bästa", "en": "The best"}
    Deed.objects(id=deed.id).update(
        badges=[{"award_id": "a1", "year": 2027, "title": names, "category": names}]
    )
    made = collections.create_collection({"names": names}, by=deedbook.STAFF, cause="1")
    made = collections.pick_deed(
        made, deed.number, by=deedbook.STAFF, version=made.version, cause="2"
    )
    assert "/collections/parhaat" not in page(reader, deed)
    collections.move_collection(made, "show", by=deedbook.STAFF, version=made.version, cause="3")
    text = page(reader, deed)
    assert '<a href="/collections/parhaat">The best</a>' in text
    assert 'href="/awards/a1"' in text
    assert "Award 2027: The best" in text


def test_similar_deeds_are_shown_but_never_the_deed_itself(reader):
    deed = published(title="Kotihoidon vuorot", results="Rekisteri syntyi vuorolistoista.")
    published(title="Vuorolistat uusiksi", results="Rekisteri syntyi vuorolistoista.")
    published(title="Lukion opetus", need="Hälinää.", goal="Rauha.", done="Sovittiin.", results="")
    similar = page(reader, deed).split('id="similar"')[1]
    assert "Vuorolistat uusiksi" in similar
    assert "Kotihoidon vuorot" not in similar
