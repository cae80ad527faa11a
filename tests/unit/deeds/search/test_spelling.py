from services.deeds.search.spelling import one_letter_away


def test_a_typing_error_is_answered_and_the_right_word_suggested(catalogue):
    found = catalogue("Perehdytys alkaa ajoissa")
    assert found.suggestion("uusi perehdytis, kiitos") == "uusi perehdytys, kiitos"


def test_a_right_word_that_stands_only_inflected_is_found_through_the_lexicon(catalogue):
    found = catalogue("Työvuorosuunnittelusta iloa")
    assert found.suggestion("työvuorosunnittelu") == "työvuorosuunnittelu"
    assert found.by("työvuorosunnittelu") == [1]


def test_a_word_as_it_should_be_is_left_alone(catalogue):
    found = catalogue("Kassa täsmää")
    assert found.suggestion("kassa") == ""
    assert found.suggestion("kissa") == ""  # no deed has it, but it is a word


def test_words_shorter_than_five_letters_are_taken_as_they_are(catalogue):
    found = catalogue("Kuva kertoo")
    assert found.suggestion("kuvx") == ""


def test_one_letter_away():
    assert {"hoit", "hoitoo", "hiito", "ohito"} <= one_letter_away("hoito")
    assert "hoito" not in one_letter_away("hoito")
    assert "hiit" not in one_letter_away("hoito")
