"""Applicants, experts and participants of sparring, and the staff who decide."""

from datetime import timedelta

from services.applications.documents import Application, ExpertView, Round
from services.applications.handlers import casework, decisions, drafts, orders, rounds
from services.experts.documents import Expert
from services.experts.handlers import add_expert, edit_expert, end_expert, return_expert
from shared import ambient
from shared.errors import NotFound
from shared.roles import Role
from shared.workflow.table import Actor
from tests.simulation.people.person import Person
from tests.simulation.smtp import NOWHERE

STAFF = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
MANAGER = Actor(Role.MANAGER, "Paula Päällikkö", "paula@kunteko.example")
ORGANISATIONS = (("Kuopion kaupunki", "0171450-7"), ("Espoo", "0101263-6"), ("Vaasa", "0209602-6"))
NAMES = ("maija",) * 8 + (NOWHERE,)
UNDER_WAY = ("submitted", "returned", "ordered", "choosing", "agreed", "held")


# the office


def plan_round(turn):
    now, rng = ambient.now(), turn.rng
    if Round.objects(state__in=("planned", "open")).count() > 2:
        raise NotFound("there are rounds enough")
    answers = {
        "title": {"fi": "Kevään haku", "sv": "Vårens ansökan", "en": "Spring round"},
        "notice": {"fi": "", "sv": "", "en": ""},
        "opens_at": now + timedelta(seconds=rng.choice((0, 5, 3600))),
        "closes_at": now + timedelta(days=rng.choice((2, 20, 60))),
        "budget_days": rng.choice((2, 4, 30)),
        "days_per_organisation": rng.choice((2, 3, 5)),
    }
    # the id comes with the form: a double click plans one round
    key = f"{rng.getrandbits(64):032x}"
    rounds.plan_round(answers, by=MANAGER, round_id=key, cause=f"form:{key}")


def change_round(turn):
    current = turn.any(Round, "planned", "open")
    if turn.rng.random() < 0.2:
        action = turn.rng.choice(("open", "close", "cancel"))
        return rounds.move_round(current, action, by=MANAGER, expected_version=current.version)
    answers = {
        name: getattr(current, name)
        for name in ("title", "notice", "opens_at", "closes_at", "days_per_organisation")
    } | {"budget_days": max(1, current.budget_days + turn.rng.choice((-1, 1, 5)))}
    return rounds.edit_round(current, answers, by=MANAGER, expected_version=current.version)


def keep_pool(turn):
    rng = turn.rng
    number = rng.randrange(5)
    expert = Expert.objects(email=f"asiantuntija{number}@pooli.example").first()
    if expert is None:
        return add_expert(profile(number), MANAGER)
    if expert.state != "active":
        return return_expert(expert, MANAGER, expected_version=expert.version)
    if rng.random() < 0.15:
        return end_expert(expert, "Sopimus päättyi.", MANAGER, expected_version=expert.version)
    phone = f"040 {rng.randrange(10**6)}"
    return edit_expert(expert, {"phone": phone}, MANAGER, expected_version=expert.version)


def profile(number):
    return {
        "name": f"Asiantuntija {number}",
        "company": "Kehitys Oy",
        "email": f"asiantuntija{number}@pooli.example",
        "phone": "040 123",
        "language": ("fi", "sv")[number % 2],
        "description": {"fi": "Kehittää.", "sv": "", "en": ""},
        "themes": ["processes"],
        "languages": ["fi"],
        "regions": ["01"],
        "remote": True,
        "contracts": [
            {"number": "1", "start": "2026-01-01", "end": "2027-12-31", "day_rate": 100_000}
        ],
    }


def ask_more(turn):
    application, pin = turn.opened(Application, *UNDER_WAY[:3])
    decisions.ask_more(
        application,
        sections=["need"],
        message="Kertokaa lisää.",
        answer_by=ambient.today() + timedelta(days=turn.rng.choice((1, 10))),
        by=STAFF,
        expected_version=pin.version,
        cause=pin.cause,
    )


def grant(turn):
    application, pin = turn.opened(Application, *UNDER_WAY[:3])
    wanted = application.days or 1
    decisions.grant_application(
        application,
        days=turn.rng.choice((wanted, wanted, 1, 2)),
        expert_id=application.expert.get("id", ""),
        date=application.day or ambient.today() + timedelta(days=20),
        start_time="09:00",
        grounds="Täyttää ehdot.",
        by=STAFF,
        expected_version=pin.version,
        cause=pin.cause,
    )


def reject(turn):
    application, pin = turn.opened(Application, *UNDER_WAY[:3])
    decisions.reject_application(
        application,
        grounds="Ei täytä ehtoja.",
        by=STAFF,
        expected_version=pin.version,
        cause=pin.cause,
    )


def call(turn):
    application = turn.any(Application, *UNDER_WAY)
    orders.note_call(application, by=STAFF, note="Soitin.", expected_version=application.version)


def look_at_case(turn):
    application = turn.any(Application, *UNDER_WAY)
    casework.room_for(application)
    casework.earlier_applications(application)


# applicants


def fill_in(turn):
    """The whole form, page by page, as far as this person gets."""
    rng = turn.rng
    draft = drafts.start_draft(language=rng.choice(("fi", "sv", "en")))
    for section, answers in answers_of(turn):
        if rng.random() < 0.03:
            return
        draft = drafts.save_section(draft, section, answers)
    if rng.random() < 0.1:
        drafts.keep_draft(draft, email=draft.contact["email"])
        return
    submitted = drafts.submit_application(draft)
    turn.confirm("submitted", id=submitted.id, reference=submitted.reference)


