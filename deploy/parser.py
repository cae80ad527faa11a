"""The words of the `kunteko` command, and which function each of them calls."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deploy import commands
from deploy.moments import moment
from deploy.registry import SERVICES

NAMES = [service.name for service in SERVICES]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="kunteko", description="Runs and looks after Kunteko.")
    words = top.add_subparsers(required=True, metavar="COMMAND", title="commands")

    def word(name: str, command: Any, text: str) -> argparse.ArgumentParser:
        added = words.add_parser(name, help=text, description=text)
        added.set_defaults(command=command)
        return added

    word("help", lambda _: _print_help(top), "this list")
    word("run", commands.run, "run the embedded form: everything on this machine")
    word("stop", commands.stop, "stop a running embedded form")
    word("reset", commands.reset, "delete the embedded form's data")
    web = word("web", commands.web, "serve the web side of one service, or of all")
    _one_or_all(web)
    web.add_argument("--bind", default="127.0.0.1:8000", help="address:port (%(default)s)")
    _one_or_all(word("worker", commands.worker, "run the worker side of one service, or of all"))
    word("mailbox", commands.mailbox, "catch all mail sent to the local mail port")
    word("intake", commands.intake, "take in mails that could not be delivered (bounces)")
    word("demo", commands.demo, "fill an empty store with demo data, before a worker runs")
    word("settings", commands.settings, "every environment variable, and whether it is right now")
    health = word("health", commands.health, "ask a health address: exit status 0 when it is well")
    health.add_argument("url")
    doctor = word("doctor", commands.doctor, "what is wrong here, and what to do about it")
    doctor.add_argument("--json", action="store_true", help="for machines")
    doctor.add_argument("--thorough", action="store_true", help="every case, however long it takes")
    _dead_letters(word("dead-letters", None, "messages that could not be handled"))
    topology = word("topology", commands.topology, "the exchange and queues in RabbitMQ")
    topology.add_argument("what", choices=["check", "declare"])
    _read_models(word("read-models", None, "what services keep of what others told them"))
    migrate = word("migrate", commands.migrate, "bring older documents up to this release")
    migrate.add_argument("--check", action="store_true", help="only say what is behind")
    backup = word("backup", commands.backup, "all services as they are now, in one file")
    backup.add_argument("file", type=Path, help="or a directory, which gets one named by the time")
    _restore(word("restore", commands.restore, "a backup into an empty store; stop all else first"))
    for name, command, text in (
        ("drawings", commands.drawings, "docs/workflows, drawn from the tables"),
        ("nginx", commands.nginx, "nginx's configuration, from the table of routes"),
    ):
        written = word(name, command, text).add_mutually_exclusive_group(required=True)
        written.add_argument("--write", action="store_true")
        written.add_argument("--check", action="store_true")
    translations = word("translations", commands.translations, "the texts in other languages")
    translations.add_argument("what", choices=["update", "compile", "check"])
    return top


def _print_help(top: argparse.ArgumentParser) -> int:
    top.print_help()
    return 0


def _one_or_all(added: argparse.ArgumentParser) -> None:
    which = added.add_mutually_exclusive_group(required=True)
    which.add_argument("--service", choices=NAMES)
    which.add_argument("--all", action="store_true")


def _read_models(added: argparse.ArgumentParser) -> None:
    words = added.add_subparsers(required=True, metavar="ACTION")
    for name, text in (
        ("list", "which there are, and where their rows lie"),
        ("check", "compare them with the histories; exit status 1 when they have come apart"),
        ("rebuild", "bring them to what the histories tell, while everything runs"),
        ("watch", "check all of them every night, and tell it in the log and /metrics"),
    ):
        action = words.add_parser(name, help=text, description=text)
        action.set_defaults(command=commands.read_models, action=name, name="")
        if name != "watch":
            action.add_argument("name", nargs="?", default="", help="of one, or of a service")


def _restore(added: argparse.ArgumentParser) -> None:
    added.add_argument("file", type=Path)
    added.add_argument("--replace", action="store_true", help="delete what is there first")
    added.add_argument(
        "--numbers-ahead",
        type=int,
        default=100,
        metavar="N",
        help="leave out so many numbers of each kind: they may have been given since (%(default)s)",
    )
    added.add_argument(
        "--tell-days",
        type=float,
        default=2.0,
        metavar="DAYS",
        help="RabbitMQ only: tell the events of so long before the backup again (%(default)s)",
    )


def _dead_letters(added: argparse.ArgumentParser) -> None:
    words = added.add_subparsers(required=True, metavar="ACTION")
    for name, text in (
        ("list", "one line for each, oldest first"),
        ("summary", "how many died of what, the most first"),
        ("show", "each in full, with its body and where to find its journey"),
        ("replay", "give them to their consumer again; a repeat is harmless"),
        ("drop", "throw them away for good"),
    ):
        action = words.add_parser(name, help=text, description=text)
        action.set_defaults(command=commands.dead_letters, action=name)
        action.add_argument("ids", nargs="*", metavar="ID", help="as the list shows it")
        action.add_argument("--service", choices=NAMES, help="of this consumer only")
        action.add_argument("--type", default="", help="of this event type only")
        action.add_argument("--reason", default="", help="whose reason has this text in it")
        action.add_argument("--correlation", default="", help="of this journey only")
        action.add_argument("--case", default="", help="of this case only")
        action.add_argument("--since", type=moment, help="failed first since 2h, 3d, or a time")
        action.add_argument("--all", action="store_true", help="all of them")
        action.add_argument("--json", action="store_true", help="for machines")
        if name not in ("list", "show"):
            action.set_defaults(limit=0, offset=0)
        else:
            action.add_argument("--limit", type=int, default=50, help="(%(default)s; 0: all)")
            action.add_argument("--offset", type=int, default=0, help="after so many")
