"""Requests made up by schemathesis from a service's OpenAPI document, in process."""

import json
import os

import schemathesis
import werkzeug
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.python import wsgi

from tests.support.settings import STAFF

EXAMPLES = int(os.environ.get("OPENAPI_EXAMPLES", "2"))  # for each operation, beside the coverage
NO_TOKEN = ""
EVERYBODY = "everybody"  # may ask for every operation, so that its rules are reached
ROLES = {
    EVERYBODY: ["manager", "applicant", "expert"],
    "robot": ["staff"],
    "reader": ["auditor"],
    "porvoo": ["applicant"],
    "liisa": ["expert"],
}
SETTINGS = {
    "api_tokens": json.dumps(
        [
            {
                "name": name,
                "token": f"the secret token of {name} in the tests",
                "roles": "+".join(roles),
                **({"expert_id": "liisa"} if "expert" in roles else {}),
            }
            for name, roles in ROLES.items()
        ]
    ),
    "staff": STAFF,
}

# JSON Schema cannot tell which days there are, that a check digit matches, what the store knows
# (themes, experts), or how answers fit together. A body that the document allows may therefore be
# refused with 422; `silent_refusals` sees to it that such a refusal names the fields.
BEYOND_A_SCHEMA = [
    {"include-method": ["POST", "PUT", "PATCH"]},
    {"include-name": "GET /api/v1/experts"},  # ?date=30.2.2027
]
ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "422", "429"]


class Caller(werkzeug.Client):
    """schemathesis's own probes pass what only a socket needs; werkzeug takes no such words."""

    def open(self, *args, **kwargs):
        for name in ("max_redirects", "verify", "cert", "proxies", "timeout"):
            kwargs.pop(name, None)
        return super().open(*args, **kwargs)


wsgi.get_client = Caller


def failures(app, service, *, token=EVERYBODY, phases=("coverage", "fuzzing"), known=None):
    """What is wrong with the service or its document, in words; empty when nothing is.

    `known`: parameter → values that lead somewhere, e.g. {"path.key": ["1", "2"]}.
    """
    config = SchemathesisConfig.from_dict(configuration(token, phases, known or {}))
    path = f"/api/v1/openapi/{service}.json"
    schema = schemathesis.openapi.from_wsgi(path, app, config=config)
    found = {}
    for event in from_schema(schema).execute():
        for key, words in told_by(event):
            found.setdefault(key, words)
    return list(found.values())


def configuration(token, phases, known):
    bearer = {"Authorization": f"Bearer the secret token of {token} in the tests"}
    beyond = {"checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}}}
    return {
        "seed": 1,
        "continue-on-failure": True,
        "suppress-health-check": ["too_slow"],  # of the machine that runs the test, not of ours
        "headers": bearer if token else {},
        "generation": {
            "max-examples": EXAMPLES,
            "deterministic": True,
            "no-shrink": True,
            "database": "none",
        },
        "phases": {
            name: {"enabled": name in phases}
            for name in ("examples", "coverage", "fuzzing", "stateful")
        },
        "dictionaries": {name: {"values": values} for name, values in known.items()},
        "parameters": {name: {"dictionary": name, "probability": 0.7} for name in known},
        "operations": [which | beyond for which in BEYOND_A_SCHEMA],
    }


def told_by(event):
    """(key, words) of each failure; the same one of an operation counts once."""
    if isinstance(event, events.NonFatalError | events.FatalError):
        text = event.info.format() if hasattr(event, "info") else repr(event.exception)
        yield text, text
    if not isinstance(event, events.ScenarioFinished):
        return
    for case_id, checks in event.recorder.checks.items():
        label = event.recorder.cases[case_id].value.operation.label
        for check in checks:
            if check.failure_info is not None:
                failure, sample = check.failure_info.failure, check.failure_info.code_sample
                words = f"{label}: {check.name}: {failure.title}\n{failure.message}\n{sample}"
                yield (label, check.name, failure.title), words
    for case_id, interaction in event.recorder.interactions.items():
        if interaction.response is not None and is_silent(interaction.response):
            label = event.recorder.cases[case_id].value.operation.label
            yield (label, "silent"), f"{label}: 422 names no field: {interaction.response.text}"


def is_silent(response):
    return response.status_code == 422 and not response.json().get("errors")
