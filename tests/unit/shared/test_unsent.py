"""An unsent event travels signed: ours, within the hour, as a handler gets it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared import ambient
from shared.contracts.base import contract_for
from shared.errors import LinkExpired, LinkForged
from shared.links import make_link
from shared.unsent import read_event, sign_event
from tests.support.events import event, sample
from tests.support.settings import make_settings

NOON = datetime(2027, 3, 15, 10, 0, tzinfo=UTC)
OLD, NEW, FOREIGN = ("o" * 40, "n" * 40, "f" * 40)
GRANTED = "application.granted.v1"


@pytest.fixture(autouse=True)
def clock():
    with ambient.use(ambient.FixedSource(NOON)) as source:
        yield source


@pytest.fixture
def settings():
    return make_settings(secret_keys=OLD)


@pytest.fixture
def granted():
    """As it is planned: its data as it would be stored."""
    return replace(event(GRANTED, time=NOON), data=sample(GRANTED))


def test_it_is_read_as_a_handler_gets_it(settings, granted):
    token = sign_event(settings, granted)

    read = read_event(settings, token)

    assert read == replace(granted, data=contract_for(GRANTED).read(granted.data))
    assert isinstance(read.data["application"]["date"], date)
    assert all(char.isascii() and (char.isalnum() or char in "-_.") for char in token)


def test_it_holds_for_an_hour(settings, granted, clock):
    token = sign_event(settings, granted)

    clock.moment += timedelta(hours=1)
    assert read_event(settings, token).id == granted.id
    clock.moment += timedelta(seconds=1)
    with pytest.raises(LinkExpired) as expired:
        read_event(settings, token)
    assert expired.value.link.id == granted.id


def test_keys_rotate(settings, granted):
    token = sign_event(settings, granted)

    assert read_event(make_settings(secret_keys=f"{NEW},{OLD}"), token).id == granted.id
    with pytest.raises(LinkForged):
        read_event(make_settings(secret_keys=NEW), token)


def test_what_is_not_ours_opens_nothing(settings, granted):
    token = sign_event(settings, granted)
    others = [
        "",
        "x.y",
        token[:-1],
        "A" + token,
        sign_event(make_settings(secret_keys=FOREIGN), granted),
        make_link(settings, "status", "case-1"),
        sign_event(settings, replace(granted, type="nobody.knows.v1")),
        sign_event(settings, replace(granted, data={"application": {}})),
    ]
    for other in others:
        with pytest.raises(LinkForged):
            read_event(settings, other)
