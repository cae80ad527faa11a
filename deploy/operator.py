"""The operator's commands: dead letters and the topology, on the settings of this machine."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence

from deploy.embedded_settings import environment, run_from
from deploy.registry import Service, workers
from shared.messaging.dead_letter import Choice, DeadLetter, DeadLetters
from shared.messaging.dead_letters import dead_letters
from shared.messaging.topology_check import check_topology as find_faults
from shared.messaging.topology_check import declare_topology as declare
from shared.settings import Settings, load


def settings_here(environ: Mapping[str, str] = os.environ) -> Settings:
    """As set; where no store is named, those of the embedded form."""
    if "KUNTEKO_STORE_URL" in environ:
        return load(environ)
    return load(environment(run_from(environ), environ))


def work_on_dead_letters(chosen: Namespace, services: Sequence[Service]) -> int:
    choice = Choice(frozenset(chosen.ids), chosen.type, chosen.reason, chosen.correlation)
    if chosen.action in ("replay", "drop") and choice == Choice() and not chosen.all:
        print(f"kunteko: say which to {chosen.action}: ids, a filter, or --all", file=sys.stderr)
        return 2
    settings = settings_here()
    listening = [worker.name for worker in workers(settings, services) if worker.handlers]
    act = _acts(dead_letters(settings))[chosen.action]
    letters = [letter for name in listening for letter in act(name, choice)]
    for letter in letters:
        print(_in_full(letter) if chosen.action == "show" else _line(letter))
    print(f"{len(letters)} {_DONE[chosen.action]}", file=sys.stderr)
    missing = choice.ids - {letter.id for letter in letters}
    for name in sorted(missing):
        print(f"kunteko: no dead letter {name}", file=sys.stderr)
    return 1 if missing else 0


_DONE = {"list": "found", "show": "found", "replay": "replayed", "drop": "dropped"}


def _acts(letters: DeadLetters) -> dict[str, Callable[[str, Choice], list[DeadLetter]]]:
    return {
        "list": letters.find,
        "show": letters.find,
        "replay": letters.replay,
        "drop": letters.drop,
    }


def _line(letter: DeadLetter) -> str:
    reason = " ".join(letter.reason.split())
    first_failed = letter.first_failed[:19]
    return f"{letter.service}  {letter.id}  {letter.event_type}  {first_failed}  {reason[:120]}"


def _in_full(letter: DeadLetter) -> str:
    return f"""\
{letter.id}
  consumer      {letter.service}
  event         {letter.event_type}
  case          {letter.subject}
  correlation   {letter.correlation_id}
  first failed  {letter.first_failed}, {letter.attempts} attempts
  reason        {letter.reason}
{_indented(letter.body)}
"""


def _indented(body: str) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body


def check_topology() -> int:
    settings = settings_here()
    findings = find_faults(settings, workers(settings))
    for finding in findings:
        print(f"{finding.name}: {finding.problem}: {finding.advice}", file=sys.stderr)
    if not findings:
        print("RabbitMQ is as it should be." if settings.bus == "rabbitmq" else _NO_BROKER)
    return 1 if findings else 0


def declare_topology() -> int:
    settings = settings_here()
    names = declare(settings, workers(settings))
    print("\n".join(names) or _NO_BROKER)
    return 0


_NO_BROKER = "Nothing to look at: the bus is in-process and needs no broker."
