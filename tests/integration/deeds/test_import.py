"""The import of a catalogue: every fault told first, each good row one deed, whatever happens."""

import csv
import io
import re
from pathlib import Path

import pytest

from services.deeds.documents import CatalogueImport, Deed, ImportRow
from services.deeds.handlers import importing
from services.deeds.handlers.importing import deed_id_of, import_by_id, import_some, progress_of
from services.deeds.workflow.importing import DONE, RUNNING, STOPPED
from shared.spreadsheet import write_rows
from shared.web.session import KEY
from tests.integration.deeds import deedbook

NEW = "/staff/imports/new"
HEADER = "id;title;need;goal;done;organisation;sector;region;themes;stage"
TAIL = "Tarve;Tavoite;Tehtiin;Kemin kaupunki;social_health;Lappi;processes | Työhyvinvointi;done"
DEMO = Path(__file__).parents[3] / "services" / "deeds" / "demo_deeds.csv"


def good(key, title="Teko"):
    return f"{key};{title};{TAIL}"


FAULTY = "x;;Tarve;Tavoite;;Kemin kaupunki;baking;Lappi;processes;done"


def table(*rows, header=HEADER):
    return "\n".join([header, *rows]).encode()


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def signed_in(app, email):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with client.session_transaction() as session:
        session[KEY] = {"email": email}
    client.set_cookie("lang", "en")
    return client


@pytest.fixture
def manager(app):
    return signed_in(app, "paula@kunteko.example")


@pytest.fixture
def choose(manager):
    def choose(content, source="Vanha tori", key="", name="tori.csv"):
        data = {"file": (io.BytesIO(content), name), "source": source, "key": key}
        return manager.post(NEW, data=data)

    return choose


@pytest.fixture
def checked(choose):
    """Choose a file of these rows: the import as it stands checked."""

    def checked(*rows, header=HEADER, **kwargs):
        answer = choose(table(*rows, header=header), **kwargs)
        assert answer.status_code == 303, text(answer)
        return import_by_id(answer.location.rpartition("/")[2])

    return checked


@pytest.fixture
def press(manager):
    def press(case, action, version=None):
        case = import_by_id(case.id)
        data = {"version": case.version if version is None else version, "key": "a" * 32}
        return manager.post(f"/staff/imports/{case.id}/{action}", data=data)

    return press


def run_to_the_end():
    while import_some():
        pass


def titles():
    return sorted(deed.title for deed in Deed.objects)


def test_a_checked_file_has_made_nothing_yet(manager, checked):
    case = checked(good("1"), FAULTY)
    page = text(manager.get(f"/staff/imports/{case.id}"))
    assert "waiting to be made 1" in page
    assert "faulty, left out 1" in page
    assert import_some() == 0
    assert Deed.objects.count() == 0


def test_each_good_row_becomes_a_published_deed_with_all_it_tells(press, checked):
    header = HEADER + ";published;language;contact_name;contact_email;contact_shown;links;results"
    row = good("7", "Kotihoito") + ";14.3.2019;ruotsi;Kaisa;kaisa@kemi.example;kyllä"
    row += ";Blogi https://b.example | www.c.example;'=tulos"
    case = checked(row, header=header)
    press(case, "begin")
    run_to_the_end()
    deed = Deed.objects.get()
    assert deed.id == deed_id_of("Vanha tori", "7")
    assert (deed.state, deed.number, deed.language) == ("published", 1, "sv")
    assert deed.published_at.date().isoformat() == "2019-03-14"
    assert deed.published == deed.content | {"organisation_key": "kemin-kaupunki"}
    assert deed.content["themes"] == ["processes", "wellbeing"]
    assert (deed.content["region"], deed.content["results"]) == ("lappi", "=tulos")
    assert deed.content["links"] == [
        {"title": "Blogi", "url": "https://b.example"},
        {"title": "", "url": "https://www.c.example"},
    ]
    contact = {"name": "Kaisa", "email": "kaisa@kemi.example", "phone": ""}
    assert deed.content["contact"] == contact | {"shown": True}
    assert deed.author == contact | {"language": "sv"}
    assert [entry["type"] for entry in deed.history] == ["deed.imported.v1"]
    assert import_by_id(case.id).state == DONE


def test_faults_are_told_by_row_and_column(manager, checked):
    case = checked(good("1"), "", FAULTY)
    page = manager.get(f"/staff/imports/{case.id}").text
    cells = [
        tuple(
            re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r'value">(.*?)</span>', r)
        )
        for r in re.findall(r'<tr role="row">\s*<td.*?</tr>', page, re.S)
    ]
    assert [(row, column, value) for row, column, value, _text in cells] == [
        ("4", "name", "(empty)"),
        ("4", "what was done", "(empty)"),
        ("4", "sector", "baking"),
    ]


