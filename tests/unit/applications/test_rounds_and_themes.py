from datetime import date

from services.applications.documents import Round
from services.applications.handlers.rounds import theme_id_from
from services.applications.round_answers import round_values, stored_round

GIVEN = {
    "title_fi": "Kevät",
    "title_sv": "Vår",
    "title_en": "Spring",
    "notice_fi": "Hae",
    "notice_sv": "",
    "notice_en": "",
    "opens_on": date(2027, 3, 1),
    "opens_time": "09:00",
    "closes_on": date(2027, 3, 31),
    "closes_time": "16:00",
    "budget_days": 40,
    "days_per_organisation": 2,
}


def test_a_round_opens_and_closes_by_finnish_time_also_over_the_change_to_summer():
    stored = stored_round(GIVEN)

    assert stored["opens_at"].isoformat() == "2027-03-01T09:00:00+02:00"
    assert stored["closes_at"].isoformat() == "2027-03-31T16:00:00+03:00"


def test_the_form_shows_a_round_as_it_was_typed():
    assert round_values(Round(**stored_round(GIVEN))) == GIVEN


def test_a_themes_id_is_made_of_its_finnish_name():
    assert theme_id_from("Työhyvinvointi & jaksaminen") == "tyohyvinvointi-jaksaminen"


def test_a_name_without_our_letters_gets_an_id_of_its_own():
    first, second = theme_id_from("🌱"), theme_id_from("🌱")

    assert first and second and first != second
