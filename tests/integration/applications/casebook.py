"""Experts, a round and applications in any state, made through the same handlers as real ones."""

from datetime import date, timedelta

from services.applications.documents import Application, ExpertView, Round
from services.applications.handlers import decisions, drafts, orders, rounds
from shared import ambient
from shared.roles import Role
from shared.vocabulary import THEMES
from shared.workflow.calendar import add_business_days
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM, Actor

MANAGER = Actor(Role.MANAGER, "Paula Päällikkö", "paula@kunteko.example")
STAFF = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
BUSINESS_IDS = ("0204819-8", "0110139-9", "0184278-7", "0174666-4", "0203263-9")


def three(text):
    return {"fi": text, "sv": f"{text} (sv)", "en": f"{text} (en)"}


def workday(count=20):
    return add_business_days(ambient.today(), count)


def add_expert(expert_id="liisa", name="Liisa Luotsi", **changes):
    kept = {
        "id": expert_id,
        "sequence": 1,
        "active": True,
        "name": name,
        "company": "Luotsi Oy",
        "email": f"{expert_id}@experts.example",
        "phone": "040 111 2222",
        "language": "fi",
        "description": three("Muutoksen tukena"),
        "themes": ["processes"],
        "languages": ["fi", "sv"],
        "regions": ["uusimaa"],
        "remote": True,
        "contracts": [
            {
                "number": "K-1",
                "start": (ambient.today() - timedelta(days=400)).isoformat(),
                "end": (ambient.today() + timedelta(days=400)).isoformat(),
            }
        ],
    }
    return ExpertView(**kept | changes).save()


def add_themes(*ids):
    for place, theme_id in enumerate(ids or THEMES, 1):
        rounds.add_theme(theme_id, THEMES[theme_id], place=place, by=MANAGER)


def open_round(*, budget=40, per_organisation=2, title="Kevään haku", opened=True):
    now = ambient.now()
    answers = {
        "title": three(title),
        "notice": three("Hae kahta päivää"),
        "opens_at": now - timedelta(days=3),
        "closes_at": now + timedelta(days=60),
        "budget_days": budget,
        "days_per_organisation": per_organisation,
    }
    planned = rounds.plan_round(answers, by=MANAGER)
    return rounds.move_round(planned, "open", by=MANAGER) if opened else planned


def answers(**changes):
    """Loaded answers of the whole form; a change is named by its field."""
    sections = {
        "organisation": {
            "organisation": "Porvoon kaupunki",
            "business_id": BUSINESS_IDS[0],
            "unit": "Varhaiskasvatus",
            "sector": "education",
        },
        "contact": {
            "name": "Maija Meikäläinen",
            "email": "maija@porvoo.example",
            "phone": "040 123 4567",
            "language": "fi",
        },
        "need": {
            "situation": "Kaksi päiväkotia yhdistyy.",
            "goal": "Yhteiset toimintatavat.",
            "themes": ["processes"],
        },
        "participants": {"management": 2, "supervisors": 3, "personnel": 12, "users": 0},
        "day": {
            "days": 1,
            "mode": "on_site",
            "place": "Raatihuoneenkatu 9",
            "date": workday(),
            "start_time": "09:00",
        },
        "expert": {"expert": "liisa"},
    }
    for name, value in changes.items():
        next(fields for fields in sections.values() if name in fields)[name] = value
    return sections


def draft(**changes):
    application = drafts.start_draft(language="fi")
    for section, given in answers(**changes).items():
        application = drafts.save_section(application, section, given)
    return application


def submitted(**changes):
    return drafts.submit_application(draft(**changes))


def returned(sections=("need",), **changes):
    return decisions.ask_more(
        submitted(**changes),
        sections=list(sections),
        message="Kertoisitteko tavoitteesta tarkemmin?",
        answer_by=workday(10),
        by=STAFF,
    )


def grant(application, **changes):
    given = {
        "days": application.days,
        "expert_id": application.expert["id"],
        "date": application.day,
        "start_time": application.start_time,
        "grounds": "Yhteistoiminnallinen ja selkeä tavoite.",
        "by": STAFF,
    }
    return decisions.grant_application(application, **given | changes)


def ordered(**changes):
    return grant(submitted(**changes))


def choosing(**changes):
    case = ordered(**changes)
    return orders.decline_order(case, order=case.order, reason="Päivä on jo varattu.")


def agreed(**changes):
    case = ordered(**changes)
    return orders.accept_order(case, order=case.order)


def held(**changes):
    return orders.report_day(
        agreed(**changes),
        held_on=ambient.today(),
        hours=6.5,
        took_part={"management": 2, "supervisors": 2, "personnel": 9, "users": 0},
        summary="Sovimme yhteisistä viikkopalavereista.",
    )


def cancelled(**changes):
    return orders.cancel_day(agreed(**changes), reason="Sairastuminen", by=STAFF)


def rejected(**changes):
    return decisions.reject_application(
        submitted(**changes), grounds="Ei yhteistoimintaa.", by=STAFF
    )


def withdrawn(**changes):
    return orders.withdraw_application(submitted(**changes), reason="Tilanne muuttui.")


IN_STATE = {
    "submitted": submitted,
    "returned": returned,
    "ordered": ordered,
    "choosing": choosing,
    "agreed": agreed,
    "held": held,
    "cancelled": cancelled,
    "rejected": rejected,
    "withdrawn": withdrawn,
}


def stored(case):
    return type(case).objects.get(id=case.id)


def reserved(round_id):
    """(days reserved, days held by reservations, days by organisation): three that must agree."""
    current = Round.objects.get(id=round_id)
    by_reservation = sum(row["days"] for row in current.reservations)
    return current.reserved, by_reservation, sum(current.by_organisation.values())


def escalated(case):
    """As when nobody has answered the reminders."""
    return perform(stored(case), "escalate", SYSTEM)


def make_overdue(case, days=3):
    """As if the office had let it lie."""
    past = ambient.now() - timedelta(days=days)
    Application._get_collection().update_one(
        {"_id": case.id}, {"$set": {"tasks": [{**case.tasks[0], "due_at": past}]}}
    )


def day(text):
    return date.fromisoformat(text)
