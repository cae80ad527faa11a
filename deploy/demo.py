"""Demo data, entered through the real forms in the order it would have happened.

It runs before the worker starts, in one process: the clock is set back and moves on from step to
step, events are delivered and timers fire as they would have done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from deploy import demo_market
from deploy.children import ROOT
from deploy.demo_applications import APPLICATIONS, DemoApplication
from deploy.demo_market import DemoMarket
from deploy.demo_newsletter import DemoNewsletter
from deploy.demo_visitor import Visitor
from deploy.registry import SERVICES
from deploy.routes import dispatcher
from services.accounts.documents import SignIn
from services.applications.documents import Application, ExpertView, Round
from services.applications.handlers.rounds import add_default_themes
from services.notifications.documents import Message, Subscriber
from services.notifications.workflow.mail import WAITING
from shared import ambient
from shared.links import make_link
from shared.messaging.inprocess import deliver_case
from shared.messaging.outbox import untold
from shared.settings import Settings
from shared.workflow.ticker import fire_due

BEGINNING = 60  # days ago
STILL_WAITING = timedelta(days=2)
POOL = ROOT / "services" / "experts" / "demo_experts.csv"
Step = tuple[datetime, Callable[[], None]]


class DemoClock(ambient.Source):
    """Stands where it was put, a little later at every look, so that steps keep their order."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=5)
        return self.moment


def load_demo(settings: Settings) -> None:
    """Fill an empty store. Raises Refused when a form does not take its answers."""
    Demo(settings).play()


