"""The morning's mail: only what one wants, only when there is something."""

from datetime import date, datetime

import pytest

from services.notifications.mails.morning import MOST_ROWS, PARTS, OfficeMorning, morning
from services.notifications.texts import words_in
from shared.ambient import HELSINKI
from shared.settings import LANGUAGES, StaffMember
from tests.support.events import event
from tests.support.mails import render
from tests.support.settings import make_settings

SETTINGS = make_settings()
VILLE = StaffMember("ville@kunteko.example", "Ville Virkailija", ())
AT = datetime(2026, 11, 23, 7, 5, tzinfo=HELSINKI)


def told(**changes):
    summed = event("office.work_summed_up.v1").data
    given = {"counts": summed["counts"], "tasks": summed["tasks"], "rounds": summed["rounds"]}
    return OfficeMorning(date(2026, 11, 23), AT, **{**given, **changes})


def text(office_morning, parts=PARTS, member=VILLE):
    return render(morning(office_morning, member, parts, SETTINGS), SETTINGS).text


def test_it_says_what_is_overdue_due_and_new_and_which_rounds_close():
    lines = " ".join(text(told()).split())
    assert "Päätä hakemuksesta: SP-2026-0007 Porvoon kaupunki (määräaika 20.11.2026)" in lines
    assert "Soita: SP-2026-0011 Kemin kaupunki (määräaika 23.11.2026)" in lines
    assert "UUTTA" not in lines and "Päätä hakemuksesta: SP-2026-0012 Oulun kaupunki" in lines
    assert "Syksyn haku 2026: päättyy 27.11.2026 klo 16.15, päättämättä 4" in lines


def test_the_subject_counts_what_is_inside():
    mail = morning(
        told(failed=[("Päätös", "x@y.example", "/staff/mails/a1")]), VILLE, PARTS, SETTINGS
    )
    assert render(mail, SETTINGS).subject == (
        "Aamun työt 23.11.2026: 1 myöhässä, 1 erääntyy tänään, 1 uusi, "
        "1 viesti ei mennyt perille, 1 hakukierros päättyy pian"
    )


def test_the_subject_says_one_and_many_as_each_language_does():
    stuck = told(
        failed=[
            ("Päätös", "x@y.example", "/staff/mails/a1"),
            ("Tilaus", "z@y.example", "/staff/mails/a2"),
        ]
    )
    subject = render(morning(stuck, VILLE, ["failed"], SETTINGS), SETTINGS).subject
    assert subject == "Aamun työt 23.11.2026: 2 viestiä ei mennyt perille"


def test_each_row_leads_to_its_page_in_the_readers_language():
    stuck = told(failed=[("Päätös 3.12.", "x@y.example", "/staff/mails/a1")])
    drawn = render(morning(stuck, VILLE, PARTS, SETTINGS), SETTINGS)
    task = stuck.tasks[0]["path"]
    for path in (task, stuck.rounds[0]["path"], "/staff/mails/a1"):
        address = f"{SETTINGS.base_url}{path}?lang=fi"
        assert f'href="{address}"' in drawn.html
        assert f"\n  {address}\n" in drawn.text


def test_nobody_is_mailed_about_nothing():
    nothing = OfficeMorning(date(2026, 11, 23), AT, counts={"overdue": 0, "due": 0, "new": 0})
    assert morning(nothing, VILLE, PARTS, SETTINGS) is None


def test_one_who_wants_only_rounds_hears_of_rounds_alone():
    assert morning(told(rounds=[]), VILLE, ["rounds"], SETTINGS) is None
    shown = text(told(), ["rounds"])
    assert "Syksyn haku" in shown and "Porvoon" not in shown and "Myöhässä" not in shown


def test_one_who_wants_nothing_gets_nothing():
    assert morning(told(), VILLE, [], SETTINGS) is None


def test_a_long_list_is_cut_and_says_how_many_more():
    mails = [
        (f"Viesti {number}", "x@y.example", "/staff/mails/a1") for number in range(MOST_ROWS + 4)
    ]
    shown = text(OfficeMorning(date(2026, 11, 23), AT, outbox=mails))
    assert "Viesti 14 " in shown and "Viesti 15 " not in shown and "ja 4 muuta" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_task_has_its_words(language):
    words = words_in(language)
    kinds = ("application", "deed", "tip", "partner", "award")
    assert all(f"task.{kind}.mail" in words for kind in kinds)


def test_a_title_that_looks_like_markup_stays_text():
    hostile = [("<b>{name}</b> [button]", "x@y.example", "/staff/mails/a1")]
    mail = morning(OfficeMorning(date(2026, 11, 23), AT, failed=hostile), VILLE, PARTS, SETTINGS)
    assert "&lt;b&gt;{name}&lt;/b&gt; [button]" in render(mail, SETTINGS).html
