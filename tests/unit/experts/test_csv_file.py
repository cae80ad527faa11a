import pytest

from services.experts.csv_file import decode, read_rows
from shared.errors import InvalidInput
from shared.spreadsheet import guarded, unguarded, write_rows

pytestmark = pytest.mark.usefixtures("words")


def refusal(action, *given):
    with pytest.raises(InvalidInput) as caught:
        action(*given)
    return caught.value.errors["file"][0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_finnish_letters_are_read_as_spreadsheets_save_them(encoding):
    assert decode("nimi\nÅke Äijö".encode(encoding)) == "nimi\nÅke Äijö"


@pytest.mark.parametrize("separator", [",", ";"])
def test_commas_and_semicolons_separate_alike(separator):
    text = f'a{separator}b\r\n"x{separator}y"{separator}z'
    assert read_rows(text) == [(1, ["a", "b"]), (2, [f"x{separator}y", "z"])]


def test_a_comma_in_a_title_does_not_hide_the_semicolons():
    assert read_rows('"day, rate";b\n1;2')[0] == (1, ["day, rate", "b"])


def test_empty_rows_are_passed_over_but_counted():
    assert [number for number, _cells in read_rows("a;b\n;\n\n1;2")] == [1, 4]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty"),
        (b"  \n ", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a CSV file"),
        (b"nimi;yritys\x00\n", "not a CSV file"),
        (b"PK\x03\x04\x14\x00\x06\x00xl/workbook.xml", "not a CSV file"),
        (b"a;b\n" * 400_000, "larger than 1 MB"),
    ],
)
def test_a_file_that_is_no_csv_is_refused_in_plain_words(raw, words):
    assert words in refusal(decode, raw)


def test_a_missing_quotation_mark_is_told():
    assert "quotation mark" in refusal(read_rows, 'a;b\n"never closed;2\n')


def test_more_rows_than_a_pool_can_have_are_refused():
    assert "more than" in refusal(read_rows, "a;b\n" + "1;2\n" * 2001)


@pytest.mark.parametrize("cell", ["=1+1", "+358 40", "-1", "@SUM(A1)", "\t=1", "'=1", "''+1"])
def test_what_a_spreadsheet_would_run_is_guarded_and_comes_back(cell):
    assert guarded(cell).startswith("'")
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["Aino", "", "'tis", "a=1"])
def test_plain_cells_are_left_alone(cell):
    assert guarded(cell) == unguarded(cell) == cell


def test_written_rows_are_read_back():
    rows = [["nimi", "teksti"], ["=cmd|' /C calc'!A0", 'rivi\nkaksi; "lainaus"']]
    assert [cells for _number, cells in read_rows(decode(write_rows(rows)))] == rows
