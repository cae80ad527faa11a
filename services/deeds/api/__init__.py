"""Open data: the marketplace as JSON and CSV."""

from __future__ import annotations

from flask import Flask


def register_api(app: Flask) -> None:
    pass
