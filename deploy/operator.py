"""What the operator's commands share, and the topology: on the settings of this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.embedded_settings import environment, run_from
from deploy.registry import workers
from shared.messaging.topology_check import check_topology as find_faults
from shared.messaging.topology_check import declare_topology as declare
from shared.settings import Settings, load


def is_embedded(environ: Mapping[str, str] = os.environ) -> bool:
    """No store is named: the embedded form's is meant."""
    return "KUNTEKO_STORE_URL" not in environ


def settings_here(environ: Mapping[str, str] = os.environ) -> Settings:
    """As set; where no store is named, those of the embedded form. Raises SettingsError."""
    if is_embedded(environ):
        return load(environment(run_from(environ), environ))
    return load(environ)


def log_directory(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where the embedded form's processes write; others write to whoever runs them."""
    return run_from(environ).var / "log" if is_embedded(environ) else None


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
