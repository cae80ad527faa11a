from datetime import date

import pytest

from services.experts.catalogue import Wish, arranged, counts, find, in_alphabet
from services.experts.documents import Expert


def expert(name, **changes):
    return Expert(
        **{
            "id": name,
            "name": name,
            "company": "Yritys Oy",
            "email": f"{name}@pool.example",
            "language": "fi",
            "description": {"fi": "Sparraaja", "sv": "", "en": ""},
            "themes": ["processes"],
            "languages": ["fi"],
            "regions": ["uusimaa"],
            "remote": False,
            "contracts": [
                {"number": "1", "start": "2027-01-01", "end": "2027-12-31", "day_rate": 1}
            ],
        }
        | changes
    )


POOL = [
    expert("aino", themes=["processes", "future"], languages=["fi", "sv"]),
    expert("mikko", regions=["lappi"], description={"fi": "Työyhteisösovittelija Åbosta"}),
    expert("sari", themes=["future"], regions=[], remote=True, company="Ääni & Öljy Oy"),
]


def names(wish):
    return [found.name for found in find(POOL, wish)]


def test_no_wish_finds_everyone():
    assert names(Wish()) == ["aino", "mikko", "sari"]


def test_within_a_group_one_match_is_enough():
    assert names(Wish(places=("lappi", "uusimaa"))) == ["aino", "mikko"]


def test_between_groups_each_must_match():
    assert names(Wish(themes=("future",), languages=("sv",))) == ["aino"]


def test_remote_is_chosen_beside_the_regions():
    assert names(Wish(places=("lappi", "remote"))) == ["mikko", "sari"]


@pytest.mark.parametrize(
    "text", ["TYÖYHTEISÖ", "åbosta työ", "tyo\u0308yhteiso\u0308sovittelija", "  Åbo  "]
)
def test_words_are_found_with_finnish_letters_in_any_case_and_composition(text):
    assert names(Wish(text=text)) == ["mikko"]


def test_the_company_is_searched_too():
    assert names(Wish(text="öljy")) == ["sari"]


def test_every_word_must_be_found():
    assert names(Wish(text="sparraaja åbosta")) == []


def test_the_search_takes_signs_as_they_are_written():
    assert names(Wish(text=".*")) == []


def test_only_those_under_contract_on_the_day_fit():
    assert names(Wish(day=date(2027, 12, 31))) == ["aino", "mikko", "sari"]
    assert names(Wish(day=date(2028, 1, 1))) == []


def test_a_count_tells_how_many_fit_with_that_option_and_the_other_groups_as_chosen():
    counted = counts(POOL, Wish(themes=("future",), languages=("fi",)))
    assert counted["themes"] == {"processes": 2, "future": 2}
    assert counted["languages"] == {"fi": 2, "sv": 1}
    assert counted["places"] == {"uusimaa": 1, "remote": 1}


def test_finnish_letters_come_after_z():
    assert sorted(["Öman", "Zorn", "Äijö", "Åberg", "abel"], key=in_alphabet) == [
        "abel", "Zorn", "Åberg", "Äijö", "Öman",
    ]  # fmt: skip


def test_the_list_can_be_ordered_by_company():
    assert [one.name for one in arranged(POOL, "company")] == ["aino", "mikko", "sari"]
