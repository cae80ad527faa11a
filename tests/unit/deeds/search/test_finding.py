"""How Finns write, and what is found by it."""

import pytest

OTHERS = ("Kirjaston uudet aukiolot", "Lumi aurataan ajoissa", "Palkka maksetaan oikein")


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("kotihoito", "Kotihoidon reitit uusiksi"),
        ("kotihoidossa", "Kotihoito kuntoon"),
        ("hoito", "Kotihoidon kehittäminen"),  # the end of a compound
        ("koti", "Kotihoidon kehittäminen"),  # and its beginning
        ("vuorosuunnittelu", "Työvuorosuunnittelu yhdessä"),  # the end of a longer one
        ("vuorosuunnittelu", "Työvuorojen suunnittelu yhdessä"),  # its parts as words of their own
        ("työ vuoro suunnittelu", "Työvuorosuunnittelu yhdessä"),  # written apart
        ("koti hoito", "Kotihoito kuntoon"),
        ("hiljaisentiedon siirto", "Hiljainen tieto talteen"),  # written together by mistake
        ("hoito-ohje", "Hoito-ohjeet ajan tasalle"),
        ("hoitoohje", "Hoito-ohjeet ajan tasalle"),  # with or without the hyphen
        ("suunnitella", "Yhteinen suunnittelu"),  # the verb of a noun
        ("Teamsissa", "Teamsin pelisäännöt"),  # a name that no lexicon knows
        ("takaisinsoitto", "Takaisinsoitosta apua"),
        ("kotihoitoo", "Kotihoidon reitit"),  # a letter too many
        ("perehdtys", "Perehdytys alkaa ajoissa"),  # one too few
        ("perehdytsy", "Perehdytys alkaa ajoissa"),  # two in the wrong order
        ("PEREHDYTYS", "Perehdytys alkaa ajoissa"),
    ],
)
def test_a_word_is_found_as_people_write_it(catalogue, asked, title):
    found = catalogue(*OTHERS, title)
    assert found.by(asked) == [4]


@pytest.mark.parametrize("asked", ["hemvård", "hemvården", "vård", "hem"])
def test_swedish_is_found_by_stem_and_by_the_parts_of_a_compound(catalogue, asked):
    found = catalogue(*OTHERS, {"title": "Kortare rutter i hemvården", "language": "sv"})
    assert found.by(asked) == [4]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("skolan", "Skolorna planerar"),  # definite forms
        ("läkemedlet", "Säkrare läkemedel"),
        ("brandmän", "Brandmannen övar"),  # a plural that changes its vowel
        ("byggnader", "En byggnad värms"),
        ("fakturering", "Fakturor i tid"),  # a word made of another
        ("skol mat", "Skolmaten smakar"),  # a compound written apart
        ("planering av skift", "Skiftplanering tillsammans"),
        ("maten i skolan", "Bättre mat i skolorna"),  # words that only join others
    ],
)
def test_swedish_is_found_as_it_is_written(catalogue, asked, title):
    found = catalogue(*OTHERS, {"title": title, "language": "sv"})
    assert found.by(asked) == [4]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("palaveri", "Kokoukset lyhyemmiksi"),
        ("esimiehille", "Esihenkilöiden vertaisryhmä"),
        ("uupuneet vanhemmat", "Vanhempien väsymys puheeksi"),
        ("talonmies", "Kiinteistönhoitajien työ"),
    ],
)
def test_a_word_is_found_by_another_that_means_the_same(catalogue, asked, title):
    assert catalogue(*OTHERS, title).by(asked) == [4]


def test_the_word_itself_goes_before_one_that_means_the_same(catalogue):
    assert catalogue("Kokous kuntoon", "Palaveri kuntoon", *OTHERS).by("palaveri") == [2, 1]


def test_a_word_that_no_deed_has_is_sought_in_the_other_language(catalogue):
    found = catalogue(*OTHERS, {"title": "Småbarnspedagogik i skogen", "language": "sv"})
    assert found.by("varhaiskasvatus") == [4]


def test_a_word_that_deeds_have_is_not_sought_in_the_other_language(catalogue):
    swedish = {"title": "Småbarnspedagogik i skogen", "language": "sv"}
    assert catalogue("Varhaiskasvatus metsässä", swedish, *OTHERS).by("varhaiskasvatus") == [1]


@pytest.mark.parametrize("asked", ["Åbo", "Turussa", "turun"])
def test_a_municipality_is_found_by_either_of_its_names(catalogue, asked):
    found = catalogue(
        *OTHERS,
        {"title": "Luovuus", "organisation": "Turun kaupunki"},
        {"title": "Delaktighet", "organisation": "Åbo stad", "language": "sv"},
    )
    assert sorted(found.by(asked)) == [4, 5]


def test_who_asks_for_a_place_and_a_topic_gets_the_place_first(catalogue):
    found = catalogue(
        "Päiväkoti metsässä",
        "Päiväkotien yhteinen päiväkoti",
        {"title": "Metsäretki", "need": "Päiväkoti on ahdas.", "organisation": "Porvoon kaupunki"},
        *OTHERS,
    )
    assert found.by("Porvoon päiväkodit")[0] == 3


