import pytest

from services.deeds.search import analysis, lexicon
from services.deeds.search.analysis import terms_of


@pytest.mark.parametrize(
    ("word", "exact", "more"),
    [
        ("kotihoidossa", {"kotihoito"}, {"<koti", ">hoito"}),
        ("sairaanhoitajien", {"sairaanhoitaja"}, {"<sairas", ">hoitaja"}),
        (
            "työvuorosuunnittelun",
            {"työvuorosuunnittelu"},
            {"<työ", "<vuoro", "<työvuoro", ">suunnittelu", ">vuorosuunnittelu"},
        ),
        ("sote-palvelut", {"sotepalvelu"}, {"<sote", ">palvelu"}),
        ("Kemijärvellä", {"kemijärvi"}, set()),  # no lake of Kemi's
        ("Pohjois-Savossa", {"pohjoissavo"}, {"<pohjoinen", ">savo"}),
        ("perehdytyksestä", {"perehdytys"}, {"~perehdyttää"}),
        ("Teams-kokoukset", {"teamskokous"}, {"<teams", ">kokous"}),
        ("Kuntekoon", {"kunteko"}, set()),
    ],
)
def test_a_finnish_word_is_its_base_form_and_its_parts(word, exact, more):
    terms = terms_of(word, "fi")
    assert set(terms.exact) == exact
    assert set(terms.more) == more


def test_a_word_with_several_readings_has_them_all():
    assert {"alku", "alusta"} <= set(terms_of("alusta", "fi").exact)


@pytest.mark.parametrize("word", ["ja", "että", "on", "me"])
def test_words_that_join_others_are_known(word):
    assert terms_of(word, "fi").function


def test_a_swedish_word_is_its_stem_and_may_be_a_compound_cut_anywhere():
    terms = terms_of("hemvården", "sv")
    assert terms.exact == ("sv.hemvård",)
    assert {"<sv.hem", ">sv.vård"} <= set(terms.more)


def test_the_streams_of_a_text_keep_its_order():
    assert analysis.streams("Kotihoidon uudet reitit", "fi")[0] == "kotihoito uusi reitti"


def test_the_forms_are_the_words_as_written_once_in_small_letters():
    assert analysis.forms(["Reitit, reitit", "Uudet"]) == "reitit uudet"


def test_without_the_lexicon_one_line_says_what_to_install(monkeypatch):
    libvoikko = pytest.importorskip("libvoikko")

    def missing(*_args):
        raise libvoikko.VoikkoException("no dictionary")

    monkeypatch.setattr(libvoikko, "Voikko", missing)
    with pytest.raises(lexicon.LexiconMissing, match="apt-get install libvoikko1 voikko-fi"):
        lexicon._voikko.__wrapped__()
