"""docker-compose.yml without a Docker engine: is it valid, complete, closed to the outside?

That its commands start and its health checks pass is in test_distributed.py, which runs them.
"""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from deploy.children import ROOT
from deploy.registry import SERVICES
from shared.settings import FIELDS, PREFIX, load
from tests.support.compose import COMPOSE, OURS, VARIABLE, environment_of, example

SCHEMA = json.loads((Path(__file__).parent / "compose-spec.schema.json").read_text())


def test_the_file_follows_the_compose_schema():
    errors = jsonschema.Draft7Validator(SCHEMA).iter_errors(COMPOSE)
    assert [f"{list(error.path)}: {error.message}" for error in errors] == []


def test_the_schema_sees_a_mistake():
    broken = COMPOSE | {"services": {"web": {"imaeg": "kunteko"}}}
    assert not jsonschema.Draft7Validator(SCHEMA).is_valid(broken)


def test_every_service_has_a_web_and_a_worker_and_two_more_serve_them_all():
    expected = {f"{kind}-{each.name}" for each in SERVICES for kind in ("web", "worker")}
    assert set(OURS) == expected | {"intake-notifications", "read-models"}


def test_every_variable_given_to_a_process_is_a_setting():
    known = {field.variable for field in FIELDS}
    given = {name for service in OURS.values() for name in service["environment"]}
    assert given - known == set()


def test_every_setting_that_must_be_set_is_given():
    must = {field.variable for field in FIELDS if field.default is None}
    for name, service in OURS.items():
        assert must - set(service["environment"]) == set(), name


def test_every_variable_the_file_asks_for_is_in_the_example():
    asked = {match[0] for match in VARIABLE.findall((ROOT / "docker-compose.yml").read_text())}
    assert asked == set(example())


def test_no_secret_is_in_the_file():
    for name, service in COMPOSE["services"].items():
        for variable, value in service.get("environment", {}).items():
            if re.search("PASS|SECRET|TOKEN", variable):
                assert str(value).startswith("${"), f"{name}: {variable}"


@pytest.mark.parametrize("name", sorted(OURS))
def test_the_settings_as_interpolated_are_right(name):
    environ = environment_of(name)
    settings = load({k: v for k, v in environ.items() if k.startswith(PREFIX)})
    assert settings.bus == "rabbitmq"
    assert settings.broker_url == "amqp://kunteko:secret@rabbitmq:5672/"


def test_only_nginx_can_be_reached_from_outside():
    published = {
        name: port
        for name, service in COMPOSE["services"].items()
        for port in service.get("ports", [])
    }
    assert published.pop("nginx") == "${HTTP_PORT:-8080}:80"
    assert all(port.startswith("127.0.0.1:") for port in published.values())


def test_every_file_that_is_mounted_or_built_from_exists():
    for service in COMPOSE["services"].values():
        if "build" in service:
            assert (ROOT / service["build"]["dockerfile"]).is_file()
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).is_file() if source[0] == "." else source in COMPOSE["volumes"]


def test_the_image_has_all_that_the_commands_need():
    text = (ROOT / "deploy" / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (\S+) ", text, re.MULTILINE)
    assert {"services", "shared", "deploy", "requirements.lock"} <= set(copied)
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert set(copied) & set(ignored) == set()
