"""/health/live: the process answers. /health/ready: what it needs answers too."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from mongoengine.connection import get_connection

from shared.tracing import log

Check = Callable[[], object]
"""Raises when what it asks is not there."""


def register_health(app: Flask, service: str, *, store: bool) -> None:
    checks: dict[str, Check] = {"store": lambda: ping_store(service)} if store else {}
    app.add_url_rule("/health/live", "health.live", live)
    app.add_url_rule("/health/ready", "health.ready", lambda: ready(checks))


def ping_store(alias: str) -> None:
    get_connection(alias).admin.command("ping")


def live() -> ResponseReturnValue:
    return jsonify(status="up")


def ready(checks: dict[str, Check]) -> ResponseReturnValue:
    found = {name: answers(name, check) for name, check in checks.items()}
    status = 200 if all(found.values()) else 503
    return jsonify(status="ready" if status == 200 else "not ready", checks=found), status


def answers(name: str, check: Check) -> bool:
    try:
        check()
    except Exception as error:  # whatever a driver raises, the answer is "not ready"
        log.warning("not ready", check=name, error=str(error))
        return False
    return True
