"""What each word of the `kunteko` command does. Imports are late: each word loads what it needs."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from deploy.registry import SERVICES, Service, service


def run(_: Namespace) -> int:
    from deploy import embedded

    return embedded.run(os.environ)


def stop(_: Namespace) -> int:
    from deploy import embedded

    return embedded.stop(os.environ)


def reset(_: Namespace) -> int:
    from deploy import embedded

    return embedded.reset(os.environ)


def web(chosen: Namespace) -> int:
    """Becomes gunicorn: signals reach it directly."""
    from deploy.web_command import ALL, web_command
    from shared.settings import load

    load(os.environ)  # say what is wrong before gunicorn starts
    name = ALL if chosen.all else chosen.service
    command = web_command(name, chosen.bind)
    os.execv(command[0], command)


def worker(chosen: Namespace) -> int:
    from deploy.worker import serve

    return serve(_chosen(chosen))


def mailbox(_: Namespace) -> int:
    from services.notifications.mailbox import serve
    from shared.settings import load
    from shared.tracing import configure_logging

    settings = load(os.environ)
    configure_logging(settings)
    serve(settings)
    return 0


def intake(_: Namespace) -> int:
    from services.notifications.intake import serve
    from shared.settings import SettingsError, load
    from shared.tracing import configure_logging

    settings = load(os.environ)
    configure_logging(settings)
    try:
        serve(settings)
    except SettingsError as error:
        print(f"kunteko: {error}", file=sys.stderr)
        return 1
    return 0


def demo(_: Namespace) -> int:
    from deploy.children import wait_until
    from deploy.demo.play import load_demo
    from deploy.embedded_settings import run_from
    from shared.settings import load
    from shared.tracing import configure_logging

    settings = load(os.environ)
    configure_logging(settings)
    opens = run_from(os.environ).mailbox_listens  # the demo's mails go there
    wait_until(opens, within=60, what="the mailbox opens")
    load_demo(settings)
    return 0


def settings(_: Namespace) -> int:
    from deploy.settings_list import show

    return show(os.environ)


def health(chosen: Namespace) -> int:
    from deploy.embedded import answers_ok

    return 0 if answers_ok(chosen.url) else 1


def dead_letters(chosen: Namespace) -> int:
    from deploy.dead_letters import work_on_dead_letters

    return work_on_dead_letters(chosen, _chosen(chosen))


def topology(chosen: Namespace) -> int:
    from deploy.operator import check_topology, declare_topology

    return check_topology() if chosen.what == "check" else declare_topology()


def doctor(chosen: Namespace) -> int:
    from deploy.doctor.command import examine_here

    return examine_here(os.environ, as_json=chosen.json, thorough=chosen.thorough)


def migrate(chosen: Namespace) -> int:
    from deploy.migrate import migrate as bring_up
    from deploy.operator import settings_here

    return bring_up(settings_here(), check=chosen.check)


def read_models(chosen: Namespace) -> int:
    from deploy.read_models_command import work_on_read_models

    return work_on_read_models(chosen.action, chosen.name)


def backup(chosen: Namespace) -> int:
    from deploy.backup.command import back_up

    return back_up(os.environ, chosen.file)


def restore(chosen: Namespace) -> int:
    from deploy.backup.command import restore_from

    return restore_from(os.environ, chosen)


def drawings(chosen: Namespace) -> int:
    from deploy.checking import write_or_check
    from deploy.drawings import pages

    return write_or_check(pages(), write=chosen.write, remedy="run 'make drawings'")


def nginx(chosen: Namespace) -> int:
    from deploy.checking import write_or_check
    from deploy.nginx_config import FILE, nginx_config

    files = {FILE: nginx_config()}
    return write_or_check(files, write=chosen.write, remedy="run './kunteko nginx --write'")


def translations(chosen: Namespace) -> int:
    from deploy import translations as texts

    commands = {"update": texts.update, "compile": texts.compile_all, "check": texts.check}
    return commands[chosen.what]()


def _chosen(chosen: Namespace) -> Sequence[Service]:
    return [service(chosen.service)] if chosen.service else SERVICES
