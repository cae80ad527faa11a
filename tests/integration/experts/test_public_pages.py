"""What anyone sees of the pool."""

import re

import pytest

from services.experts.handlers import end_expert, find_expert
from tests.integration.experts.conftest import BOSS
from tests.unit.experts.samples import contract

HOSTILE = "<script>alert(1)</script> & 'Oy' {{7*7}}"


def page(client, address, status=200):
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", answer.text)


@pytest.fixture
def pool(add):
    return [
        add(
            name="Aino A", themes=["processes"], languages=["fi"], regions=["uusimaa"], remote=False
        ),
        add(
            name="Mikko M",
            themes=["future"],
            languages=["fi", "sv"],
            regions=["lappi"],
            remote=True,
        ),
        add(name="Coming C", contracts=[contract(start="2099-01-01")]),
        add(name="Past P", contracts=[contract(start="2020-01-01", end="2020-12-31")]),
        add(name="Without W", contracts=[]),
    ]


def listed(client, query=""):
    return re.findall(
        r'card-title"><a href="/experts/\w+">([^<]+)<', page(client, "/experts" + query)
    )


def test_the_catalogue_lists_those_with_a_contract_in_force_or_coming(visitor, pool):
    assert listed(visitor) == ["Aino A", "Coming C", "Mikko M"]


def test_an_ended_expert_leaves_the_catalogue_at_once(app, visitor, pool):
    with app.app_context():
        end_expert(find_expert(pool[0].id), "Retired", BOSS)
    assert listed(visitor) == ["Coming C", "Mikko M"]
    text = page(visitor, f"/experts/{pool[0].id}", 410)
    assert "no longer under contract" in text
    assert "Aino" not in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?theme=future", ["Mikko M"]),
        ("?theme=future&theme=processes", ["Aino A", "Coming C", "Mikko M"]),
        ("?language=sv&place=remote", ["Coming C", "Mikko M"]),
        ("?place=lappi", ["Mikko M"]),
        ("?q=mikko", ["Mikko M"]),
        ("?date=1.2.2027", ["Aino A", "Mikko M"]),
        ("?date=2099-06-01", ["Aino A", "Coming C", "Mikko M"]),
        ("?theme=nonsense&page=-3&sort=zzz", ["Aino A", "Coming C", "Mikko M"]),
        ("?page=99", ["Aino A", "Coming C", "Mikko M"]),
    ],
)
def test_the_address_holds_the_filters(visitor, pool, query, names):
    assert listed(visitor, query) == names


def test_each_option_tells_how_many_it_would_leave(visitor, pool):
    text = page(visitor, "/experts?language=sv")
    assert "Well-being at work" not in text
    assert re.search(r'Future ways of working and services <span class="muted">\(1\)', text)
    assert re.search(r'Developing processes <span class="muted">\(1\)', text)


def test_a_chosen_filter_can_be_taken_away_by_a_link(visitor, pool):
    text = page(visitor, "/experts?theme=future&theme=processes&language=fi&page=2")
    assert 'href="/experts?theme=processes&amp;language=fi"' in text
    assert 'href="/experts?theme=future&amp;theme=processes"' in text


def test_nobody_fits_is_told_with_a_way_on(visitor, pool):
    assert "No expert fits all of these" in page(visitor, "/experts?q=zzzz")


def test_an_unreadable_date_is_told_and_kept(visitor, pool):
    text = page(visitor, "/experts?date=next+week")
    assert "Write the date as day.month.year" in text
    assert 'value="next week"' in text


def test_what_was_typed_is_shown_escaped(visitor, pool):
    text = page(visitor, "/experts?q=%3Cscript%3Ealert(1)%3C/script%3E&date=%22%3E%3Cb%3E")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_hostile_profile_is_only_text(visitor, add):
    expert = add(
        name=HOSTILE,
        email="h@pool.example",
        company=HOSTILE,
        description={"fi": "</script><script>alert(2)</script>", "sv": "", "en": ""},
    )
    for address in ("/experts", f"/experts/{expert.id}", f"/experts/compare?id={expert.id}"):
        text = page(visitor, address)
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;Oy&#39; {{7*7}}" in text


def test_a_missing_translation_falls_back_to_finnish_and_says_so(visitor, add):
    expert = add()
    english = page(visitor, f"/experts/{expert.id}?lang=en")
    assert re.search(r'<div lang="fi"><div class="prose[^>]*>Prosessit kuntoon.', english)
    swedish = page(visitor, f"/experts/{expert.id}?lang=sv")
    assert "Processer i skick." in swedish
    assert '<div lang="fi">' not in swedish


def test_the_profile_leads_to_an_application_with_this_expert(visitor, add):
    expert = add()
    text = page(visitor, f"/experts/{expert.id}")
    assert f'href="/sparring/apply?expert={expert.id}"' in text
    assert "31 December 2099" in text
    assert "850" not in re.sub(r'href="[^"]*"', "", text).replace("+358", "")


def test_the_profile_tells_search_engines_who_it_is(visitor, add):
    text = page(visitor, f"/experts/{add().id}")
    assert (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Person"'
        in text
    )


def test_an_unknown_expert_is_not_found(visitor):
    assert "Page not found" in page(visitor, "/experts/nobody", 404)


def test_three_experts_stand_side_by_side_and_no_more(visitor, pool, add):
    fourth = add(name="Fourth F")
    ids = [pool[0].id, pool[1].id, pool[2].id, fourth.id]
    text = page(visitor, "/experts/compare?" + "&".join(f"id={one}" for one in ids))
    assert re.findall(r'card-title"><a[^>]*>([^<]+)<', text) == ["Aino A", "Mikko M", "Coming C"]
    assert "At most 3 experts" in text


def test_a_compared_expert_can_be_taken_away(visitor, pool):
    text = page(visitor, f"/experts/compare?id={pool[0].id}&id={pool[1].id}")
    assert f'href="/experts/compare?id={pool[1].id}"' in text


def test_comparing_nobody_or_somebody_gone_is_told(visitor, pool):
    assert "No experts are chosen" in page(visitor, "/experts/compare")
    text = page(visitor, f"/experts/compare?id={pool[3].id}&id=nonsense")
    assert "no longer in the pool" in text
