"""Whatever comes back to the return address, it is read in time and calls no good address bad."""

import re
import time
from email import message_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from services.notifications.reports import BOUNCED, COMPLAINT, VERDICTS, read_report
from services.notifications.reports.readable import headers_of, readable
from services.notifications.reports.report import LONGEST
from services.notifications.verp import mail_key, return_address
from tests.support.hostile import damaged
from tests.support.settings import make_settings
from tests.unit.notifications import returned_samples as samples

FUZZED = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
REAL = [text.encode() for text, *_said in samples.SAMPLES.values()]
# half of a report of two ways, of which one failed, says that it failed
HARMLESS = [
    text.encode()
    for text, kind, *_said in samples.SAMPLES.values()
    if kind not in (BOUNCED, COMPLAINT) and "Action: failed" not in text
]
OUR = make_settings(bounce_address="palautukset@kunteko.example")


def assert_understood(raw):
    report = read_report(raw, samples.OURS)
    assert report.kind in VERDICTS
    assert len(report.words) <= LONGEST and report.words.isprintable()
    assert len(report.recipient) <= 320
    assert report.status == "" or re.fullmatch(r"[245]\.\d{1,3}\.\d{1,3}", report.status)
    # as they are kept and shown
    (report.words + report.recipient + readable(raw)).encode()
    assert all(value.encode() is not None for _name, value in headers_of(raw))
    return report


@FUZZED
@given(some.binary(max_size=600) | some.text(max_size=600).map(lambda text: text.encode()))
def test_garbage_is_nobodys_bounce(raw):
    assert assert_understood(raw).kind != BOUNCED


@FUZZED
@given(damaged(some.sampled_from(REAL)))
def test_a_damaged_report_is_understood_or_left_to_people(raw):
    assert_understood(raw)


@FUZZED
@given(some.sampled_from(REAL), some.sampled_from(REAL), some.integers(0, 2000))
def test_the_beginning_of_one_and_the_end_of_another_are_understood(first, second, cut):
    assert_understood(first[:cut] + second[cut:])


@FUZZED
@given(some.sampled_from(HARMLESS), some.integers(0, 4000))
def test_a_mail_that_is_no_bounce_becomes_none_by_being_cut(raw, end):
    assert assert_understood(raw[:end]).kind != BOUNCED


@FUZZED
@given(some.text(max_size=400) | some.binary(max_size=400).map(lambda raw: raw.decode("latin-1")))
def test_only_our_own_return_addresses_name_a_mail(address):
    assert mail_key(OUR, address) == ""
    assert mail_key(OUR, f"palautukset+{address}@kunteko.example") == ""


@FUZZED
@given(some.integers(0, 60), some.characters())
def test_a_return_address_with_one_sign_changed_is_not_ours(place, sign):
    address = return_address(OUR, "0d9c8b7a6f5e4d3c2b1a09182736e5f4")
    place %= len(address)
    changed = address[:place] + sign + address[place + 1 :]
    same = changed.strip("<> ").casefold() == address.casefold()
    assert bool(mail_key(OUR, changed)) is same


HEAD = b"From: MAILER-DAEMON@x.example\nSubject: failure\n"
DSN = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
LONG = 250_000  # what is read of a mail at most
SLOW = {
    "dashes": HEAD + b"\n" + b"-" * LONG,
    "lines of dashes": HEAD + b"\n" + b"--\n" * (LONG // 3),
    "dashes and copies": HEAD + b"\n" + b"-- copy o" * (LONG // 9),
    "open tags": HEAD + b"Content-Type: text/html\n\n" + b"<" * LONG,
    "open styles": HEAD + b"Content-Type: text/html\n\n" + b"<style " * (LONG // 7),
    "comments without end": HEAD + b"Content-Type: text/html\n\n" + b"<style>x" * (LONG // 8),
    "figures": HEAD + b"\n" + b"5.1.1." * (LONG // 6),
    "codes": HEAD + b"\n" + b" 550" * (LONG // 4),
    "spaces": HEAD + b"\n" + b" " * LONG + b"x",
    "empty lines": HEAD + DSN + b"\n \t" * (LONG // 3),
    "many recipients": HEAD + DSN + b"Final-Recipient: rfc822; a@b\n\n" * (LONG // 30),
    "one long header": HEAD + b"X-Failed-Recipients: " + b"a@b.example," * (LONG // 12) + b"\n\n",
    "many headers": HEAD + b"Received: x\n" * (LONG // 12),
    "encoded words": HEAD + b"Subject: " + b"=?utf-8?q?=C3?= " * (LONG // 16) + b"\n\n",
    "broken encoded words": b"Subject: " + b"=?" * (LONG // 2) + b"\n\n",
    "addresses": b"From: " + b"<" * (LONG // 2) + b"\n\n",
    "comments in an address": b"From: " + b"(" * (LONG // 2) + b"\n\n",
    "users that might not exist": HEAD + b"\n550 " + b"user " * (LONG // 5),
    "parameters": b"Content-Type: multipart/report; " + b"a*0=b; " * (LONG // 7) + b"\n\n",
    "quoted parameters": b'Content-Type: text/plain; charset="' + b'\\"' * (LONG // 2) + b"\n\nx",
    "base64": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"A" * LONG,
    "uuencoded": HEAD + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"M" * LONG,
    "an odd charset": HEAD + b"Content-Type: text/plain; charset=zip\n\n" + b"x" * LONG,
    "temporary words": HEAD + b"\n" + b"temporar" * (LONG // 8),
    "a long character reference": HEAD + b"Content-Type: text/html\n\n&#" + b"1" * LONG,
    "host names": HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"a" * LONG,
    "utf-7": HEAD + b"Content-Type: text/plain; charset=utf-7\n\n" + b"+2AA-" * (LONG // 5),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_mail_keeps_the_reader_long(name):
    started = time.process_time()
    read_report(SLOW[name], samples.OURS)
    assert time.process_time() - started < 3  # seconds, with a quarter of a megabyte of it
    assert_understood(SLOW[name][:20_000])


def test_every_real_report_is_still_one_when_our_mail_in_it_is_garbage():
    cut = samples.POSTFIX.encode().partition(b"From: kunteko@kunteko.example")[0]
    assert message_from_bytes(cut).is_multipart()
    assert assert_understood(cut + bytes(range(256)) * 40).kind == BOUNCED
