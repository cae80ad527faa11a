"""A small workflow with one of everything, to test the kernel with."""

from datetime import timedelta

from mongoengine import IntField, ListField, StringField

from shared.contracts.themes import ThemeChanged
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.calendar import business_days
from shared.workflow.case import Case
from shared.workflow.table import NEW, Actor, Task, Timer, Workflow, after, row

WRITER = Actor(Role.APPLICANT, "Kaisa Kirjoittaja", "kaisa@kemi.example")
STAFF = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
MANAGER = Actor(Role.MANAGER, "Paula Päällikkö", "paula@kunteko.example")


def needs_a_title(case, _now):
    if not case.title:
        raise TransitionNotAllowed("accept", case.state, "title")


PROPOSAL = Workflow(
    "proposal",
    ("written", "sent", "accepted", "dropped"),
    (
        row("write", NEW, "written", Role.APPLICANT,
            starts=Timer("drop", after(timedelta(days=90)))),
        row("send", "written", "sent", Role.APPLICANT, ThemeChanged,
            opens=Task("decide", after(timedelta(days=14))),
            starts=(Timer("remind", business_days(3)),
                    Timer("hurry", lambda case, now: None if case.calm else now))),
        row("remind", "sent", None, Role.SYSTEM, opens=Task("call", after(timedelta(days=1))),
            starts=Timer("remind", business_days(4))),
        row("hurry", "sent", None, Role.SYSTEM),
        row("calm", "sent", None, Role.STAFF,
            starts=Timer("hurry", lambda case, now: None if case.calm else now)),
        row("note", ("written", "sent"), None, (Role.APPLICANT, Role.STAFF), closes={"call"}),
        row("accept", "sent", "accepted", Role.STAFF, ThemeChanged, guard=needs_a_title),
        row("refuse", "sent", "written", Role.STAFF,
            starts=Timer("drop", after(timedelta(days=90)))),
        row("drop", "written", "dropped", Role.SYSTEM),
    ),
    summary="How a proposal goes.",
)  # fmt: skip


class Proposal(Case):
    meta = {"db_alias": "proposals", "collection": "proposals"}
    workflow = PROPOSAL
    service = "proposals"

    title = StringField(default="")
    calm = IntField(default=1)
    notes = ListField(StringField())
    votes = IntField(default=0)

    def facts(self):
        names = {"fi": self.title, "sv": self.title, "en": self.title}
        return {"id": self.id, "names": names, "active": True, "place": 1}
