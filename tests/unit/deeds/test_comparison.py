"""Two versions side by side: what is only in one of them is marked."""

import time

import pytest

from services.deeds.staff.review.comparison import compared


def marked(pieces):
    return "".join(f"[{text}]" if changed else text for text, changed in pieces)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("Listat tehtiin yksin.", "Listat tehtiin yhdessä.", "Listat tehtiin [yksin.]", None),
        ("Listat yhdessä", "Listat tehdään yhdessä", "Listat yhdessä", "Listat [tehdään ]yhdessä"),
        ("", "Uutta", "", "[Uutta]"),
        ("Vanhaa", "", "[Vanhaa]", ""),
        ("Sama teko", "Sama teko 2.0", "Sama teko", "Sama teko [2.0]"),
    ],
)
def test_changed_words_are_marked_in_the_version_that_has_them(before, after, old, new):
    found = compared(before, after)

    assert marked(found.before) == old
    assert new is None or marked(found.after) == new


def test_line_ends_alone_make_no_difference():
    found = compared("Yksi kaksi", "Yksi\n\nkaksi")

    assert not any(changed for _text, changed in (*found.before, *found.after))


@pytest.mark.parametrize("before", ["a b\nc", " alku ja loppu \n", "<b>&amp;</b>", ""])
def test_the_pieces_joined_are_the_text(before):
    found = compared(before, "a c\n<b>")

    assert "".join(text for text, _ in found.before) == before
    assert "".join(text for text, _ in found.after) == "a c\n<b>"


def test_ten_thousand_words_are_compared_at_once():
    words = [f"sana{number % 90}" for number in range(10_000)]
    began = time.perf_counter()

    compared(" ".join(words), " ".join(reversed(words)))
    compared(" ".join(words[:1500]), " ".join(reversed(words[:1500])))

    assert time.perf_counter() - began < 2
