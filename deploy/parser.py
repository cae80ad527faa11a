"""The words of the `kunteko` command, and which function each of them calls."""

from __future__ import annotations

import argparse
from typing import Any

from deploy import commands
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
    _dead_letters(word("dead-letters", None, "messages that could not be handled"))
    topology = word("topology", commands.topology, "the exchange and queues in RabbitMQ")
    topology.add_argument("what", choices=["check", "declare"])
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


def _dead_letters(added: argparse.ArgumentParser) -> None:
    words = added.add_subparsers(required=True, metavar="ACTION")
    for name, text in (
        ("list", "one line for each"),
        ("show", "each in full, with its body"),
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
        action.add_argument("--all", action="store_true", help="all of them")
