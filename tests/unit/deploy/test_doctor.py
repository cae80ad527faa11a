"""How the doctor asks, what it says, and what it never says. Settings that are wrong in public."""

import json
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from deploy.doctor import mail_server
from deploy.doctor.broker import look_at_broker, look_at_queues
from deploy.doctor.check import Check, Result, examine
from deploy.doctor.clock import compared, look_at_time_zone
from deploy.doctor.command import examine_here
from deploy.doctor.finding import Away, Level, fault, ok, warning
from deploy.doctor.mail_server import _time as told_time
from deploy.doctor.mail_server import look_at_mail_server
from deploy.doctor.patient import Patient
from deploy.doctor.report import in_json, is_well, last_line, line, secrets_of
from deploy.doctor.settings import look_at_settings
from deploy.doctor.words import ago, many
from shared import ambient
from tests.support.settings import environment, make_settings

GOOD_KEY = "Zq3v9XkP1mB7sYdR5tNfHc8wLj2gUa6e"
PUBLIC = {
    "base_url": "https://kunteko.fi",
    "secret_keys": GOOD_KEY,
    "mail_from": "kunteko@kunteko.fi",
    "bounce_address": "palautukset@bounces.kunteko.fi",
    "smtp_host": "smtp.kunteko.fi",
    "smtp_starttls": "yes",
}
PATIENT = Patient(make_settings())


def found(checks, patient=PATIENT):
    return [(each.check, each.finding.level) for each in examine(patient, checks)]


# -- asking


def falls_over(_patient):
    yield ok("the first half")
    raise KeyError("nobody\nthought of it")


def test_a_check_that_fails_says_so_in_one_line_and_the_next_is_made():
    broken, next_one = Check("broken", falls_over), Check("next", lambda _: [ok("well")])
    results = list(examine(PATIENT, [broken, next_one]))
    assert [each.finding.says for each in results] == [
        "the first half",
        "could not be checked: KeyError: 'nobody\\nthought of it'",
        "well",
    ]
    assert not is_well(results)


def test_a_check_that_hangs_is_given_up_and_what_it_said_is_kept():
    hanging = threading.Event()

    def hangs(_patient):
        yield ok("the first half")
        hanging.wait(30)

    started = monotonic()
    results = list(examine(PATIENT, [Check("slow", hangs, within=0.2)]))
    hanging.set()
    assert monotonic() - started < 5
    assert [each.finding.says for each in results] == [
        "the first half",
        "no answer within 0.2 seconds",
    ]


def test_what_needs_something_that_is_away_is_not_looked_at():
    def is_away(_patient):
        raise Away("nobody answers", "start it")
        yield

    checks = [
        Check("store", is_away),
        Check("cases", lambda _: [ok("never said")], frozenset({"store"})),
        Check("clock", lambda _: [ok("well")]),
    ]
    assert found(checks) == [
        ("store", Level.FAULT),
        ("cases", Level.UNKNOWN),
        ("clock", Level.OK),
    ]


# -- saying

SECRETS = {
    "secret_keys": f"{GOOD_KEY},{GOOD_KEY[::-1]}",
    "smtp_password": "sala/sana",
    "store_url": "mongodb://kunteko:st%40re@db/?replicaSet=rs0",
    "broker_url": "amqp://kunteko:rabbit1@one/;amqp://kunteko:rabbit2@two/",
    "api_tokens": json.dumps([{"token": "t" * 40, "name": "robot", "roles": "staff"}]),
}


def test_no_secret_is_said_in_lines_or_in_json():
    secrets = secrets_of(make_settings(**SECRETS))
    spoken = [GOOD_KEY, GOOD_KEY[::-1], "sala/sana", "st%40re", "st@re", "rabbit1", "rabbit2"]
    said = " ".join([*spoken, "t" * 40])
    result = Result("store", fault(said, said))
    for text in (line(result, secrets), in_json([result], secrets)):
        assert not any(secret in text for secret in said.split())
        assert "***" in text


def test_a_finding_is_a_line_and_its_advice_another_whatever_stands_in_them():
    hostile = "two\nlines \x1b[31m and a bell\x07"
    said = line(Result("mails", fault(hostile, "look")), [])
    assert said == (
        "FAULT    mails        two lines \\x1b[31m and a bell\\x07\n                      → look"
    )


def test_warnings_are_for_the_day_and_faults_for_now():
    good, odd = Result("a", ok("well")), Result("b", warning("odd", "look"))
    bad = Result("c", fault("broken", "mend"))
    assert is_well([good, odd])
    assert not is_well([good, odd, bad])
    assert last_line([good]) == "1 findings: all is well"
    assert last_line([good, odd, bad, bad]) == "4 findings: 1 warning, 2 fault"
    told = json.loads(in_json([good, bad], []))
    assert told == {
        "well": False,
        "findings": [
            {"check": "a", "level": "ok", "says": "well", "advice": ""},
            {"check": "c", "level": "fault", "says": "broken", "advice": "mend"},
        ],
    }


