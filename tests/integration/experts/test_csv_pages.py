"""Import and export through the pages: all or nothing, unless asked to skip."""

import io
import re
from pathlib import Path

import pytest

from services.experts.csv_file import decode, read_rows
from services.experts.documents import Expert, Upload
from services.experts.handlers import end_expert, find_by_email, find_expert
from services.experts.importing import plan_file
from tests.integration.experts.conftest import BOSS, signed_in
from tests.unit.experts.samples import contract

DEMO = Path(__file__).parents[3] / "services" / "experts" / "demo_experts.csv"
HEADER = "nimi;yritys;sähköposti;viestien kieli;esittely suomeksi;teemat;työkielet;etänä"
GOOD = "Aino;Oy;aino@pool.example;fi;Hyvä;processes;fi;kyllä"
OTHER = "Mikko;Ky;mikko@pool.example;fi;Hyvä;future;fi;kyllä"
FAULTY = "Sari;Oy;sari@;fi;;climate | processes;fi;ehkä"


def table(*rows, header=HEADER):
    return "\n".join([header, *rows]).encode()


def choose(client, content, name="experts.csv"):
    return client.post("/staff/experts/import", data={"file": (io.BytesIO(content), name)})


def text(answer):
    return re.sub(r"\s+", " ", answer.text)


@pytest.fixture
def preview(manager):
    """Choose a file; its preview's address and what the preview says."""

    def preview(*rows, **changes):
        answer = choose(manager, table(*rows, **changes))
        assert answer.status_code == 303, text(answer)
        return answer.location, text(manager.get(answer.location))

    return preview


def emails():
    return sorted(expert.email for expert in Expert.objects)


def test_choosing_a_file_imports_nothing_yet(preview):
    _address, page = preview(GOOD, OTHER)
    assert "Aino, Oy, aino@pool.example" in page
    assert emails() == []


def test_a_confirmed_file_is_imported(manager, preview):
    address, _page = preview(GOOD, OTHER)
    answer = manager.post(address)
    assert (answer.status_code, answer.location) == (303, "/staff/experts")
    assert emails() == ["aino@pool.example", "mikko@pool.example"]
    assert "Added 2, changed 0, unchanged 0, skipped 0." in text(manager.get("/staff/experts"))
    assert find_by_email("aino@pool.example").history[0]["actor"]["name"] == "Paula Päällikkö"


def test_confirming_again_changes_nothing(manager, preview):
    address, _page = preview(GOOD)
    manager.post(address)
    manager.post(address)
    assert find_by_email("aino@pool.example").version == 1


def test_one_faulty_row_stops_the_whole_import(manager, preview):
    address, page = preview(GOOD, FAULTY)
    answer = manager.post(address)
    assert answer.status_code == 422
    assert "Nothing was imported" in text(answer)
    assert emails() == []


def test_the_report_tells_row_column_value_and_what_is_wrong(preview):
    _address, page = preview(GOOD, "", FAULTY)
    cells = [
        tuple(
            re.sub("<[^>]+>", "", cell)
            for cell in re.findall(r'cell-value">(.*?)</span></td>', row)
        )
        for row in re.findall(r'<tr role="row"><td.*?</tr>', page)
    ]
    assert cells == [
        ("4", "email", "sari@", "Write “E-mail” in the form name@example.fi"),
        ("4", "profile in Finnish", "(empty)", "Fill in “Description in Finnish”"),
        ("4", "themes", "climate | processes", "Choose from the given answers to “Themes”"),
        ("4", "remote", "ehkä", "“Also works remotely” must be yes or no"),
    ]


def test_faulty_rows_are_skipped_when_asked(manager, preview):
    address, _page = preview(GOOD, FAULTY, OTHER)
    assert manager.post(address, data={"skip": "yes"}).status_code == 303
    assert emails() == ["aino@pool.example", "mikko@pool.example"]


def test_a_known_expert_is_updated_and_missing_columns_stay(manager, preview, add):
    expert = add(email="aino@pool.example")
    address, page = preview("AINO@pool.example;050 999 9999", header="sähköposti;puhelin")
    assert "Aino Lehtoranta</a>: Phone" in page
    manager.post(address)
    stored = find_expert(expert.id)
    assert stored.phone == "050 999 9999"
    assert stored.contracts == expert.contracts
    assert stored.description == expert.description


