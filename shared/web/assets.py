"""Static files, named with a hash of their content so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request

STATIC = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


@cache
def asset(name: str) -> str:
    """`app.css` → `/static/app.css?v=3f2a…`. Raises FileNotFoundError for a wrong name."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def register_assets(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def keep_in_browser(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == 200:
            lasting = "v" in request.args or request.path.endswith(".woff2")
            response.headers["Cache-Control"] = FOR_EVER if lasting else AN_HOUR
        return response