def test_wrong_settings_are_all_said_and_nothing_else_is_looked_at(capsys):
    environ = environment() | {"KUNTEKO_SMTP_PORT": "many", "KUNTEKO_SMPT_HOST": "x"}
    assert examine_here(environ, checks=[Check("never", lambda _: [ok("never said")])]) == 1
    said = capsys.readouterr().out
    assert "KUNTEKO_SMTP_PORT must be a port number" in said
    assert "KUNTEKO_SMPT_HOST is not a setting" in said
    assert "never said" not in said


def test_the_exit_status_and_json_are_for_machines(capsys):
    well = [Check("a", lambda _: [warning("odd", "look")])]
    assert examine_here(environment(), as_json=True, checks=well) == 0
    assert json.loads(capsys.readouterr().out)["well"] is True
    assert examine_here(environment(), checks=[Check("a", falls_over)]) == 1


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=-3), "just now"),
        (timedelta(seconds=59), "59 s ago"),
        (timedelta(minutes=12, seconds=40), "12 min ago"),
        (timedelta(days=2, hours=5), "2 d ago"),
    ],
)
def test_spans_are_said_in_their_largest_unit(span, said):
    assert ago(span) == said


def test_numbers_go_with_their_things():
    assert (many(1, "mail"), many(1200, "mail")) == ("1 mail", "1,200 mails")


# -- settings


def wrong(**changes):
    """What is said of settings of a site that people use."""
    patient = Patient(make_settings(**PUBLIC | changes))
    return [each for each in look_at_settings(patient) if each.level is not Level.OK]


def test_a_public_site_with_good_settings_is_well():
    assert wrong() == []


@pytest.mark.parametrize(
    ("changes", "level", "says"),
    [
        ({"base_url": "http://kunteko.fi"}, Level.FAULT, "not https"),
        ({"mailbox": "yes"}, Level.FAULT, "shows every mail to anybody"),
        ({"secret_keys": f"{GOOD_KEY},{'x' * 40}"}, Level.FAULT, "key 2 of"),
        (
            {"secret_keys": "the example of a key that is long enough to be taken"},
            Level.FAULT,
            "can be guessed",
        ),
        (
            {"smtp_starttls": "no", "smtp_user": "u", "smtp_password": "sala"},
            Level.FAULT,
            "in the clear",
        ),
        ({"smtp_host": "mailpit"}, Level.WARNING, "to nobody else"),
        ({"mail_from": "kunteko@example.fi"}, Level.WARNING, "kunteko@example.fi"),
        ({"bounce_address": ""}, Level.WARNING, "come back"),
        ({"staff": ""}, Level.WARNING, "nobody may sign in"),
    ],
)
def test_a_public_site_is_told_what_is_wrong_and_what_to_do(changes, level, says):
    (finding,) = wrong(**changes)
    assert finding.level is level
    assert says in finding.says
    assert finding.advice
    assert GOOD_KEY not in finding.says + finding.advice


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:8000", "[::1]:80"])
def test_a_site_on_this_machine_alone_may_be_a_demonstration(host):
    changes = {"mailbox": "yes", "bounce_address": "", "mail_from": "kunteko@example.fi"}
    assert wrong(**changes, base_url=f"http://{host}") == []


# -- clocks, and the bus that needs no broker


@pytest.mark.parametrize(
    ("seconds", "level"),
    [
        (0.3, Level.OK),
        (-1.9, Level.OK),
        (4, Level.WARNING),
        (-4, Level.WARNING),
        (60, Level.FAULT),
        (-3600, Level.FAULT),
    ],
)
def test_clocks_may_be_a_little_apart(seconds, level):
    finding = compared("the store", timedelta(seconds=seconds))
    assert finding.level is level
    assert ("before" if seconds > 0 else "behind") in finding.says


def test_a_mail_server_that_tells_the_time_as_it_greets_is_compared():
    greeting = b"mail.kunteko.fi ESMTP Sendmail 8.18; Sun, 22 Nov 2026 10:00:00 +0200"
    with ambient.use(ambient.FixedSource(datetime(2026, 11, 22, 7, 59, 30, tzinfo=UTC))):
        (finding,) = told_time(greeting)
    assert finding.level is Level.FAULT
    assert "mail server is 30.0 s before this machine's" in finding.says
    assert list(told_time(b"mail.kunteko.fi ESMTP Postfix")) == []


def test_a_mail_server_that_says_nothing_costs_a_moment(monkeypatch):
    monkeypatch.setattr(mail_server, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = make_settings(smtp_port=silent.getsockname()[1])
        (finding,) = look_at_mail_server(replace(PATIENT, settings=settings))
    assert finding.level is Level.FAULT
    assert "timed out" in finding.says


def test_the_rules_of_the_time_zone_are_there():
    assert [each.level for each in look_at_time_zone(PATIENT)] == [Level.OK]


def test_the_in_process_bus_needs_no_broker():
    assert [each.level for each in look_at_broker(PATIENT)] == [Level.OK]
    assert list(look_at_queues(PATIENT)) == []


def test_a_broker_that_is_away_is_said_without_its_password():
    url = "amqp://kunteko:hidden@127.0.0.1:1/"
    patient = replace(PATIENT, settings=make_settings(bus="rabbitmq", broker_url=url))
    with pytest.raises(Away) as raised:
        list(look_at_broker(patient))
    assert raised.value.finding.level is Level.FAULT
    assert "hidden" not in str(raised.value.finding)
