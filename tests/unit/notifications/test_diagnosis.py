"""The reason is found in whatever words the other side uses, and has words of ours."""

import pytest

from services.notifications.diagnosis import CAUSES, cause_of
from services.notifications.reports import VERDICTS
from services.notifications.words import returned as words

SAID = {
    "550 5.1.1 <maija@kunta.example>: Recipient address rejected: User unknown": "no_mailbox",
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup": (
        "no_mailbox"
    ),
    "550 5.4.1 Recipient address rejected: Access denied": "no_mailbox",
    "550-5.1.1 The email account that you tried to reach does not exist.": "no_mailbox",
    "5.4.4 Host or domain name not found. Name service error for name=kunat.example": "no_domain",
    "550 5.1.2 bad destination system": "no_domain",
    "452 4.2.2 Mailbox full": "full",
    "552-5.2.2 The recipient's inbox is over quota": "full",
    "550 5.2.1 The email account that you tried to reach is disabled": "closed",
    "552 5.3.4 Message size exceeds fixed limit": "too_large",
    "550 5.7.1 Message rejected due to content policy": "policy",
    "554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org": "blocklist",
    "550 5.7.26 SPF [kunteko.example] did not pass": "sender_checks",
    "554 5.7.1 <a@b.example>: Relay access denied": "our_server",
    "450 4.2.0 <a@b.example>: Recipient address rejected: Greylisted, see https://x": "greylisted",
    "421 4.7.28 rate limit exceeded": "too_many",
    "454 4.7.0 TLS not available due to local problem": "tls",
    "[Errno 111] Connection refused": "no_server",
    "4.4.7 Message expired": "gave_up",
    "451 4.3.2 please try again later": "busy",
    "the connection was lost after the content had been handed over; the mail may have": "lost",
    "the mail cannot be written: invalid address": "unwritable",
    "554 5.4.6 Too many hops": "loop",
    "550 no": "refused",
    "meni metsään": "unknown",
    "": "unknown",
}


@pytest.mark.parametrize("said", SAID)
def test_what_the_server_says_is_understood(said):
    assert cause_of(said) == SAID[said]


def test_every_cause_and_verdict_has_words():
    assert set(words.CAUSES) == {key for key, _pattern in CAUSES} | {"unknown", "too_late"}
    assert set(words.VERDICTS) == set(words.MEANINGS) == {"", *VERDICTS}
