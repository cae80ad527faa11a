"""The catalogue: everything asked is in the address, and each choice says how much it finds."""

import re
from html import unescape

from services.deeds.handlers import catalogue
from services.deeds.public.catalogue import listing
from tests.integration.deeds.findable import published

HOSTILE = '<script>alert(1)</script> "kotihoito"'


def page(reader, address="/deeds"):
    answer = reader.get(address)
    assert answer.status_code == 200
    return answer.text.split("<main", 1)[1].split("</main>")[0]


def titles(text):
    found = re.findall(r'card-title"><a href="[^"]*" lang="..">(.*?)</a>', text)
    return [unescape(re.sub("</?mark>", "", title)) for title in found]


def options(text):
    """name → number, of everything that can be chosen."""
    return {
        unescape(name): int(count)
        for name, count in re.findall(r'<label for="\w+-\d+">(.*?) <span[^>]*>\((\d+)\)', text)
    }


def test_all_deeds_are_there_the_newest_first(reader):
    published(1, title="Vanha")
    published(2, title="Uusi")
    text = page(reader)
    assert titles(text) == ["Uusi", "Vanha"]
    assert "2 deeds" in text


def test_a_phone_gets_past_the_filters_with_one_link(reader):
    published(1, title="Vanha")
    assert '<a href="#results">Go to 1 deed</a>' in page(reader)
    assert 'href="#results"' not in page(reader, "/deeds?q=xyzzyq")


def test_words_find_a_deed_in_any_form_and_are_marked_in_it(reader):
    published(title="Kotihoidon työvuorot", need="Kotihoidossa oli kiire.")
    published(title="Lukion opetus", need="Tunneilla oli hälinää.", unit="", organisation="Oulu")
    text = page(reader, "/deeds?q=kotihoito")
    assert titles(text) == ["Kotihoidon työvuorot"]
    assert "<mark>Kotihoidon</mark> työvuorot" in text
    assert "<mark>Kotihoidossa</mark> oli kiire." in text


def test_filters_narrow_and_each_counts_as_the_others_stand(reader):
    published(title="A", sector="social_health", region="lappi")
    published(title="B", sector="education", region="lappi")
    published(title="C", sector="education", region="kainuu")
    text = page(reader, "/deeds?sector=education&region=lappi")
    assert titles(text) == ["B"]
    found = options(text)
    assert found["Social and health services"] == 1
    assert found["Education and early education"] == 1
    assert (found["Lapland"], found["Kainuu"]) == (1, 1)


def test_two_choices_of_one_kind_widen(reader):
    for sector in ("social_health", "education", "rescue"):
        published(title=sector, sector=sector)
    text = page(reader, "/deeds?sector=education&sector=rescue")
    assert sorted(titles(text)) == ["education", "rescue"]


def test_a_chosen_filter_is_a_chip_that_takes_away_only_itself(reader):
    published(sector="education", themes=["wellbeing"])
    text = page(reader, "/deeds?q=opetus&sector=education&sector=rescue&page=3")
    links = re.findall(r'<li><a href="(/deeds[^"]*)">([^<]+)<svg', text)
    assert [(unescape(href), name) for href, name in links] == [
        ("/deeds?sector=education&sector=rescue", "“opetus”"),
        ("/deeds?q=opetus&sector=rescue", "Education and early education"),
        ("/deeds?q=opetus&sector=education", "Rescue services"),
    ]


def test_organisations_are_chosen_by_the_name_that_they_use_now(reader):
    published(1, organisation="KEMIN KAUPUNKI")
    published(2, organisation="Kemin kaupunki")
    published(organisation="Oulun kaupunki")
    text = page(reader, "/deeds?organisation=kemin-kaupunki")
    assert options(text)["Kemin kaupunki"] == 2
    assert len(titles(text)) == 2


def test_the_order_is_chosen_and_stays_when_filtered(reader):
    published(1, title="Aamu")
    published(2, title="Ilta")
    for sort, order in (("newest", ["Ilta", "Aamu"]), ("title", ["Aamu", "Ilta"])):
        text = page(reader, f"/deeds?sort={sort}")
        assert titles(text) == order
        assert f'<input type="hidden" name="sort" value="{sort}">' in text


