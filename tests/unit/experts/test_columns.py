import pytest

from services.experts.columns import ALL_COLUMNS, BY_FIELD, read_cell, write_cell
from shared.web.csv_columns import find_column

pytestmark = pytest.mark.usefixtures("words")


@pytest.mark.parametrize("title", ["sähköposti", " E-post ", "EMAIL", "email"])
def test_a_column_is_known_by_its_title_in_any_language(title):
    assert find_column(title, ALL_COLUMNS).field == "email"


def test_a_contract_column_is_known_by_its_number():
    assert find_column("sopimus 2 päivähinta", ALL_COLUMNS).field == "contracts.1.day_rate"


def test_an_unknown_title_is_no_column():
    assert find_column("kengännumero", ALL_COLUMNS) is None


def test_no_title_stands_for_two_columns():
    for place in range(3):
        titles = [column.titles[place] for column in ALL_COLUMNS]
        assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("processes | wellbeing", ["processes", "wellbeing"]),
        ("Prosessien kehittäminen; Arbetshälsa", ["processes", "wellbeing"]),
        ("processes, wellbeing", ["processes", "wellbeing"]),
        ("Renewing ways of working, customer orientation", ["renewal"]),
        ("", []),
        ("nonsense", ["nonsense"]),
    ],
)
def test_a_list_is_read_by_id_or_by_name(cell, ids):
    assert read_cell(BY_FIELD["themes"], cell) == ids


@pytest.mark.parametrize(
    ("cell", "value"), [("Kyllä", True), ("x", True), ("ei", False), ("", False), ("ehkä", "ehkä")]
)
def test_yes_and_no_are_read_in_plain_words(cell, value):
    assert read_cell(BY_FIELD["remote"], cell) == value


@pytest.mark.parametrize("cell", ["fi", "Suomi", "finska"])
def test_a_language_is_read_by_its_name_too(cell):
    assert read_cell(BY_FIELD["language"], cell) == "fi"


@pytest.mark.parametrize(
    ("field", "value", "cell"),
    [
        ("remote", True, "kyllä"),
        ("contracts.0.start", "2025-01-01", "1.1.2025"),
        ("contracts.0.day_rate", 85050, "850,50"),
        ("regions", ["uusimaa", "lappi"], "uusimaa | lappi"),
        ("phone", "", ""),
        ("contracts.1.start", None, ""),
    ],
)
def test_a_stored_value_is_written_as_it_would_be_typed(field, value, cell):
    assert write_cell(BY_FIELD[field], value) == cell
