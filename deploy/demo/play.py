"""The demo is played before the worker starts, in one process: the clock is set back and moves on
from step to step, events are delivered and timers fire as they would have done.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from deploy.demo import authors, awards, marketplace, newsletter, sparring
from deploy.demo.stage import Stage
from deploy.demo.visitor import Visitor
from deploy.registry import SERVICES, workers
from deploy.routes import dispatcher
from services.accounts.documents import SignIn
from services.applications.documents import Application, Round
from services.applications.handlers.rounds import add_default_themes
from services.deeds.documents import Award, Deed, PartnerSearch, Tip
from services.notifications.documents import Message, Subscriber
from services.notifications.workflow.mail import WAITING
from shared import ambient
from shared.messaging.inprocess import deliver_case
from shared.messaging.outbox import untold
from shared.settings import Settings
from shared.workflow.ticker import fire_due

BEGINNING = 60  # days ago
STILL_WAITING = timedelta(days=2)
TIMED = (Application, Deed, Tip, PartnerSearch, Award)


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
        # sixty days of many people's forms, all from here
        unlimited = replace(settings, requests_a_minute=0)
        site = dispatcher({service.name: service.app(unlimited) for service in SERVICES})
        self.workers = workers(settings)
        self.loops = [
            loop
            for worker in self.workers
            if worker.name == "notifications"
            for loop in worker.loops
            if loop.name != "morning mail"  # a demo starts with no mornings behind it
        ]
        self.telling = [case_class for worker in self.workers for case_class in worker.cases]
        self.stage = Stage(settings, site, staff=Visitor(site), today=ambient.now())
        begins = self.stage.at(-BEGINNING, 8, 0)
        self.clock = DemoClock(begins.astimezone(UTC))

    def play(self) -> None:
        with ambient.use(self.clock):
            self._sign_in()
            add_default_themes()
            self._deliver()
            self._open_round()
            sparring.import_pool(self.stage)
            self._deliver()
            authors.import_catalogue(self.stage)
            self._deliver()
            # from here on nothing else changes
            self.telling = [*TIMED, Message, Subscriber]
            self._take_steps()
            self._move_clock(self.stage.today)

    def _take_steps(self) -> None:
        steps = [
            step
            for part in (sparring, authors, marketplace, awards, newsletter)
            for step in part.steps(self.stage)
        ]
        for moment, act in sorted(steps, key=lambda step: step[0]):
            self._move_clock(moment)
            act()
            self._deliver()
            self._release()

    def _sign_in(self) -> None:
        member, staff = self.stage.settings.staff[0], self.stage.staff
        staff.fill("/account/sign-in", {"email": member.email})
        asked = SignIn.objects(email=member.email).order_by("-created_at").first()
        staff.fill(f"/account/sign-in/{self.stage.link('sign-in', asked.id, member.email)}", {})

    def _open_round(self) -> None:
        sparring.prepare_round(self.stage)
        self._move_clock(self.clock.moment + timedelta(minutes=2))
        fire_due(Round, self.clock.moment)

    def _move_clock(self, moment: datetime) -> None:
        """On the way every timer fires on its own day."""
        while self.clock.moment < moment:
            self.clock.moment = min(moment, self.clock.moment + timedelta(days=1))
            if sum(fire_due(case_class, self.clock.moment) for case_class in TIMED):
                self._deliver()

    def _deliver(self) -> None:
        """Events to their consumers, and mails to the mail catcher, until nothing is left."""
        while self._tell() or self._send_mails():
            pass

    def _tell(self) -> int:
        return sum(
            deliver_case(case_class, case, self.workers, ambient.now())
            for case_class in self.telling
            for case in untold(case_class)
        )

    def _send_mails(self) -> int:
        return sum(loop.run_once() for loop in self.loops)

    def _release(self) -> None:
        """The office reads its outgoing mails; the last days' wait for whoever tries the demo."""
        if self.clock.moment > self.stage.today - STILL_WAITING:
            return
        for mail in Message.objects(state=WAITING):
            address = f"/staff/mails/outbox/{mail.id}"
            self.stage.staff.fill(f"{address}/release", {}, page=address)
        self._deliver()