def test_best_match_is_an_order_only_when_there_are_words(reader):
    published()
    assert "best match first" not in page(reader)
    assert "<strong>best match first</strong>" in page(reader, "/deeds?q=kotihoito")


def test_pages_keep_what_was_asked(reader, monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 1)
    for day, title in enumerate("CBA"):
        published(day, title=title)
    text = page(reader, "/deeds?sector=social_health&page=2")
    assert titles(text) == ["B"]
    assert 'href="/deeds?sector=social_health&amp;page=3" rel="next"' in text
    assert "There is no such page" in page(reader, "/deeds?sector=social_health&page=9")


def test_a_typing_error_is_forgiven_and_the_right_word_offered(reader):
    published(title="Kotihoidon työvuorot")
    text = page(reader, "/deeds?q=kotihioto&sector=social_health")
    assert titles(text) == ["Kotihoidon työvuorot"]
    assert "Did you mean" in text
    assert '<a href="/deeds?sector=social_health&amp;q=kotihoito">kotihoito</a>' in text


def test_a_query_without_an_answer_says_so_and_shows_other_ways(reader):
    published()
    text = page(reader, "/deeds?q=avaruusraketti")
    assert titles(text) == []
    assert "No deed answers this" in text
    assert 'href="/partners/new"' in text
    assert 'href="/tips/new"' in text


def test_without_any_deed_it_asks_for_the_first(reader):
    text = page(reader)
    assert "No deeds yet" in text
    assert 'href="/deeds/tell"' in text


def test_while_the_index_is_built_it_says_how_far(reader, monkeypatch):
    published()
    answer = catalogue.Answer(0, (), dict.fromkeys(catalogue.Question().choices, ()), "", 42)
    monkeypatch.setattr(listing, "search", lambda question: answer)
    text = page(reader)
    assert "42% is ready" in text
    assert "No deeds yet" not in text


def test_feeds_have_the_filters_but_neither_order_nor_page(reader):
    published(sector="education")
    text = reader.get("/deeds?q=teko&sector=education&sort=title&page=1").text
    address = "/deeds/feed.atom?q=teko&amp;sector=education&amp;lang=en"
    assert text.count(f'href="{address}"') >= 1
    assert (
        f'type="application/atom+xml" title="Tekojen tori: newest deeds (Atom)" href="{address}"'
        in text
    )
    assert reader.get(unescape(address)).status_code == 200


def test_a_deed_speaks_its_own_language_on_a_page_of_another(reader):
    published(language="sv", title="Hemvården", need="Det var bråttom.")
    text = page(reader)
    assert 'lang="sv">Hemvården</a>' in text
    assert '<p lang="sv">Det var bråttom.</p>' in text


def test_no_address_is_an_error(reader):
    published()
    for query in (
        "q=%00%ff%F0%9F%98%80",
        "q=" + "kotihoito+" * 900,
        "q=%22%5B(%7B%2A%3F",
        "sector=nonsense&theme=%3Cscript%3E&organisation=%00",
        "page=-1&sort=%27",
        "page=999999999999999999999",
        "&".join(f"theme=t{n}" for n in range(300)),
    ):
        assert reader.get(f"/deeds?{query}").status_code == 200, query


def test_hostile_words_are_shown_as_text(reader):
    published(title=HOSTILE, organisation=HOSTILE, need=HOSTILE)
    text = page(reader, "/deeds?q=kotihoito+%3Cscript%3Ealert(1)&theme=%3Cscript%3Ealert(1)")
    text += page(reader, "/deeds?q=kotihoito")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_searches_are_not_for_search_engines_but_the_catalogue_is(reader):
    published()
    assert "noindex" in reader.get("/deeds?q=kotihoito").text
    assert "noindex" not in reader.get("/deeds").text


def test_on_a_phone_the_filters_are_folded_unless_one_is_chosen(reader):
    published()
    phone = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile"}
    assert '<details class="facet" open>' in reader.get("/deeds").text
    assert '<details class="facet" open>' not in reader.get("/deeds", headers=phone).text
    chosen = reader.get("/deeds?stage=done", headers=phone).text
    assert chosen.count('<details class="facet" open>') == 1
