"""Collections and awards of the demo: chosen from the catalogue that was brought over."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from deploy.demo.stage import Stage, Step, address_of
from services.deeds.documents import Award, Collection, Deed

COLLECTIONS = (
    {
        "name_fi": "Vaikuttavat käytännöt",
        "name_sv": "Effektfulla arbetssätt",
        "name_en": "Effective practices",
        "on_home": "yes",
    },
    {
        "name_fi": "Kotihoidon verkoston kärkikymmenen",
        "name_sv": "Hemvårdens topp tio",
        "name_en": "Home care top ten",
        "made_by": "Kotihoidon kehittämisverkosto",
    },
)
CATEGORIES = {
    "categories_fi": "Paras yhteinen teko\nPieni suuri teko",
    "categories_sv": "Bästa gemensamma gärning\nLiten stor gärning",
    "categories_en": "Best joint deed\nSmall great deed",
}
JURY = ("Jaana Juryläinen", "Risto Raatilainen")
GROUNDS = {
    "grounds_fi": "Johto, esihenkilöt ja henkilöstö suunnittelivat muutoksen yhdessä.",
    "grounds_sv": "Ledningen, cheferna och personalen planerade ändringen tillsammans.",
    "grounds_en": "Management, supervisors and personnel planned the change together.",
}


def steps(stage: Stage) -> Iterator[Step]:
    for days, act in (
        (-50, make_collections),
        (-45, decide_last_years_award),
        (-9, open_this_years_award),
    ):
        yield stage.at(days, 9, 35), partial(act, stage)


def make_collections(stage: Stage) -> None:
    for place, named in enumerate(COLLECTIONS):
        stage.staff.fill("/staff/collections/new", named)
        made = Collection.objects.order_by("-created_at").first()
        page = f"/staff/collections/{made.id}"
        for deed in imported(6, start=8 * place):
            stage.staff.fill(page, {"number": str(deed.number)})
        stage.staff.fill(f"{page}/show", {}, page=page)


def open_this_years_award(stage: Stage) -> None:
    open_award(stage, stage.today.year, stage.date(20))


def decide_last_years_award(stage: Stage) -> None:
    award = open_award(stage, stage.today.year - 1, stage.date(-40))
    score(stage, award)
    page = page_of(award)
    listed = [nomination["id"] for nomination in award.nominations]
    stage.staff.fill(f"{page}/shortlist", {"nomination": listed}, page=page)
    for place in range(2):
        winner = {"nomination": listed[place], **GROUNDS}
        stage.staff.fill(f"{page}/winner/category-{place}", winner)
    stage.staff.fill(f"{page}/decide", {}, page=page)


def score(stage: Stage, award: Award) -> None:
    for place, juror in enumerate(award.jury):
        token = stage.link("jury", award.id, juror["email"], juror["id"])
        for nomination in award.nominations:
            points = str(3 + (len(nomination["deed_id"]) + place) % 3)
            stage.visitor().fill(f"/jury/{token}/{nomination['id']}", {"points": points})


def open_award(stage: Stage, year: int, score_by: str) -> Award:
    """With four nominations and its jury, which may score."""
    titles = {
        "title_fi": f"Kuntatyön kehittäjä {year}",
        "title_sv": f"Kommunarbetets utvecklare {year}",
        "title_en": f"Developer of municipal work {year}",
    }
    answers = {"year": str(year), **titles, **CATEGORIES, "score_by": score_by}
    stage.staff.fill("/staff/awards/new", answers)
    page = page_of(newest())
    for place, deed in enumerate(imported(4, start=year % 7 * 4)):
        nomination = {"number": str(deed.number), "category": f"category-{place % 2}"}
        stage.staff.fill(f"{page}/nominate", nomination)
    for name in JURY:
        juror = {"name": name, "email": address_of(name), "language": "fi"}
        stage.staff.fill(f"{page}/juror", juror)
    stage.staff.fill(f"{page}/open", {}, page=page)
    return newest()


def newest() -> Award:
    award: Award = Award.objects.order_by("-created_at").first()
    return award


def page_of(award: Award) -> str:
    return f"/staff/awards/{award.id}"


def imported(count: int, start: int) -> list[Deed]:
    return list(Deed.objects(source_id__ne="").order_by("number")[start : start + count])
