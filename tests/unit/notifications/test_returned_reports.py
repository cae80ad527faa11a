"""What is understood of a mail that came back; nothing that anybody sends may stop the reader."""

import time

import pytest

from services.notifications.reports import read_report
from tests.unit.notifications import returned_samples as samples


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_each_mail_server_and_mail_program_is_understood(name):
    text, kind, status, words = samples.SAMPLES[name]
    for raw in (text.encode(), text.replace("\n", "\r\n").encode()):
        report = read_report(raw, samples.OURS)
        assert (report.kind, report.status) == (kind, status)
        assert words in report.words


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        (samples.POSTFIX, "maija@kunta.example"),
        (samples.INTERNATIONAL, "päivi@kemijärvi.example"),
        (samples.EXIM_WORDS, "tuula@laitos.example"),
        (samples.COMPLAINT, "kaisa@posti.example"),
    ],
)
def test_whom_it_is_about_is_told(text, recipient):
    assert read_report(text.encode()).recipient == recipient


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (samples.POSTFIX, True),
        (samples.EXCHANGE, True),
        (samples.EXIM_WORDS, True),
        # not the address's fault
        (samples.GMAIL, False),
        (samples.FULL, False),
        (samples.NO_ACTION, False),
        (samples.VACATION, False),
        (samples.SENDMAIL_DELAY, False),
    ],
)
def test_only_an_address_that_does_not_exist_is_called_gone(text, gone):
    assert read_report(text.encode()).says_address_is_gone is gone


def nested(depth):
    """Multiparts inside multiparts."""
    head = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth)
    )
    return head.encode() + b"x" * 100_000


BROKEN = {
    "nothing": b"",
    "zeros": b"\0" * 1000,
    "no header": b"\n\nhello",
    "deep": nested(80),
    "a bomb": nested(5000),
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 3000,
    "a cut report": samples.POSTFIX.encode()[:900],
    "no boundary": b"Content-Type: multipart/report; report-type=delivery-status\n\nx",
    "an unknown alphabet": b"Content-Type: text/plain; charset=klingon-9\n\n\xff\xfe",
    "a broken subject": b"Subject: =?utf-8?b?!!!?= =?x-none?q?=ff?=\n\n",
    "many headers": b"X-A: b\n" * 20_000 + b"\n",
    "one endless line": b"Subject: " + b"a" * 600_000,
    "status without recipients": (
        b"Content-Type: multipart/report; boundary=B\n\n--B\n"
        b"Content-Type: message/delivery-status\n\n\n\n--B--\n"
    ),
    "a charset that is a bomb": b"Content-Type: text/plain; charset=idna\n\n" + b"a" * 70_000,
    "many recipients": (
        b"Content-Type: multipart/report; boundary=B\n\n--B\n"
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        + b"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n" * 3000
        + b"--B--\n"
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_whatever_is_sent_is_read_quickly_and_never_stops_the_reader(name):
    began = time.process_time()
    report = read_report(BROKEN[name])
    assert report.kind in ("unclear", "bounced")
    assert len(report.words) <= 500
    assert time.process_time() - began < 2


def test_control_characters_and_line_ends_never_reach_the_words():
    hostile = samples.POSTFIX.replace("User unknown", "User\x1b[2J\x07 unknown <script>")
    words = read_report(hostile.encode()).words
    assert words.isprintable()
    assert "<script>" in words  # the page escapes it
