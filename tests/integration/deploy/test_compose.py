"""docker-compose.yml without a Docker engine: is it valid, and does what it says to run, run?"""

import json
import os
import re
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from deploy.children import ROOT, Child
from deploy.embedded import answers_ok
from deploy.registry import SERVICES
from shared.settings import FIELDS, PREFIX, load
from tests.support.ports import free_port
from tests.support.settings import SECRET, STAFF
from tests.support.waiting import until

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SCHEMA = json.loads((Path(__file__).parent / "compose-spec.schema.json").read_text())
VARIABLE = re.compile(r"\$\{(\w+)(?::(-|\?)([^}]*))?\}")
OURS = {name: service for name, service in COMPOSE["services"].items() if "build" in service}


def example():
    """deploy/env.example, filled in as it says."""
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    rows = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    values = dict(rows)
    assert values["KUNTEKO_SECRET_KEYS"] == values["RABBITMQ_PASSWORD"] == ""
    return values | {
        "KUNTEKO_SECRET_KEYS": SECRET,
        "KUNTEKO_STAFF": STAFF,
        "RABBITMQ_PASSWORD": "secret",
    }


def interpolated(text, values):
    """As Compose does: ${A}, ${A:-default}, ${A:?message}."""

    def value(match):
        name, kind, rest = match.groups()
        given = values.get(name, "")
        assert given or kind == "-", f"{name} is needed: {rest}"
        return given or rest

    return VARIABLE.sub(value, text)


def environment_of(service, **changes):
    values = example()
    plain = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    given = {k: interpolated(str(v), values) for k, v in service["environment"].items()}
    return plain | given | changes


def test_the_file_follows_the_compose_schema():
    errors = jsonschema.Draft7Validator(SCHEMA).iter_errors(COMPOSE)
    assert [f"{list(error.path)}: {error.message}" for error in errors] == []


def test_the_schema_sees_a_mistake():
    broken = COMPOSE | {"services": {"web": {"imaeg": "kunteko"}}}
    assert not jsonschema.Draft7Validator(SCHEMA).is_valid(broken)


def test_every_service_has_a_web_and_a_worker():
    expected = {f"{kind}-{each.name}" for each in SERVICES for kind in ("web", "worker")}
    assert set(OURS) == expected


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
    environ = environment_of(OURS[name])
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


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_command_starts_and_its_health_check_passes(name, store, broker, tmp_path):
    """The very command and health check of the file, on other ports."""
    service = OURS[name]
    port = free_port()
    environ = environment_of(
        service,
        KUNTEKO_STORE_URL=store.url,
        KUNTEKO_STORE_PREFIX=store.prefix,
        KUNTEKO_BROKER_URL=broker.url,
    )
    if "KUNTEKO_METRICS_BIND" in environ:
        environ["KUNTEKO_METRICS_BIND"] = f"127.0.0.1:{port}"
    command = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in service["command"]]
    health = service["healthcheck"]["test"]
    url = re.sub(r":\d+/", f":{port}/", health[-1])
    child = Child(name, in_this_python(command), environ=environ, log=tmp_path / "log").start()
    try:
        until(
            lambda: answers_ok(url) or not child.alive, within=40, what=f"{url}{child.last_words}"
        )
        assert child.alive, child.last_words
        check = Child("health", in_this_python([*health[1:-1], url]), environ=environ).start()
        until(lambda: not check.alive, within=20, what="the health check ends")
        assert check.status == 0
    finally:
        child.stop()
    assert child.status == 0, child.last_words


def in_this_python(command):
    assert command[0] == "python"
    return [sys.executable, *command[1:]]
