"""The return address tells which mail came back, and nobody else can make one."""

import pytest

from services.notifications.verp import mail_key, return_address
from tests.support.settings import SECRET, make_settings

KEY = "0d9c8b7a6f5e4d3c2b1a09182736e5f4"
OLD = "an older key of the tests that is long enough too"
ADDRESS = {"bounce_address": "Palautukset@Kunteko.Example"}


@pytest.fixture
def settings():
    return make_settings(**ADDRESS)


def test_an_address_leads_back_to_its_mail(settings):
    address = return_address(settings, KEY)
    assert mail_key(settings, address) == KEY
    assert mail_key(settings, f"<{address.upper()}>") == KEY
    assert len(address.rpartition("@")[0]) <= 64  # the most that a mail server must take


def test_after_a_change_of_keys_older_addresses_are_still_ours(settings):
    rotated = make_settings(secret_keys=f"{OLD},{SECRET}", **ADDRESS)
    assert mail_key(rotated, return_address(settings, KEY)) == KEY
    assert mail_key(settings, return_address(rotated, KEY)) == ""


def test_another_mails_signature_does_not_fit(settings):
    other = return_address(settings, "f" * 32)
    assert mail_key(settings, other.replace("f" * 32, KEY)) == ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "<>",
        "palautukset@kunteko.example",
        "palautukset+@kunteko.example",
        "palautukset+-@kunteko.example",
        f"palautukset+{KEY}@kunteko.example",
        f"palautukset+{KEY}-@kunteko.example",
        f"palautukset+{KEY}-000000000000@kunteko.example",
        f"palautukset+{KEY}-ä@kunteko.example",
        f"palautukset+../{KEY}-000000000000@kunteko.example",
        "palautukset+\udcff-000000000000@kunteko.example",
        "somebody@elsewhere.example",
        "palautukset+" + "a" * 100_000 + "@kunteko.example",
    ],
)
def test_what_we_did_not_make_is_not_ours(settings, address):
    assert mail_key(settings, address) == ""


def test_our_address_at_another_domain_is_not_ours(settings):
    address = return_address(settings, KEY).replace("Kunteko.Example", "evil.example")
    assert mail_key(settings, address) == ""


def test_where_nobody_reads_what_comes_back_the_sender_is_the_office():
    silent = make_settings()
    assert return_address(silent, KEY) == silent.mail_from
    assert mail_key(silent, silent.mail_from) == ""
    assert mail_key(silent, f"+{KEY}-000000000000@") == ""