def test_a_deed_that_answers_both_words_goes_before_one_that_has_one_in_its_title(catalogue):
    found = catalogue(
        "Hoivakoti, hoivakodin arki", {"title": "Arki", "need": "Hoivakodin lääkkeet"}
    )
    assert found.by("hoivakotien lääkkeistä")[0] == 2


def test_what_answers_far_worse_than_the_best_is_left_out(catalogue):
    labels = {"title": "Muu", "sector": "employment"}  # found by the name of its sector only
    found = catalogue("Työllisyyspalvelut: työllisyyspalvelujen työllisyyspalvelu", labels, *OTHERS)
    assert found.by("työllisyyspalvelut") == [1]


def test_english_is_found_by_its_stem(catalogue):
    found = catalogue(*OTHERS, {"title": "Planning of shifts", "language": "en"})
    assert found.by("shift plans") == [4]


@pytest.mark.parametrize("asked", ["Kemi", "Kemissä", "kemissä", "Kemin", "Kemin kaupungilla"])
def test_a_place_is_found_as_it_is_inflected(catalogue, asked):
    found = catalogue(*OTHERS, {"title": "Luovuus", "organisation": "Kemin kaupunki"}, "Kemijärvi")
    assert found.by(asked) == [4]


def test_a_region_is_found_by_its_name_in_either_language(catalogue):
    found = catalogue(*OTHERS, {"title": "Luovuus", "region": "uusimaa"})
    assert found.by("Uudellamaalla") == found.by("Nyland") == [4]


@pytest.mark.parametrize("asked", ["ydinvoimala", "kiinteistövero", "zzzz", "kissa", "лес", "雪"])
def test_what_nobody_has_written_about_has_no_answer(catalogue, asked):
    # neither by a part of the compound nor by a word that is one letter away and means another
    found = catalogue("Kiinteistöjen huolto", "Kassa täsmää", "Voimalan varjossa")
    assert found.by(asked) == []


def test_the_word_in_the_title_goes_before_the_need_and_that_before_the_text(catalogue):
    found = catalogue(
        {"title": "Yksi", "done": "Perehdytys alkoi."},
        {"title": "Kaksi", "need": "Perehdytys puuttui."},
        {"title": "Perehdytys"},
        *OTHERS,
    )
    assert found.by("perehdytys") == [3, 2, 1]


def test_the_word_itself_goes_before_compounds_that_end_with_it_and_those_that_begin(catalogue):
    found = catalogue("Hoitotarvikkeet kuntoon", "Kotihoito kuntoon", "Hoito kuntoon", *OTHERS)
    assert found.by("hoito") == [3, 2, 1]


def test_words_beside_each_other_go_before_the_same_words_apart(catalogue):
    found = catalogue(
        "Uusi johtaminen ja vanha malli sekä tapa", "Uusi malli ja vanha johtaminen", *OTHERS
    )
    assert found.by("uusi malli") == [2, 1]


def test_words_of_one_family_follow_the_word_itself_and_answer_nothing_alone(catalogue):
    found = catalogue("Siivoojat ja koulut", "Siivous päivällä", *OTHERS)
    assert found.by("siivous") == [2, 1]
    assert found.by("siivouskärry") == []


def test_a_word_that_joins_others_may_be_missing(catalogue):
    found = catalogue(*OTHERS, "Esihenkilöiden työnjako")
    assert found.by("miten esihenkilöiden ja työnjako") == [4]


def test_several_words_of_a_long_query_must_be_answered(catalogue):
    others = [f"Teko numero {number}" for number in range(60)]
    found = catalogue("Kirjaston työt", "Lumi, palkka ja kirjasto uusiksi", *others)
    assert found.by("lumi palkka kirjasto avaruus valas") == [2]


def test_a_common_word_does_not_answer_for_a_rare_one_that_nobody_has_used(catalogue):
    found = catalogue(*[f"Palvelun kehittäminen {number}" for number in range(20)], "Teko")
    assert found.by("ydinvoimalan kehittäminen") == []


def test_signs_alone_ask_for_everything(catalogue):
    assert len(catalogue(*OTHERS).by("?! …")) == 3


@pytest.mark.parametrize(
    "asked",
    [
        "<script>alert(1)</script>",
        "a" * 10_000,
        "ja " * 5_000,
        '"; drop title:* AND (',
        "\x00\ud800\u202e",
        "a\u0308iti",
        "työ-" * 60,
        "kerrostalotyömaavastaavakokoontumisajohuoltoasematyöntekijä" * 4,
    ],
)
def test_no_text_is_an_error(catalogue, asked):
    catalogue(*OTHERS).by(asked)


def test_letters_in_two_codes_are_the_same_letters(catalogue):
    found = catalogue(*OTHERS, {"title": "Pa\u0308iva\u0308koti aukeaa"})
    assert found.by("päiväkoti") == found.by("pa\u0308iva\u0308koti") == [4]
