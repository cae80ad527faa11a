"""What was understood of a mail that came back."""

from __future__ import annotations

import re
from dataclasses import dataclass

BOUNCED = "bounced"  # the recipient did not get it and will not
DELAYED = "delayed"  # some mail server still tries
DELIVERED = "delivered"  # it arrived, or went on to where nobody can follow it
AUTO_REPLY = "auto_reply"  # out of office and the like: the mail did arrive
COMPLAINT = "complaint"  # the recipient called it junk
LOOP = "loop"  # our own mail, sent back by a misled forwarding
UNCLEAR = "unclear"  # somebody has to read it
FOREIGN = "foreign"  # of no mail that we know
VERDICTS = (BOUNCED, DELAYED, DELIVERED, AUTO_REPLY, COMPLAINT, LOOP, UNCLEAR, FOREIGN)

LONGEST = 500  # characters of the other side's words
GONE = re.compile(
    r"(?:user|mailbox|recipient|address|account)\s+(?:is\s+)?(?:unknown|not found|disabled)"
    r"|(?:unknown|no such|invalid|nonexistent)\s+(?:user|mailbox|recipient|address|account)"
    r"|(?:user|mailbox|recipient|address|account)\b.{0,40}\b(?:doesn't|does not|did not)\s+exist",
    re.IGNORECASE,
)
# the address itself (5.1.1, 5.1.2, …) or a mailbox that is closed; not a full one, not a policy
GONE_STATUS = re.compile(r"5\.1\.(?:0|1|2|3|4|6|10)|5\.2\.1|5\.4\.[14]")


@dataclass(frozen=True)
class Report:
    """`status` is the enhanced status code (RFC 3463), as 5.1.1, where one was told; `recipient`
    the address it is about; `words` what the other side said, on one line."""

    kind: str
    words: str = ""
    status: str = ""
    recipient: str = ""

    @property
    def says_address_is_gone(self) -> bool:
        """Not worth another mail. A full mailbox or a strict filter is no such thing."""
        if self.kind != BOUNCED:
            return False
        if GONE_STATUS.fullmatch(self.status):
            return True
        return self.status in ("", "5.0.0") and bool(GONE.search(self.words))


def on_one_line(words: str) -> str:
    """Safe to store and to show: one line, no control characters, not for ever long."""
    begun = words[: 4 * LONGEST]
    line = " ".join("".join(c if c.isprintable() else " " for c in begun).split())
    return line[: LONGEST - 1] + "…" if len(line) > LONGEST else line
