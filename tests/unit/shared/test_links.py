"""Signed links: ours, for this purpose, in time; and nothing else opens anything."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared import ambient
from shared.errors import LinkExpired, LinkForged
from shared.links import LIFETIMES, Link, make_link, read_link
from tests.support.settings import make_settings

NOON = datetime(2027, 3, 15, 10, 0, tzinfo=UTC)
OLD, NEW, FOREIGN = ("o" * 40, "n" * 40, "f" * 40)


@pytest.fixture(autouse=True)
def clock():
    with ambient.use(ambient.FixedSource(NOON)) as source:
        yield source


@pytest.fixture
def settings():
    return make_settings(secret_keys=OLD)


def test_a_link_tells_what_it_was_made_with(settings):
    token = make_link(settings, "order", "case-1", "anna@expert.example", "2")
    assert read_link(settings, "order", token) == Link(
        "order", "case-1", "anna@expert.example", "2", NOON
    )


def test_a_link_may_stand_in_an_address(settings):
    token = make_link(settings, "status", "case-1", "åsa+päätös@kunta.example")
    assert all(char.isascii() and (char.isalnum() or char in "-_.") for char in token)


@pytest.mark.parametrize("purpose", LIFETIMES)
def test_a_link_of_each_purpose_works_until_its_time_is_over(settings, clock, purpose):
    token = make_link(settings, purpose, "case-1", "anna@expert.example")
    clock.moment = NOON + LIFETIMES[purpose]
    assert read_link(settings, purpose, token).case_id == "case-1"
    clock.moment += timedelta(seconds=1)
    with pytest.raises(LinkExpired) as expired:
        read_link(settings, purpose, token)
    assert expired.value.link.recipient == "anna@expert.example"


def test_a_link_for_one_purpose_opens_no_other(settings):
    token = make_link(settings, "status", "case-1", "anna@expert.example")
    for purpose in set(LIFETIMES) - {"status"}:
        with pytest.raises(LinkForged):
            read_link(settings, purpose, token)


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token[1:],
        lambda token: token + "A",
        lambda token: token.replace(".", ""),
        lambda token: token.swapcase(),
        lambda token: "",
        lambda token: ".",
        lambda token: "😀",
        lambda token: "x" * 10_000,
        lambda token: token.split(".")[0] + ".forged",
    ],
)
def test_a_changed_link_is_forged(settings, change):
    with pytest.raises(LinkForged):
        read_link(settings, "order", change(make_link(settings, "order", "case-1")))


def test_a_link_of_another_installation_is_forged(settings):
    token = make_link(make_settings(secret_keys=FOREIGN), "order", "case-1")
    with pytest.raises(LinkForged):
        read_link(settings, "order", token)


def test_after_a_new_key_old_links_work_and_new_ones_are_signed_with_it(settings):
    rotated = make_settings(secret_keys=f"{NEW},{OLD}")
    assert read_link(rotated, "order", make_link(settings, "order", "case-1")).case_id == "case-1"
    fresh = make_link(rotated, "order", "case-1")
    assert read_link(replace(rotated, secret_keys=(NEW,)), "order", fresh).case_id == "case-1"
    with pytest.raises(LinkForged):
        read_link(settings, "order", fresh)


def test_when_the_old_key_is_taken_away_its_links_are_forged(settings):
    with pytest.raises(LinkForged):
        read_link(make_settings(secret_keys=NEW), "order", make_link(settings, "order", "case-1"))


def test_a_link_cannot_be_made_for_a_purpose_without_a_lifetime(settings):
    with pytest.raises(KeyError):
        make_link(settings, "anything", "case-1")