def test_the_file_of_faults_can_be_corrected_and_imported(manager, press, checked, choose):
    case = checked(good("1"), FAULTY.replace("x;;", "x;=Nimi;"), "too;few")
    press(case, "begin")
    run_to_the_end()
    report = manager.get(f"/staff/imports/{case.id}/faulty.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(report, newline=""), delimiter=";"))
    assert [row["row"] for row in rows] == ["3", "4"]
    assert "sector: Choose one of the given answers" in rows[0]["to correct"]
    assert rows[0]["name"] == "'=Nimi"
    rows[0]["name"] = "=Nimi"
    rows[0] |= {"sector": "education", "what was done": "Tehtiin"}
    corrected = write_rows([list(rows[0]), *(list(row.values()) for row in rows)]).decode()
    second = import_by_id(choose(corrected.encode()).location.rpartition("/")[2])
    press(second, "begin")
    run_to_the_end()
    assert titles() == ["=Nimi", "Teko"]


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_kill_at_any_point_makes_each_deed_once(press, checked, monkeypatch, after):
    case = checked(*(good(n, f"Teko {n}") for n in range(5)))
    press(case, "begin")
    monkeypatch.setattr(importing, "MADE_AT_ONCE", 4)
    made = []
    make = importing._make_deed

    def killed(*args):
        if len(made) == after:
            raise KeyboardInterrupt  # nothing catches it: as good as kill -9 for what is stored
        made.append(args)
        return make(*args)

    monkeypatch.setattr(importing, "_make_deed", killed)
    with pytest.raises(KeyboardInterrupt):
        run_to_the_end()
    assert Deed.objects.count() == after
    monkeypatch.setattr(importing, "_make_deed", make)
    run_to_the_end()
    assert titles() == [f"Teko {n}" for n in range(5)]
    assert {deed.version for deed in Deed.objects} == {1}
    assert len({deed.number for deed in Deed.objects}) == 5
    progress = progress_of(case)
    assert (progress.done, progress.known, progress.waiting) == (5, 0, 0)
    assert import_by_id(case.id).state == DONE


def test_a_row_known_from_an_earlier_import_changes_nothing(manager, press, checked):
    first = checked(good("1", "Ensin"))
    early = checked(good("1", "Sillä välin"))  # checked before the first one has begun
    press(first, "begin")
    run_to_the_end()
    again = checked(good("1", "Uusi nimi"), good("2", "Toinen"))
    assert "already here, unchanged 1" in text(manager.get(f"/staff/imports/{again.id}"))
    for case in (again, early):
        press(case, "begin")
        run_to_the_end()
    assert titles() == ["Ensin", "Toinen"]
    assert (progress_of(again).known, progress_of(early).known) == (1, 1)


def test_the_same_key_in_another_catalogue_is_another_deed(press, checked):
    for source in ("Vanha tori", "Toinen tori"):
        press(checked(good("1"), source=source), "begin")
        run_to_the_end()
    assert Deed.objects.count() == 2


def test_stopped_it_makes_no_more_and_goes_on_from_there(press, checked, monkeypatch):
    monkeypatch.setattr(importing, "MADE_AT_ONCE", 2)
    case = checked(*(good(n) for n in range(5)))
    press(case, "begin")
    import_some()
    press(case, "stop")
    assert import_some() == 0
    assert (import_by_id(case.id).state, Deed.objects.count()) == (STOPPED, 2)
    press(case, "resume")
    run_to_the_end()
    assert (import_by_id(case.id).state, Deed.objects.count()) == (DONE, 5)


def test_the_import_waits_for_the_bus(press, checked, monkeypatch):
    monkeypatch.setattr(importing, "MADE_AT_ONCE", 2)
    monkeypatch.setattr(importing, "MOST_UNTOLD", 3)
    press(checked(*(good(n) for n in range(6))), "begin")
    run_to_the_end()
    assert Deed.objects.count() == 4


def test_progress_is_told_and_the_page_looks_again_by_itself(manager, press, checked, monkeypatch):
    monkeypatch.setattr(importing, "MADE_AT_ONCE", 1)
    case = checked(good("1"), good("2"), good("3"), good("4"))
    address = f"/staff/imports/{case.id}"
    assert "Refresh" not in manager.get(address).headers
    press(case, "begin")
    import_some()
    page = manager.get(address)
    assert "1 of 4 deeds made (25 %)" in text(page)
    assert page.headers["Refresh"] == "3"
    assert "Refresh" not in manager.get(f"{address}?follow=no").headers
    monkeypatch.setattr(importing, "MADE_AT_ONCE", 10)
    run_to_the_end()
    page = manager.get(address)
    assert "4 of 4 deeds made (100 %)" in text(page)
    assert "Refresh" not in page.headers


def test_a_second_click_or_an_old_page_changes_nothing(manager, press, checked):
    case = checked(good("1"))
    press(case, "begin")
    assert press(case, "begin", version=1).status_code == 303
    assert import_by_id(case.id).version == 2
    press(case, "stop", version=1)
    assert import_by_id(case.id).state == RUNNING
    assert "had moved on meanwhile" in text(manager.get(f"/staff/imports/{case.id}"))


def test_a_file_sent_twice_by_a_double_click_is_one_import(choose):
    answers = [choose(table(good("1")), key="b" * 32) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert (CatalogueImport.objects.count(), ImportRow.objects.count()) == (1, 1)


def test_a_file_that_cannot_be_read_is_told_in_plain_words_and_nothing_is_kept(choose):
    answer = choose(b"<script>alert(1)</script>\nx")
    assert answer.status_code == 422
    assert "No column of the file is known" in text(answer)
    assert 'value="Vanha tori"' in answer.text
    assert "<script>alert" not in answer.text
    assert (CatalogueImport.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_too_large_a_file_is_refused_by_the_form_with_the_name_kept(choose, monkeypatch):
    monkeypatch.setattr("services.deeds.forms.import_rows.MOST_BYTES", 6 * 1024 * 1024)
    answer = choose(table(good("1")) + b" " * 6 * 1024 * 1024)
    assert answer.status_code == 422
    assert "larger than 6 MB" in text(answer)
    assert 'value="Vanha tori"' in answer.text


def test_rows_are_checked_by_the_questions_of_the_authors_form(checked):
    header = HEADER + ";published;language;contact_name;contact_email;links"
    rows = [
        good("1", "n" * 121) + ";;;;;",
        good("2") + ";1.1.2099;;;;",
        good("3") + ";;klingon;;;",
        good("4") + ";;;Kaisa;;",
        good("5") + ";;;Kaisa;kaisa@;",
        good("6") + ";;;;;javascript:alert(1)",
        good("7") + ";;;;;;surplus",
        good("8") + ";;;;;",
        good("8") + ";;;;;",
        good("") + ";;;;;",
    ]
    case = checked(*rows, header=header)
    faults = {row.line: list(row.problems) for row in importing.faulty_rows(case)}
    assert faults == {
        2: ["title"],
        3: ["published"],
        4: ["language"],
        5: ["contact_email"],
        6: ["contact_email"],
        7: ["links"],
        8: [""],
        10: ["id"],
        11: ["id"],
    }


def test_hostile_cells_are_only_text(manager, checked):
    case = checked(good("1", "<script>alert(1)</script>" * 9), name="<b>.csv")
    page = manager.get(f"/staff/imports/{case.id}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;.csv" in page


def test_windows_letters_and_commas_are_read(press, choose, app):
    content = HEADER.replace(";", ",") + "\n" + good("1", "Åmsele").replace(";", ",")
    answer = choose(content.encode("cp1252"))
    press(import_by_id(answer.location.rpartition("/")[2]), "begin")
    run_to_the_end()
    assert titles() == ["Åmsele"]


def test_the_template_only_lacks_deeds(manager, choose):
    assert "no deeds" in text(choose(manager.get("/staff/imports/template.csv").data))


def test_the_open_data_can_be_imported_as_it_is(manager, press, choose):
    deedbook.published(title="Kotihoito")
    answer = choose(manager.get("/api/v1/deeds.csv").data, source="Sama tori")
    press(import_by_id(answer.location.rpartition("/")[2]), "begin")
    run_to_the_end()
    copy = Deed.objects.get(id=deed_id_of("Sama tori", Deed.objects.get(number=1).id))
    assert copy.content == deedbook.content(title="Kotihoito", themes=["processes", "wellbeing"])


def test_the_catalogue_of_the_demonstration_has_no_faults(choose):
    case = import_by_id(choose(DEMO.read_bytes()).location.rpartition("/")[2])
    assert [dict(row.problems) for row in importing.faulty_rows(case)] == []
    assert case.rows > 50


def test_only_the_manager_imports_and_staff_may_look(app, checked):
    case = checked(good("1"))
    staff, nobody = signed_in(app, "ville@kunteko.example"), app.test_client()
    assert staff.get("/staff/imports").status_code == 200
    assert "Import the deeds" not in staff.get(f"/staff/imports/{case.id}").text
    assert staff.get(NEW).status_code == 403
    assert staff.post(f"/staff/imports/{case.id}/begin", data={"version": 1}).status_code == 403
    assert nobody.get(f"/staff/imports/{case.id}").status_code == 303
    assert import_by_id(case.id).state == "checked"


def test_the_pages_speak_each_language(manager, checked):
    case = checked(good("1"), FAULTY)
    heads = {"fi": "Tuonti: tori.csv", "sv": "Import: tori.csv", "en": "Import: tori.csv"}
    for language, head in heads.items():
        assert head in text(manager.get(f"/staff/imports/{case.id}?lang={language}"))
        assert manager.get(f"{NEW}?lang={language}").status_code == 200
