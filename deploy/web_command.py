"""The command that serves the web side of one service, or of all of them."""

from __future__ import annotations

import sys

ALL = "all"


def web_command(name: str, bind: str) -> list[str]:
    """`name`: a service's, or ALL. `bind`: address:port."""
    return [
        *(sys.executable, "-m", "gunicorn", "--config", "python:deploy.gunicorn"),
        *("--bind", bind, f"deploy.web:create({name!r})"),
    ]
