"""A newsletter or contact person letter, how far its sending is, and each of those who get it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from mongoengine import BooleanField, DateTimeField, IntField, StringField
from mongoengine.fields import DictField, ListField

from services.notifications.documents.name import SERVICE
from services.notifications.documents.subscriber import Subscriber
from services.notifications.workflow.bulletin import BULLETIN
from shared import ambient
from shared.migrations.stored import Stored
from shared.settings import LANGUAGES
from shared.workflow.case import Case

RECIPIENT_IDS = uuid.UUID("e0b1f2a3-9c4d-5e6f-8a7b-6c5d4e3f2a1b")

# states of a recipient
QUEUED = "queued"  # not handed over yet, or to be tried again at `next_at`
HANDED_OVER = "handed_over"  # some worker has it in hand until `next_at`
SENT = "sent"
FAILED = "failed"
LEFT = "left"  # unsubscribed before their turn came
BOUNCED = "bounced"
UNCLEAR = "unclear"  # it may have arrived and may not
RECIPIENT_STATES = (QUEUED, HANDED_OVER, SENT, FAILED, LEFT, BOUNCED, UNCLEAR)


def recipient_id(bulletin_id: str, subscriber: str) -> str:
    """The same bulletin has each subscriber once, however often the list is made."""
    return uuid.uuid5(RECIPIENT_IDS, f"{bulletin_id}/{subscriber}").hex


class Bulletin(Case):
    """title, text: by language (fi, sv, en), the text in Markdown; Finnish is always there.

    languages      of the subscribers who get it; empty means all
    audience       how many were to get it when somebody said: send
    started_at     then: who subscribes later gets the next one
    again_before   recipients that were unclear at this moment are sent to again, on request
    """

    workflow = BULLETIN
    service = SERVICE

    kind = StringField(required=True)
    title = DictField()
    text = DictField()
    languages = ListField(StringField())
    audience = IntField(default=0)
    started_at = DateTimeField()
    again_before = DateTimeField()

    meta: ClassVar[dict[str, Any]] = {
        "collection": "bulletins",
        "db_alias": SERVICE,
        "indexes": ["state", "-created_at"],
    }

    @property
    def written_in(self) -> list[str]:
        return [code for code in LANGUAGES if self.title.get(code) and self.text.get(code)]

    def language_for(self, reader: str) -> str:
        """What a reader of this language gets: Finnish where theirs is not written."""
        return reader if reader in self.written_in else LANGUAGES[0]


class BulletinProgress(Stored):
    """How far a bulletin is; `_id` is the bulletin's. Written only by the loop that sends it, and
    apart from the case: a case is changed by `perform` alone, and wakes the bus each time.

    Everything here can be read from the recipients again; counting 50,000 of them takes seconds.

    depth      hex digits of a subscriber's id that name a part of the list: 0, 1 or 2
    listed     recipients so far; parts: the parts that are listed; all_listed: every part is
    tallies    part → {state: how many, next_at: when it is to be looked at again,
               unclear_at: the oldest unclear one}; a part without a tally has not been begun
    busy       the part that some worker has in hand
    a_minute   how many were handed over a minute lately
    moved_at   when the loop last did something of it
    halted     why nothing goes out now, in the mail server's words
    """

    id = StringField(primary_key=True)
    depth = IntField(default=0)
    listed = IntField(default=0)
    listed_to = IntField(default=0)
    all_listed = BooleanField(default=False)
    tallies = DictField()
    busy = StringField(default="")
    a_minute = IntField(default=0)
    moved_at = DateTimeField()
    halted = StringField(default="")

    meta: ClassVar[dict[str, Any]] = {"collection": "bulletin_progress", "db_alias": SERVICE}

    @property
    def counts(self) -> dict[str, int]:
        """State → how many recipients; those of parts not begun yet are queued."""
        found = {
            state: sum(tally.get(state, 0) for tally in self.tallies.values())
            for state in RECIPIENT_STATES
        }
        found[QUEUED] += self.listed - sum(found.values())
        return found

    @property
    def next_at(self) -> datetime | None:
        """When the next recipient's turn is; None while some part has not been begun, and when
        nobody waits."""
        if len(self.tallies) < 16**self.depth:
            return None
        return min((t["next_at"] for t in self.tallies.values() if "next_at" in t), default=None)


class BulletinRecipient(Stored):
    """One recipient of one bulletin: a light row, for there are tens of thousands.

    part     of the list: what the subscriber's id begins with. Rows are read by bulletin and part
             and by nothing else, for the embedded store scans when a condition is not in the index
    lease    by whom it was handed over, and then until `next_at`
    words    what the mail server said; tries: how often it was asked
    A row that was being handed over when its worker was killed becomes `unclear` and is never sent
    again by itself: nobody gets a bulletin twice. The address is the subscriber's: who leaves has
    none, here neither.
    """

    id = StringField(primary_key=True)
    bulletin_id = StringField(required=True)
    part = StringField(default="")
    subscriber_id = StringField(required=True)
    language = StringField(required=True)
    state = StringField(required=True, default=QUEUED)
    lease = StringField(default="")
    next_at = DateTimeField(default=ambient.now)
    tries = IntField(default=0)
    words = StringField(default="")
    at = DateTimeField(default=ambient.now)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "bulletin_recipients",
        "db_alias": SERVICE,
        "indexes": [("bulletin_id", "part"), "subscriber_id"],
    }

    @property
    def email(self) -> str:
        """Read from the store at each call; empty for one who has left."""
        subscriber = Subscriber.objects(id=self.subscriber_id).only("email").first()
        return str(subscriber.email) if subscriber else ""

    def is_due(self, now: datetime) -> bool:
        return bool(self.next_at <= now)
