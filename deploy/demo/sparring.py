"""The sparring of the demo: the round, the experts, and each application's way through the forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

from deploy.children import ROOT
from deploy.demo.applications import APPLICATIONS, DemoApplication
from deploy.demo.stage import Stage, Step, address_of, story_of
from services.applications.documents import Application, ExpertView
from shared import ambient

POOL = ROOT / "services" / "experts" / "demo_experts.csv"
OFFICE = ("ask_more", "grant", "reject")
APPLICANT = ("answer", "withdraw")
ROUND = {
    "title_fi": "Syksyn sparraushaku",
    "title_sv": "Höstens ansökan om sparring",
    "title_en": "Autumn round of sparring",
    "notice_fi": "Käsittelemme hakemukset saapumisjärjestyksessä, kunnes päivät on jaettu.",
    "notice_sv": "Vi behandlar ansökningarna i den ordning de kommer in, så länge dagarna räcker.",
    "notice_en": "Applications are handled in the order they arrive, until the days have been used.",
    "closes_time": "16.00",
    "budget_days": "30",
    "days_per_organisation": "2",
}


def import_pool(stage: Stage) -> None:
    upload = (BytesIO(POOL.read_bytes()), POOL.name)
    preview = stage.staff.fill("/staff/experts/import", {"file": upload}).location
    stage.staff.fill(str(preview), {})


def prepare_round(stage: Stage) -> None:
    """It opens in a minute."""
    opens = (ambient.now() + timedelta(minutes=1)).astimezone(ambient.HELSINKI)
    moments = {
        "opens_on": f"{opens.day}.{opens.month}.{opens.year}",
        "opens_time": f"{opens:%H:%M}",
        "closes_on": stage.date(45),
    }
    stage.staff.fill("/staff/rounds/new", {**ROUND, **moments})


def steps(stage: Stage) -> Iterator[Step]:
    for demo in APPLICATIONS:
        at = 9 + len(demo.person) % 7, len(demo.goal) % 60  # people apply in the daytime
        yield from story_of(stage, demo, at=at, begin=apply_for, take=take)


def apply_for(stage: Stage, demo: DemoApplication) -> Application:
    applicant = stage.visitor()
    start = "/sparring/apply"
    where = applicant.fill(start, {"expert": ""}, f"{start}?lang={demo.speaks}").location or ""
    base = where.rsplit("/", 1)[0]
    for section, answers in sections_of(stage, demo).items():
        applicant.post(f"{base}/{section}", answers)
    applicant.post(f"{base}/check", {})
    made: Application = Application.objects.get(business_id=demo.business_id)
    return made


def sections_of(stage: Stage, demo: DemoApplication) -> dict[str, dict[str, Any]]:
    """Section → answers, in the order of the form."""
    return {
        "organisation": {
            "organisation": demo.organisation,
            "business_id": demo.business_id,
            "unit": demo.unit,
            "sector": demo.sector,
        },
        "contact": {
            "name": demo.person,
            "email": address_of(demo.person, demo.organisation.split()[0]),
            "phone": "040 123 4567",
            "language": demo.speaks,
        },
        "need": {"situation": demo.situation, "goal": demo.goal, "themes": list(demo.themes)},
        "participants": demo.groups,
        "day": {
            "days": str(demo.days),
            "mode": demo.mode,
            "place": demo.place,
            "date": stage.date(demo.day),
            "start_time": "9.00",
        },
        "expert": {"expert": expert_for(stage, demo)},
    }


def expert_for(stage: Stage, demo: DemoApplication) -> str:
    """The wished expert, or the next whose contract covers the date."""
    day = (stage.today + timedelta(days=demo.day)).astimezone(ambient.HELSINKI).date()
    experts = list(ExpertView.objects(active=True).order_by("name"))
    wished = experts[demo.expert :] + experts[: demo.expert]
    return next(one.id for one in wished if one.under_contract(day))


# --- what became of it


def take(
    stage: Stage, demo: DemoApplication, case: Application, step: str, answers: dict[str, Any]
) -> None:
    """Whoever takes the step opens the page in their mail, or at the office, and sends its form.

    A number among the answers is a day, counted from today.
    """
    days = {name: stage.date(day) for name, day in answers.items() if isinstance(day, int)}
    answers = {**written_anyway(stage, demo, case).get(step, {}), **answers, **days}
    if step in OFFICE:
        page = f"/staff/applications/{case.id}"
        stage.staff.fill(f"{page}/{step.replace('_', '-')}", answers)
    elif step == "feedback":
        stage.visitor().fill(f"/sparring/feedback/{stage.link('feedback', case.id)}", answers)
    elif step == "accept":  # the one form that stands on the page itself
        page = order_page(stage, case)
        stage.visitor().fill(f"{page}/accept", answers, page=page)
    else:
        page = status_page(stage, case) if step in APPLICANT else order_page(stage, case)
        stage.visitor().fill(f"{page}/{step}", answers)


def written_anyway(
    stage: Stage, demo: DemoApplication, case: Application
) -> dict[str, dict[str, Any]]:
    """Step → answers that every story has."""
    tried = "Tiimit kokeilivat keväällä omaa vuorolistaa kuuden viikon ajan."
    day = {"date": stage.date(demo.day), "start_time": "9.00"}
    return {
        "ask_more": {"answer_by": stage.date(demo.sent + 25)},
        "answer": {
            "need.situation": f"{demo.situation} {tried}",
            "need.goal": demo.goal,
            "need.themes": list(demo.themes),
        },
        "grant": {"days": str(case.days), "expert": case.expert["id"], **day},
        "move": {"start_time": "10.00"},
        "report": {
            "held_on": stage.date(demo.day),
            **{f"took_part.{group}": count for group, count in demo.groups.items()},
        },
    }


def status_page(stage: Stage, case: Application) -> str:
    return f"/sparring/status/{stage.link('status', case.id, case.contact['email'])}"


def order_page(stage: Stage, case: Application) -> str:
    token = stage.link("order", case.id, case.expert["email"], str(case.order))
    return f"/sparring/order/{token}"
