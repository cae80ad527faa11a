"""What is no catalogue is refused before a row of it is looked at."""

import pytest
from flask import Flask
from flask_babel import Babel

from services.deeds.forms.import_columns import ALL_COLUMNS, COLUMNS, EXAMPLES, NEEDED
from services.deeds.forms.import_rows import check_file
from services.deeds.words.importing import COLUMNS as EXPLAINED
from shared.errors import InvalidInput
from shared.web.csv_columns import find_column

HEADER = ";".join(NEEDED)


@pytest.fixture(autouse=True)
def english():
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.app_context():
        yield


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is not a CSV file"),
        (b"id;title\n1;x", "These columns are missing: need, goal"),
        (f"{HEADER};shoe size\n1".encode(), "not known: shoe size"),
        (f"{HEADER};nimi\n1".encode(), "stand twice: name"),
        (HEADER.encode(), "no deeds"),
        (f'{HEADER}\n1;"never closed'.encode(), "a quotation mark may be missing"),
        (f"{HEADER}\n".encode() + b"x\n" * 20_001, "more than 20000 rows"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_in_plain_words(content, words):
    with pytest.raises(InvalidInput) as refused:
        check_file(content)
    assert words in refused.value.errors["file"][0]


def test_no_title_means_two_columns_in_any_language():
    for column in ALL_COLUMNS:
        for title in (*column.titles, column.field):
            assert find_column(title, ALL_COLUMNS) is column


def test_every_column_is_explained_with_an_example():
    fields = [column.field for column in COLUMNS]
    assert list(EXAMPLES) == fields
    assert set(EXPLAINED) == set(fields)
