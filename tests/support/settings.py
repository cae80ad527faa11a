"""Settings for tests, through the same reader as the product's."""

import pytest

from shared.settings import FIELDS, PREFIX, load

SECRET = "a key of the tests that is long enough to be taken"
STAFF = (
    "paula@kunteko.example,Paula Päällikkö,manager;"
    "ville@kunteko.example,Ville Virkailija,staff;"
    "aino@kunteko.example,Aino Auditoija,auditor;"
    "olli@kunteko.example,Olli Ohjelmapäällikkö,manager;"
    "eeva@kunteko.example,Eeva Asiantuntija,expert"
)


def environment(**changes):
    """Environment variables by field name: environment(bus="rabbitmq", broker_url=…)."""
    values = {
        "base_url": "http://127.0.0.1:8000",
        "secret_keys": SECRET,
        "store_url": "mongodb://127.0.0.1:1/?retryWrites=false&directConnection=true",
        "bus": "inprocess",
        "staff": STAFF,
        "mail_from": "kunteko@kunteko.example",
        "office_email": "toimisto@kunteko.example",
        "log_format": "console",
        "requests_a_minute": "0",
    } | {name: str(value) for name, value in changes.items()}
    unknown = set(values) - {field.name for field in FIELDS}
    assert not unknown, f"no such settings: {unknown}"
    return {PREFIX + name.upper(): value for name, value in values.items()}


def make_settings(**changes):
    return load(environment(**changes))


@pytest.fixture
def settings(store):
    """Settings on this test's own corner of the store, on the in-process bus."""
    return make_settings(store_url=store.url, store_prefix=store.prefix)


@pytest.fixture
def rabbit_settings(store, broker):
    """Settings on this test's own corner of the store and its own virtual host of RabbitMQ."""
    return make_settings(
        store_url=store.url, store_prefix=store.prefix, bus="rabbitmq", broker_url=broker.url
    )
