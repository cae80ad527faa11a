import pytest

from shared.spreadsheet import guarded, write_rows


@pytest.mark.parametrize("cell", ["=1+1", "+358 40", "-1", "@SUM(A1)", "\t=1", " =1", "'=1"])
def test_a_spreadsheet_runs_no_cell(cell):
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Porvoo", "040 123", "a=b", "Ääneseudun kuntayhtymä"])
def test_other_cells_stay_as_they_are(cell):
    assert guarded(cell) == cell


def test_excel_reads_the_letters_and_the_columns():
    assert write_rows([["Työ", "a;b"]]) == '\ufeffTyö;"a;b"\r\n'.encode()
