"""A service's app for a test: made once, connected to each test's corner of the store."""

from shared import store as stores
from tests.support.settings import make_settings

_made = {}


def app_on(store, service, create_app, **settings):
    """The views know the store only by its alias, so one app serves every test's corner."""
    own = make_settings(store_url=store.url, store_prefix=store.prefix, **settings)
    key = (service, *sorted(settings.items()))
    if key not in _made:
        _made[key] = create_app(own)
    stores.connect(own, service)
    app = _made[key]
    app.config["WTF_CSRF_ENABLED"] = True  # whatever an earlier test chose
    return app