def answers_of(turn):
    rng = turn.rng
    organisation, business_id = rng.choice(ORGANISATIONS)
    expert = turn.any(ExpertView)
    return [
        (
            "organisation",
            {
                "organisation": organisation,
                "business_id": business_id,
                "unit": "Päiväkoti",
                "sector": "education",
            },
        ),
        (
            "contact",
            {
                "name": "Maija Meikäläinen",
                "email": f"{rng.choice(NAMES)}{rng.randrange(10**6)}@kunta.example",
                "phone": "040",
                "language": rng.choice(("fi", "sv", "en")),
            },
        ),
        ("need", {"situation": "Uusi tilanne.", "goal": "Yhteinen tapa.", "themes": []}),
        (
            "participants",
            {"management": 1, "supervisors": 1, "personnel": rng.choice((0, 3, 9)), "users": 0},
        ),
        (
            "day",
            {
                "days": rng.choice((1, 2)),
                "mode": "remote",
                "place": "Teams",
                "date": ambient.today() + timedelta(days=rng.choice((1, 10, 40))),
                "start_time": "09:00",
            },
        ),
        ("expert", {"expert": expert.id}),
    ]


def submit_draft(turn):
    """Back on the last page of a form that was left, or sent already: the second click."""
    application = turn.any(Application)
    submitted = drafts.submit_application(application)
    turn.confirm("submitted", id=submitted.id, reference=submitted.reference)


def answer(turn):
    application = turn.any(Application, "returned", "submitted")
    need = {"situation": "Uusi tilanne.", "goal": f"Tavoite {turn.rng.random()}", "themes": []}
    decisions.answer_request(
        application, {"need": need}, answer="Täydensimme.", expected_version=application.version
    )


def choose_again(turn):
    application = turn.any(Application, "choosing", "ordered")
    orders.choose_expert(
        application,
        expert_id=turn.any(ExpertView).id,
        date=ambient.today() + timedelta(days=turn.rng.choice((0, 9, 30))),
        start_time="12:30",
        expected_version=application.version,
    )


def withdraw(turn):
    application = turn.any(Application, *UNDER_WAY)
    orders.withdraw_application(
        application, reason="Tilanne muuttui.", expected_version=application.version
    )


def lose_link(turn):
    application = turn.any(Application, *UNDER_WAY)
    orders.request_link(
        application,
        purpose="status",
        recipient=application.contact["email"],
        key=f"{turn.rng.randrange(3)}",
    )


# experts and participants, by their links


def accept(turn):
    application = turn.any(Application, "ordered", "agreed")
    orders.accept_order(application, order=application.order - (turn.rng.random() < 0.1))


def decline(turn):
    application = turn.any(Application, "ordered", "agreed")
    orders.decline_order(application, order=application.order, reason="Ei sovi.")


def move(turn):
    application, pin = turn.opened(Application, "agreed")
    orders.move_day(
        application,
        date=ambient.today() + timedelta(days=turn.rng.choice((0, 3, 15))),
        start_time="10:00",
        reason="Esteitä.",
        by=orders.expert_of(application),
        expected_version=pin.version,
        cause=pin.cause,
    )


def cancel(turn):
    application, pin = turn.opened(Application, "agreed")
    orders.cancel_day(
        application,
        reason="Peruuntui.",
        by=STAFF,
        expected_version=pin.version,
        cause=pin.cause,
    )


def report(turn):
    application = turn.any(Application, "agreed", "held")
    orders.report_day(
        application,
        held_on=min(application.day, ambient.today()),
        hours=6.0,
        took_part={"management": 1, "personnel": 5},
        summary="Hyvä päivä.",
    )


def give_feedback(turn):
    application = turn.any(Application, "held")
    orders.give_feedback(
        application,
        rating=turn.rng.randrange(1, 6),
        comment="",
        follows="",
        key=f"{turn.rng.randrange(4)}",
    )


def _applications(act, weight):
    return Person(act, "applications", weight)


PEOPLE = {
    "keeps the pool": Person(keep_pool, "experts", 3),
    "plans a round": _applications(plan_round, 3),
    "changes a round": _applications(change_round, 1),
    "fills in an application": _applications(fill_in, 8),
    "submits a draft": _applications(submit_draft, 2),
    "looks at a case": _applications(look_at_case, 0.5),
    "asks for more": _applications(ask_more, 2),
    "answers": _applications(answer, 3),
    "grants": _applications(grant, 6),
    "rejects": _applications(reject, 1),
    "calls": _applications(call, 0.5),
    "accepts": _applications(accept, 4),
    "declines": _applications(decline, 1.5),
    "chooses another expert": _applications(choose_again, 2),
    "moves the day": _applications(move, 1.5),
    "cancels the day": _applications(cancel, 2),
    "reports the day": _applications(report, 3),
    "gives feedback": _applications(give_feedback, 2),
    "withdraws": _applications(withdraw, 1),
    "has lost the link": _applications(lose_link, 1),
}

BEFORE = (
    *("keeps the pool",) * 6,
    *("plans a round",) * 2,
    *("fills in an application",) * 5,
    "submits a draft",
    "grants",
    "accepts",
)
