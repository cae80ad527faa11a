import pytest

from services.deeds.search.marking import EXCERPT_LETTERS, Marker


def shown(pieces):
    """Found words in brackets."""
    return "".join(f"[{piece}]" if found else piece for piece, found in pieces)


def card(**texts):
    empty = dict.fromkeys(("need", "goal", "done", "results", "surprises", "advice"), "")
    return empty | texts


@pytest.fixture
def marker(catalogue):
    return catalogue("Kotihoidon reitit", "Työvuorojen suunnittelu").marker


def test_the_whole_word_is_marked_in_whatever_form_it_stands(marker):
    pieces = marker("kotihoito").marked("Kotihoidossa, kotihoidon ja hoidon", "fi")
    assert shown(pieces) == "[Kotihoidossa], [kotihoidon] ja hoidon"


def test_pieces_are_the_text_itself_with_nothing_escaped_or_lost(marker):
    text = "<b>Kotihoito</b> & <script>alert('kotihoito')</script>\n"
    pieces = marker("kotihoito").marked(text, "fi")
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, found in pieces if found] == ["Kotihoito", "kotihoito"]


def test_the_excerpt_is_the_passage_that_answers_most(marker):
    texts = card(
        need="Ensin kerrotaan muusta. " * 20,
        done="Reitit piirrettiin. Sitten " + "odotettiin kauan " * 15 + ". Kotihoidon reitit!",
    )
    found = shown(marker("kotihoidon reitit").excerpt(texts, "fi"))
    assert found == "… [Kotihoidon] [reitit]!"


def test_a_word_again_and_again_weighs_no_more_than_once(marker):
    texts = card(need="Reitit, reitit, reitit.", done="Kotihoidon reitit.")
    assert "Kotihoidon" in shown(marker("kotihoidon reitit").excerpt(texts, "fi"))


def test_without_found_words_it_is_the_beginning_of_the_need():
    texts = card(need="Tarve on suuri. " * 40, done="Tehtiin.")
    found = shown(Marker([]).excerpt(texts, "fi"))
    assert found.startswith("Tarve on suuri.")
    assert found.endswith(" …")
    assert len(found) <= EXCERPT_LETTERS + 2


def test_one_endless_sentence_is_cut(marker):
    found = shown(marker("kotihoito").excerpt(card(need="a" * 5000 + " kotihoito"), "fi"))
    assert len(found) <= EXCERPT_LETTERS + 10


def test_a_deed_without_texts_has_an_empty_excerpt():
    assert Marker([]).excerpt(card(), "fi") == ()
