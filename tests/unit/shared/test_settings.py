"""Settings are read once, and whatever is wrong is said in one clear line each."""

import json

import pytest

from shared.roles import Role
from shared.settings import FIELDS, ApiToken, SettingsError, StaffMember, load
from tests.support.settings import environment, make_settings

TOKEN = "t" * 32


def complaints(environ):
    with pytest.raises(SettingsError) as error:
        load(environ)
    return str(error.value).split("\n")


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("base_url", "kunteko.fi", "must be an address that starts with http:// or https://"),
        ("base_url", "ftp://kunteko.fi", "must be an address that starts with http:// or https://"),
        ("secret_keys", "short", "must be one or more keys of at least 32 characters"),
        ("secret_keys", "k" * 32 + ",short", "must be one or more keys of at least 32 characters"),
        ("secret_keys", " , ", "must be one or more keys of at least 32 characters"),
        ("store_url", "http://db", "must be an address that starts with mongodb://"),
        ("bus", "carrier pigeon", "must be one of rabbitmq, inprocess"),
        ("smtp_port", "smtp", "must be a port number, 1 to 65535"),
        ("smtp_port", "0", "must be a port number, 1 to 65535"),
        ("smtp_port", "65536", "must be a port number, 1 to 65535"),
        ("smtp_starttls", "true", "must be one of yes, no"),
        ("mailbox", "1", "must be one of yes, no"),
        ("log_format", "xml", "must be one of json, console"),
        ("staff", "ville", "must be rows 'e-mail, name, role+role[, language]'"),
        ("staff", "ville, Ville, staff", "must be rows 'e-mail, name, role+role[, language]'"),
        ("staff", "v@k.example, Ville, boss", "roles are applicant, expert"),
        ("staff", "v@k.example, Ville, staff, de", "must be one of fi, sv, en"),
        ("api_tokens", "secret", "must be JSON"),
        ("api_tokens", '{"token": "x"}', "must be JSON"),
        ("api_tokens", '[{"token": "x"}]', "must be JSON"),
        ("api_tokens", '[{"token": "x", "name": "a", "roles": "staff"}]', "at least 32 characters"),
        (
            "api_tokens",
            json.dumps([{"token": TOKEN, "name": "a", "roles": "boss"}]),
            "roles are applicant, expert",
        ),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(field, value, line):
    [said] = complaints(environment(**{field: value}))
    assert said.startswith(f"KUNTEKO_{field.upper()} ")
    assert line in said


@pytest.mark.parametrize("field", [field for field in FIELDS if field.default is None])
def test_what_has_no_default_must_be_given(field):
    environ = environment()
    del environ[field.variable]
    assert complaints(environ) == [f"{field.variable} is missing: {field.meaning}"]


def test_all_that_is_wrong_is_said_at_once():
    lines = complaints(environment(bus="pigeon", smtp_port="x", mailbox="maybe"))
    assert [line.split()[0] for line in lines] == [
        "KUNTEKO_BUS",
        "KUNTEKO_SMTP_PORT",
        "KUNTEKO_MAILBOX",
    ]


def test_a_misspelt_variable_is_not_passed_over():
    [line] = complaints(environment() | {"KUNTEKO_SMTP_HSOT": "mail.example"})
    assert line == "KUNTEKO_SMTP_HSOT is not a setting of Kunteko"


def test_variables_of_others_are_passed_over():
    assert load(environment() | {"PATH": "/bin", "HOME": "/"}) == load(environment())


def test_rabbitmq_needs_an_address():
    [line] = complaints(environment(bus="rabbitmq"))
    assert line == "KUNTEKO_BROKER_URL must be given when KUNTEKO_BUS is rabbitmq"


ONE, TWO = "amqp://kunteko:a%3Bb@rabbit-1:5672/", "amqps://kunteko:pw@[::1]:5671/kunteko"


@pytest.mark.parametrize(
    ("given", "read"),
    [(ONE, ONE), (f"{ONE};{TWO}", f"{ONE};{TWO}"), (f" {ONE} ; {TWO}", f"{ONE};{TWO}")],
)
def test_rabbitmq_has_one_address_or_one_for_each_node(given, read):
    assert make_settings(bus="rabbitmq", broker_url=given).broker_url == read


@pytest.mark.parametrize(
    "given",
    [
        "http://rabbit:hunter2@rabbit-1/",
        "amqp:/rabbit-1",
        "amqp://rabbit:hunter2@:5672/",
        "amqp://rabbit:hunter2@rabbit-1:many/",
        "amqp://rabbit:hunter2@rabbit-1:0/",
        "amqp://rabbit:hunter2@[rabbit-1/",
        f"{ONE};",
        f"{ONE};;{TWO}",
        f"{ONE};rabbit-2:5672",
    ],
)
def test_what_is_no_address_of_rabbitmq_is_refused_at_the_start(given):
    [line] = complaints(environment(bus="rabbitmq", broker_url=given))
    assert line.startswith("KUNTEKO_BROKER_URL must be an address amqp://user:password@host:port/")
    assert "separated by semicolons" in line
    assert "hunter2" not in line


def test_a_secret_is_never_repeated_in_a_complaint():
    said = "\n".join(complaints(environment(secret_keys="hunter2", api_tokens='[{"token": "pw"}]')))
    assert "hunter2" not in said
    assert "pw" not in said


def test_staff_are_read_with_roles_and_language():
    settings = make_settings(
        staff="a@k.example, Anna Aro, staff+manager ; b@k.example,Bo Berg,auditor,sv;"
    )
    assert settings.staff == (
        StaffMember("a@k.example", "Anna Aro", (Role.STAFF, Role.MANAGER), "fi"),
        StaffMember("b@k.example", "Bo Berg", (Role.AUDITOR,), "sv"),
    )


@pytest.mark.parametrize("typed", ["a@k.example", "A@K.Example", "  a@k.example "])
def test_a_member_of_staff_is_found_however_the_address_is_typed(typed):
    settings = make_settings(staff="A@k.example,Anna Aro,staff")
    assert settings.staff_member(typed).name == "Anna Aro"


def test_somebody_else_is_not_found():
    assert make_settings().staff_member("joku@muualla.example") is None
    assert make_settings(staff="").staff_member("") is None


def test_api_tokens_are_read_with_roles():
    rows = [
        {"token": TOKEN, "name": "Reporting", "roles": "auditor"},
        {"token": "u" * 32, "name": "Anna", "roles": "expert", "expert_id": "anna"},
    ]
    assert make_settings(api_tokens=json.dumps(rows)).api_tokens == (
        ApiToken(TOKEN, "Reporting", (Role.AUDITOR,)),
        ApiToken("u" * 32, "Anna", (Role.EXPERT,), "anna"),
    )


def test_the_base_url_stands_without_a_slash_at_its_end():
    assert make_settings(base_url="https://kunteko.example/").base_url == "https://kunteko.example"
