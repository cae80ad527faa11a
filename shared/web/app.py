"""The Flask app that every service starts from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader

from shared.settings import Settings
from shared.tracing import log
from shared.web.addresses import url_with
from shared.web.api import register_body_check
from shared.web.assets import STATIC, register_assets
from shared.web.compiled import COMPILED
from shared.web.correlation import register_correlation
from shared.web.errors import register_errors
from shared.web.formats import register_formats
from shared.web.health import register_health
from shared.web.language import register_languages
from shared.web.limits import register_limits
from shared.web.metrics import register_metrics
from shared.web.security import register_security
from shared.web.session import current_person

HERE = Path(__file__).parent


class KuntekoApp(Flask):
    """Logs a fault as one structured line, without the path: that may hold a link's secret."""

    def log_exception(self, exc_info: Any) -> None:
        log.error("request failed", exc_info=exc_info)


def office_of(settings: Settings) -> dict[str, str]:
    """What pages may tell about the programme office; never the whole settings, with their keys."""
    return {
        "name": settings.office_name,
        "email": settings.office_email,
        "phone": settings.office_phone,
    }


def create_base_app(name: str, settings: Settings, *, package: str, store: bool = True) -> Flask:
    """`name`: the service and its store's alias. `package`: the caller's `__name__`.

    `store=False` for an app without a database: it is ready without one.
    """
    app = KuntekoApp(package, static_folder=str(STATIC), static_url_path="/static")
    app.extensions["kunteko_settings"] = settings
    own = Path(app.root_path)
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(own / "templates"), FileSystemLoader(HERE / "templates")]
    )
    app.jinja_env.bytecode_cache = COMPILED
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    register_correlation(app, name)
    register_metrics(app, name)
    register_languages(app, [str(HERE / "translations"), str(own / "translations")])
    register_security(app, settings)
    register_limits(app, settings)
    register_body_check(app)
    register_assets(app)
    register_formats(app)
    register_errors(app)
    register_health(app, name, store=store)
    app.jinja_env.globals.update(
        url_with=url_with, current_person=current_person, office=office_of(settings)
    )
    return app
