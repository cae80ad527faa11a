"""docker-compose.yml as Compose reads it, with deploy/env.example filled in."""

import os
import re

import yaml

from deploy.children import ROOT
from shared.settings import PREFIX
from tests.support.settings import SECRET, STAFF

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
VARIABLE = re.compile(r"\$\{(\w+)(?::(-|\?)([^}]*))?\}")
OURS = {name: service for name, service in COMPOSE["services"].items() if "build" in service}


def example():
    """deploy/env.example, filled in as it says."""
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
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


def environment_of(name, **changes):
    """What the container `name` is given; `changes` by field name, as in `environment`."""
    values = example()
    plain = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    given = {k: interpolated(str(v), values) for k, v in OURS[name]["environment"].items()}
    changed = {PREFIX + field.upper(): str(value) for field, value in changes.items()}
    return plain | given | changed
