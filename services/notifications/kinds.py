"""Each kind of mail once on sample data, as the office sees it when it edits the words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from services.notifications.handlers.events import HANDLERS
from services.notifications.mails import (
    deeds,
    morning,
    others,
    partners,
    subscriptions,
    to_applicant,
    to_expert,
)
from services.notifications.mails.mail import Addressee, Mail
from shared import contracts
from shared.contracts.base import contract_for
from shared.contracts.office import WorkSummedUp
from shared.errors import NotFound
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings, StaffMember

FOLDER = Path(contracts.__path__[0]) / "samples"
WHEN = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
READER = "lukija@kunta.example"

Facts = Mapping[str, Any]
# language, settings → the mail; None where this sample is told to nobody
Sample = Callable[[str, Settings], Mail | None]


def told_by(event_type: str, builder: Callable[[Event, Settings], Any], changes: Facts) -> Sample:
    """What the builder makes of the stored sample of an event with `changes` laid over it."""

    def sample(language: str, settings: Settings) -> Mail | None:
        data = spoken(laid_over(stored(event_type), changes), language)
        made = builder(happened(event_type, data), settings)
        found: Mail | None = next(iter(made), None) if isinstance(made, list) else made
        return found

    return sample


def happened(event_type: str, data: Facts) -> Event:
    return Event(
        id="sample",
        type=event_type,
        source="/samples",
        time=WHEN,
        subject="sample",
        data=contract_for(event_type).read(data),
        correlation_id="sample",
        sequence=1,
    )


@cache
def stored(event_type: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / f"{event_type}.json").read_text(encoding="utf-8"))
    return read


def laid_over(data: Facts, changes: Facts) -> dict[str, Any]:
    """`data` with `changes`, dictionaries deep; neither is changed."""
    result = deepcopy(dict(data))
    for key, value in changes.items():
        inside = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
        result[key] = laid_over(result[key], value) if inside else value
    return result


def spoken(part: Any, language: str) -> Any:
    """The same data, everybody in it being written to in this language."""
    if isinstance(part, Mapping):
        return {
            key: language if key == "language" else spoken(value, language)
            for key, value in part.items()
        }
    return [spoken(each, language) for each in part] if isinstance(part, list) else part


# events whose mail depends on a state or a purpose: their stored sample shows only one of each
MORE: tuple[tuple[str, Callable[[Event, Settings], Any], Facts], ...] = (
    ("application.reminder.v1", to_applicant.reminder, {"application": {"state": "returned"}}),
    ("application.reminder.v1", to_applicant.reminder, {"application": {"state": "choosing"}}),
    ("application.reminder.v1", to_expert.reminder_expert, {"application": {"state": "agreed"}}),
    ("application.link_requested.v1", to_applicant.fresh_link, {"purpose": "feedback"}),
    (
        "application.link_requested.v1",
        to_expert.fresh_link_expert,
        {"purpose": "order", "recipient": "petri.sparraaja@tyontaito.example"},
    ),
    ("deed.published.v1", deeds.published, {"first": False}),
    ("deed.reminder.v1", deeds.reminder, {"deed": {"state": "unconfirmed"}}),
    ("partner_search.link_requested.v1", partners.fresh_link, {"purpose": "partner-confirm"}),
    (
        "subscription.asked.v1",
        subscriptions.confirmation,
        {"subscriber": {"kinds": ["newsletter"]}},
    ),
)


def _round_opened(language: str, settings: Settings) -> Mail:
    event = happened("round.opened.v1", stored("round.opened.v1"))
    return others.round_opened(event, settings, Addressee("", READER, language))


def _round_watch(language: str, settings: Settings) -> Mail:
    return others.round_watch("sample", settings, Addressee("", READER, language))


def _morning(language: str, settings: Settings) -> Mail | None:
    summed_up = WorkSummedUp.read(stored(WorkSummedUp.type))
    told = morning.OfficeMorning(
        day=WHEN.date(),
        at=WHEN,
        counts=summed_up["counts"],
        tasks=summed_up["tasks"],
        rounds=summed_up["rounds"],
        failed=[("Päätös sparrauksesta, SP-2026-0007", READER, "/staff/mails/0007")],
        outbox=[("Uusi sparraustilaus, SP-2026-0008", READER, "/staff/mails/outbox/0008")],
    )
    member = StaffMember("anna@kunteko.example", "Anna Lindqvist", (Role.STAFF,), language)
    return morning.morning(told, member, morning.PARTS, settings)


# mails that no handler of an event makes by a builder
APART: tuple[Sample, ...] = (_round_opened, _round_watch, _morning)


@cache
def samples(settings: Settings) -> Mapping[str, Sample]:
    """Template → its sample. Where several samples make the same kind, the first one stands."""
    built = [
        told_by(contract.type, handler.mails, {})
        for contract, handlers in HANDLERS.items()
        for handler in handlers
        if hasattr(handler, "mails")
    ]
    found: dict[str, Sample] = {}
    for sample in (*built, *(told_by(*more) for more in MORE), *APART):
        if mail := sample("fi", settings):
            found.setdefault(mail.template, sample)
    return found


def sample_mail(template: str, language: str, settings: Settings) -> Mail:
    """Raises NotFound for a template that nothing makes."""
    sample = samples(settings).get(template)
    mail = sample(language, settings) if sample else None
    if mail is None:
        raise NotFound(f"no mail is written by {template}")
    # some kinds go to the office only, in its language, whatever the event says
    return replace(mail, to=replace(mail.to, language=language))