class Demo:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # sixty days of many people's forms, all from here
        unlimited = replace(settings, requests_a_minute=0)
        self.site = dispatcher({service.name: service.app(unlimited) for service in SERVICES})
        self.workers = [worker for service in SERVICES if (worker := service.worker(settings))]
        self.loops = [
            loop
            for worker in self.workers
            if worker.name == "notifications"
            for loop in worker.loops
            if loop.name != "morning mail"  # a demo starts with no mornings behind it
        ]
        self.telling = [case_class for worker in self.workers for case_class in worker.cases]
        self.today = ambient.now()
        begins = self.today.astimezone(ambient.HELSINKI).replace(hour=8, minute=0)
        self.clock = DemoClock(begins.astimezone(UTC) - timedelta(days=BEGINNING))
        self.manager = Visitor(self.site)

    def play(self) -> None:
        with ambient.use(self.clock):
            self._sign_in(self.manager)
            add_default_themes()
            self._deliver()
            self._open_round()
            self._import_pool()
            market = DemoMarket(self.settings, self.site, self.manager, self.today)
            market.import_catalogue()
            self._deliver()
            # from here on nothing else changes
            self.telling = [Application, *demo_market.MAILED, Message, Subscriber]
            steps = [step for application in APPLICATIONS for step in self._steps(application)]
            steps += market.steps()
            steps += DemoNewsletter(self.settings, self.site, self.manager, self.today).steps()
            for moment, act in sorted(steps, key=lambda step: step[0]):
                self._move_clock(moment)
                act()
                self._deliver()
                self._release()
            self._move_clock(self.today)

    def _move_clock(self, moment: datetime) -> None:
        """On the way every timer fires on its own day."""
        while self.clock.moment < moment:
            self.clock.moment = min(moment, self.clock.moment + timedelta(days=1))
            cases = (Application, *demo_market.MAILED)
            if sum(fire_due(case_class, self.clock.moment) for case_class in cases):
                self._deliver()

    def _deliver(self) -> None:
        """Events to their consumers, and mails to the mail catcher, until nothing is left."""
        while self._tell() or self._send_mails():
            pass

    def _release(self) -> None:
        """The office reads its outgoing mails; the last days' wait for whoever tries the demo."""
        if self.clock.moment > self.today - STILL_WAITING:
            return
        for mail in Message.objects(state=WAITING):
            address = f"/staff/mails/outbox/{mail.id}"
            self.manager.fill(f"{address}/release", {}, page=address)
        self._deliver()

    def _tell(self) -> int:
        return sum(
            deliver_case(case_class, case, self.workers, ambient.now())
            for case_class in self.telling
            for case in untold(case_class)
        )

    def _send_mails(self) -> int:
        return sum(loop.run_once() for loop in self.loops)

    def _sign_in(self, visitor: Visitor) -> None:
        member = self.settings.staff[0]
        visitor.fill("/account/sign-in", {"email": member.email})
        asked = SignIn.objects(email=member.email).order_by("-created_at").first()
        token = make_link(self.settings, "sign-in", asked.id, member.email)
        visitor.fill(f"/account/sign-in/{token}", {})

    def _open_round(self) -> None:
        opens, closes = self.clock.moment + timedelta(minutes=1), self.today + timedelta(days=45)
        at = opens.astimezone(ambient.HELSINKI)
        answers = {
            "title_fi": "Syksyn sparraushaku",
            "title_sv": "Höstens ansökan om sparring",
            "title_en": "Autumn round of sparring",
            "notice_fi": "Käsittelemme hakemukset saapumisjärjestyksessä, kunnes päivät on jaettu.",
            "notice_sv": "Vi behandlar ansökningarna i den ordning de kommer in, så länge dagarna räcker.",
            "notice_en": "Applications are handled in the order they arrive, until the days have been used.",
            "opens_on": f"{at.day}.{at.month}.{at.year}",
            "opens_time": f"{at:%H:%M}",
            "closes_on": f"{closes.day}.{closes.month}.{closes.year}",
            "closes_time": "16.00",
            "budget_days": "30",
            "days_per_organisation": "2",
        }
        self.manager.fill("/staff/rounds/new", answers)
        self._move_clock(opens + timedelta(minutes=1))
        fire_due(Round, self.clock.moment)

    def _import_pool(self) -> None:
        upload = (BytesIO(POOL.read_bytes()), POOL.name)
        preview = self.manager.fill("/staff/experts/import", {"file": upload}).location
        self.manager.fill(str(preview), {})
        self._deliver()

    def _steps(self, demo: DemoApplication) -> Iterator[Step]:
        """The steps of one application with their moments; `found` is filled in by the first."""
        found: dict[str, str] = {}
        hour = 9 + len(demo.person) % 7  # people apply in the daytime
        morning = self.today.astimezone(ambient.HELSINKI).replace(
            hour=hour, minute=len(demo.goal) % 60
        )
        sent = morning + timedelta(days=demo.sent)
        yield sent, lambda: found.update(id=self._apply(demo))
        for days, step, answers in demo.story:
            yield sent + timedelta(days=days), self._later(demo, found, step, answers)

    def _later(
        self, demo: DemoApplication, found: dict[str, str], step: str, answers: dict[str, Any]
    ) -> Callable[[], None]:
        return lambda: getattr(self, f"_{step}")(
            demo, Application.objects.get(id=found["id"]), answers
        )

    def _date(self, days: int) -> str:
        day = (self.today + timedelta(days=days)).astimezone(ambient.HELSINKI).date()
        return f"{day.day}.{day.month}.{day.year}"

    def _apply(self, demo: DemoApplication) -> str:
        visitor = Visitor(self.site)
        management, supervisors, personnel, users = map(str, demo.heads)
        name, domain = demo.person, demo.organisation.split()[0].lower()
        address = f"{name.replace(' ', '.').lower()}@{domain}.example".translate(ASCII)
        pages: list[dict[str, Any]] = [
            {
                "organisation": demo.organisation,
                "business_id": business_id(demo.number),
                "unit": demo.unit,
                "sector": demo.sector,
            },
            {"name": name, "email": address, "phone": "040 123 4567", "language": demo.speaks},
            {"situation": demo.situation, "goal": demo.goal, "themes": list(demo.themes)},
            {
                "management": management,
                "supervisors": supervisors,
                "personnel": personnel,
                "users": users,
            },
            {
                "days": str(demo.days),
                "mode": demo.mode,
                "place": demo.place,
                "date": self._date(demo.day),
                "start_time": "9.00",
            },
        ]
        start = "/sparring/apply"
        where = visitor.fill(start, {"expert": ""}, f"{start}?lang={demo.speaks}").location or ""
        base = where.rsplit("/", 1)[0]
        sections = ("organisation", "contact", "need", "participants", "day")
        for section, answers in zip(sections, pages, strict=True):
            visitor.post(f"{base}/{section}", answers)
        visitor.post(f"{base}/expert", {"expert": self._expert_for(demo)})
        visitor.post(f"{base}/check", {})
        return str(Application.objects(business_id=business_id(demo.number)).first().id)

    def _expert_for(self, demo: DemoApplication) -> str:
        """The wished expert, or the next whose contract covers the date."""
        day = (self.today + timedelta(days=demo.day)).astimezone(ambient.HELSINKI).date()
        experts = list(ExpertView.objects(active=True).order_by("name"))
        wished = experts[demo.expert :] + experts[: demo.expert]
        return next(one.id for one in wished if one.under_contract(day))

    def _grant(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        decided = {
            "days": str(case.days),
            "expert": case.expert["id"],
            "date": self._date(demo.day),
            "start_time": "9.00",
        }
        self.manager.fill(f"/staff/applications/{case.id}/grant", {**decided, **answers})

    def _reject(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        self.manager.fill(f"/staff/applications/{case.id}/reject", answers)

    def _ask_more(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        deadline = self._date(demo.sent + 25)
        path = f"/staff/applications/{case.id}/ask-more"
        self.manager.fill(path, {**answers, "answer_by": deadline})

    def _answer(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        need = {
            "need.situation": demo.situation
            + " Tiimit kokeilivat keväällä omaa vuorolistaa kuuden viikon ajan.",
            "need.goal": demo.goal,
            "need.themes": list(demo.themes),
        }
        Visitor(self.site).fill(f"{self._status(case)}/answer", {**need, **answers})

    def _withdraw(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        Visitor(self.site).fill(f"{self._status(case)}/withdraw", answers)

    def _accept(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        Visitor(self.site).fill(f"{self._order(case)}/accept", {}, page=self._order(case))

    def _decline(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        Visitor(self.site).fill(f"{self._order(case)}/decline", answers)

    def _cancel(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        Visitor(self.site).fill(f"{self._order(case)}/cancel", answers)

    def _move(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        moved = {
            "date": self._date(answers["day"]),
            "start_time": "10.00",
            "reason": answers["reason"],
        }
        Visitor(self.site).fill(f"{self._order(case)}/move", moved)

    def _report(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        groups = ("management", "supervisors", "personnel", "users")
        took_part = {
            f"took_part.{group}": str(n) for group, n in zip(groups, demo.heads, strict=True)
        }
        report = {"held_on": self._date(demo.day), **took_part, **answers}
        Visitor(self.site).fill(f"{self._order(case)}/report", report)

    def _feedback(self, demo: DemoApplication, case: Application, answers: dict[str, Any]) -> None:
        token = make_link(self.settings, "feedback", case.id)
        Visitor(self.site).fill(f"/sparring/feedback/{token}", answers)

    def _status(self, case: Application) -> str:
        return (
            f"/sparring/status/{make_link(self.settings, 'status', case.id, case.contact['email'])}"
        )

    def _order(self, case: Application) -> str:
        token = make_link(self.settings, "order", case.id, case.expert["email"], str(case.order))
        return f"/sparring/order/{token}"


ASCII = str.maketrans("äöåÄÖÅ ", "aoaaoa.")


def business_id(number: int) -> str:
    """The number's first seven digits with a check digit; the number goes on until one has one."""
    weights = (7, 9, 10, 5, 8, 4, 2)
    while True:
        rest = sum(int(d) * w for d, w in zip(f"{number:07d}", weights, strict=True)) % 11
        if rest != 1:
            return f"{number:07d}-{11 - rest if rest else 0}"
        number += 1
