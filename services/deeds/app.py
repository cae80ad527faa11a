"""The web side of the marketplace, the home page and the site's texts."""

from __future__ import annotations

from flask import Flask

from services.deeds import api, links, public, show, staff
from services.deeds.documents import SERVICE
from services.deeds.handlers.keeping import keep_index_in
from services.deeds.search import lexicon
from shared import store
from shared.settings import Settings
from shared.web import create_base_app


def create_app(settings: Settings) -> Flask:
    store.connect(settings, SERVICE)
    keep_index_in(settings.search_dir)
    lexicon.require()  # said at the start, not by the first search
    app = create_base_app(SERVICE, settings, package=__name__)
    app.jinja_env.globals["show"] = show  # macros name what stands in a deed by id
    for blueprint in (*public.BLUEPRINTS, *links.BLUEPRINTS, *staff.BLUEPRINTS):
        app.register_blueprint(blueprint)
    api.register_api(app)
    return app