def test_contracts_of_a_row_are_checked_like_those_of_the_form(preview):
    header = HEADER + ";sopimus 1 numero;sopimus 1 alkaa;sopimus 1 päättyy;sopimus 1 päivähinta"
    header += ";sopimus 3 numero;sopimus 3 alkaa;sopimus 3 päättyy;sopimus 3 päivähinta"
    _address, page = preview(
        GOOD + ";A;1.1.2025;31.12.2025;800;C;1.2.2026;x;-1",
        OTHER + ";A;1.1.2025;31.12.2025;800;C;31.12.2025;31.12.2026;800",
        header=header,
    )
    assert "contract 3 end" in page
    assert "contract 3 day rate" in page
    assert "contract 1 end" not in page
    assert "Contract periods may not overlap" in page


def test_the_same_address_twice_in_a_file_is_faulty(preview):
    _address, page = preview(GOOD, GOOD)
    assert "The same e-mail address is already on row 2." in page


def test_an_expert_who_left_is_not_changed_by_a_file(app, preview, add):
    expert = add(email="aino@pool.example")
    with app.app_context():
        end_expert(expert, "Retired", BOSS)
    _address, page = preview(GOOD)
    assert "This expert has left the pool" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is not a CSV file"),
        (b"nimi;yritys\x00", "This is not a CSV file"),
        (b"one;two\n1;2", "No column of the file is known"),
        (b"email;shoe size\na@b.fi;44", "These columns are not known: shoe size"),
        (b"email;email\na@b.fi;a@b.fi", "These columns stand twice: email"),
        (b"name;company\nA;B", "The column “email” is missing"),
        (b"email;name\n", "no experts"),
        (b'email;name\na@b.fi;"never closed', "a quotation mark may be missing"),
        (b"email;name\n" + b"a@b.fi;x\n" * 130_000, "larger than 1 MB"),
        (b"<script>alert(1)</script>\nx", "No column of the file is known"),
        (b"email;<script>alert(1)</script>\nx;y", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ],
)
def test_a_file_that_cannot_be_imported_is_told_in_plain_words(manager, content, words):
    answer = choose(manager, content)
    assert answer.status_code == 422
    assert words in text(answer)
    assert "<script>alert" not in answer.text
    assert Upload.objects.count() == 0


def test_no_file_at_all_is_told(manager):
    answer = manager.post("/staff/experts/import", data={})
    assert answer.status_code == 422
    assert "Choose a file" in text(answer)


def test_hostile_cells_are_only_text(preview):
    _address, page = preview(
        "<script>alert(1)</script>;Oy;aino@pool.example;fi;Hyvä;processes;fi;kyllä",
        "<img src=x onerror=alert(2)>;Oy;<b>;fi;Hyvä;processes;fi;kyllä",
    )
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;b&gt;" in page


def test_a_row_with_too_many_cells_is_faulty_not_shifted(preview):
    _address, page = preview(GOOD + ";surplus")
    assert "more cells than columns" in page


def test_empty_columns_at_the_end_do_no_harm(preview):
    _address, page = preview(GOOD + ";;", header=HEADER + ";;")
    assert "Aino, Oy, aino@pool.example" in page


def test_another_manager_does_not_see_the_file(app, preview):
    address, _page = preview(GOOD)
    other = signed_in(app, "minna@kunteko.example")
    assert other.get(address).status_code == 404
    assert other.post(address).status_code == 404
    assert emails() == []


def test_the_template_is_a_file_that_only_lacks_experts(manager):
    template = manager.get("/staff/experts/import/template.csv").data
    assert "no experts" in text(choose(manager, template))


def test_the_demonstration_pool_imports_whole(manager):
    answer = choose(manager, DEMO.read_bytes())
    manager.post(answer.location)
    assert Expert.objects.count() == 12
    assert find_by_email("johanna.sandvik@sandvikberg.example").language == "sv"


def test_an_export_imports_again_as_no_change(app, manager, add):
    add(company="=HYPERLINK(1)", phone="+358 40 1234567", contracts=[contract()])
    add(name="Mikko", remote=False, description={"fi": 'Rivi\n"kaksi"; -kolme', "sv": "", "en": ""})
    exported = manager.get("/staff/experts/export.csv")
    assert exported.headers["Content-Disposition"].startswith("attachment")
    with app.test_request_context():
        _text, plan = plan_file(exported.data)
        assert plan.counts == {"add": 0, "change": 0, "same": 2, "faulty": 0}


def test_an_export_holds_nothing_that_a_spreadsheet_would_run(app, manager, add):
    add(name="@SUM(A1)", email="x@pool.example", company="=cmd|' /C calc'!A0", phone="+358 1234567")
    raw = manager.get("/staff/experts/export.csv").data.decode("utf-8-sig")
    assert "'=cmd|' /C calc'!A0" in raw
    assert not re.search(r'(^|;|\n)"?[=+@-]', raw)
    with app.test_request_context():
        assert read_rows(decode(raw.encode()))[1][1][:2] == ["@SUM(A1)", "=cmd|' /C calc'!A0"]
