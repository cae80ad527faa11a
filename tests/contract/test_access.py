"""Every address of every service, asked by everybody: who gets through is written in access.txt."""

import json
from pathlib import Path

import pytest

from services.accounts.app import create_app as accounts
from services.applications.app import create_app as applications
from services.deeds.app import create_app as deeds
from services.experts.app import create_app as experts
from services.notifications.app import create_app as notifications
from shared.roles import Role
from shared.web.session import KEY
from tests.support.apps import app_on

SERVICES = {
    "accounts": accounts,
    "applications": applications,
    "deeds": deeds,
    "experts": experts,
    "notifications": notifications,
}
EVERYWHERE = ("/static/", "/health/", "/metrics")
NOBODY = "nobody"
ROLES = [NOBODY, *Role]
OFFICE = {Role.STAFF, Role.MANAGER}
# the groups of the table → who gets through
GROUPS = {
    "anybody": set(ROLES),
    "link": set(),  # not with a role, but with the token in the address
    "readers": OFFICE | {Role.AUDITOR},
    "staff": OFFICE,
    "manager": {Role.MANAGER},
    "applicant": {Role.APPLICANT},
    "expert": {Role.EXPERT},
    "expert staff": OFFICE | {Role.EXPERT},
    "owner": OFFICE | {Role.AUDITOR, Role.APPLICANT, Role.EXPERT},
}
# may be posted to from other sites: they take nobody's session and need no token of a form
OPEN_TO_OTHER_SITES = {"/subscriptions/newsletter", "/subscriptions/leave/<token>"}
SETTINGS = {
    "staff": ";".join(f"{role}@kunteko.example,{role},{role}" for role in Role),
    "api_tokens": json.dumps(
        [
            {"name": role, "token": f"the secret token of {role} in the tests", "roles": role}
            for role in Role
        ]
    ),
    "mailbox": "yes",
}
PRIVATE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
}


def read_table():
    """(service, method, address) → group."""
    table, group = {}, ""
    for line in (Path(__file__).parent / "access.txt").read_text().splitlines():
        if line.startswith("["):
            group = line[1:].partition("]")[0]
        elif line and not line.startswith("#"):
            service, methods, address = line.split(maxsplit=2)
            table |= {(service, method, address): group for method in methods.split(",")}
    return table


TABLE = read_table()


def rules_of(app):
    return [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith(EVERYWHERE)]


def methods_of(rule):
    return sorted(rule.methods - {"HEAD", "OPTIONS"})


def path_of(rule):
    """With something in each place that is nobody's: rights are looked at before what it names."""
    return rule.build({name: value_for(rule, name) for name in rule.arguments})[1]


def value_for(rule, name):
    some = rule._converters[name]
    kind = type(some).__name__
    return {"AnyConverter": lambda: min(some.items), "IntegerConverter": lambda: 1}.get(
        kind, lambda: "x" * 32
    )()


@pytest.fixture(params=SERVICES)
def service(request):
    return request.param


@pytest.fixture
def app(store, service):
    return app_on(store, service, SERVICES[service], **SETTINGS)


class Asker:
    """Somebody with one role, who asks with a browser, or with a token under /api/."""

    def __init__(self, app, role):
        self.client, self.headers = app.test_client(), {}
        if role != NOBODY:
            bearer = f"Bearer the secret token of {role} in the tests"
            self.headers = {"Authorization": bearer}
            with self.client.session_transaction() as session:
                session[KEY] = {"email": f"{role}@kunteko.example"}

    def ask(self, method, path, **kwargs):
        headers = self.headers if path.startswith("/api/") else {}
        return self.client.open(path, method=method, headers=headers, buffered=True, **kwargs)


def gets_through(answer):
    to_sign_in = "/account/sign-in?next=" in answer.headers.get("Location", "")
    assert answer.status_code < 500
    return answer.status_code not in (401, 403) and not to_sign_in


def test_every_address_is_in_the_table_and_nothing_else(app, service):
    there = {(service, m, rule.rule) for rule in rules_of(app) for m in methods_of(rule)}
    assert there == {row for row in TABLE if row[0] == service}


def test_each_role_gets_through_where_the_table_says_so(app, service):
    app.config["WTF_CSRF_ENABLED"] = False
    askers = {role: Asker(app, role) for role in ROLES}
    wrong = []
    for rule in rules_of(app):
        for method in methods_of(rule):
            group = TABLE.get((service, method, rule.rule))
            if group is None or group == "link":
                continue
            asked = [NOBODY] if group == "anybody" else ROLES
            through = {r for r in asked if gets_through(askers[r].ask(method, path_of(rule)))}
            if through != GROUPS[group] & set(asked):
                wrong.append((method, rule.rule, group, sorted(through)))
    assert not wrong


@pytest.mark.parametrize("role", [NOBODY, Role.MANAGER])
def test_a_wrong_token_opens_nothing_and_its_page_is_kept_nowhere(app, service, role):
    app.config["WTF_CSRF_ENABLED"] = False
    asker = Asker(app, role)
    for rule in rules_of(app):
        for method in methods_of(rule):
            if TABLE.get((service, method, rule.rule)) == "link":
                answer = asker.ask(method, path_of(rule))
                held = {name: answer.headers.get(name) for name in PRIVATE}
                assert (answer.status_code, held) == (404, PRIVATE), (method, rule.rule)


def test_every_form_is_refused_without_the_token_of_its_page(app, service):
    asker = Asker(app, Role.MANAGER)
    taken = set()
    for rule in rules_of(app):
        if "POST" in rule.methods and not rule.rule.startswith("/api/"):
            answer = asker.ask("POST", path_of(rule))
            if answer.status_code != 400:
                taken.add(rule.rule)
    expected = {address for _service, _method, address in TABLE if _service == service}
    assert taken == OPEN_TO_OTHER_SITES & expected


def test_every_answer_has_the_headers_that_protect_it(app):
    asker = Asker(app, Role.MANAGER)
    for rule in rules_of(app):
        if "GET" in rule.methods:
            headers = asker.ask("GET", path_of(rule)).headers
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], rule.rule
            assert headers["X-Content-Type-Options"] == "nosniff", rule.rule
            assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), rule.rule
            assert headers["Cache-Control"], rule.rule
            is_public = "public" in headers["Cache-Control"]
            assert not (is_public and rule.rule.startswith("/staff")), rule.rule
