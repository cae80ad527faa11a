"""Which kinds of mail wait for eyes, as the office chooses."""

from __future__ import annotations

from services.notifications.documents import MailKind
from services.notifications.texts import templates
from services.notifications.workflow.mail import PASSING
from shared.errors import NotFound, TransitionNotAllowed
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import Actor

# somebody sits and waits for the link in it: asked for this moment, or needed to go on
LINK_MAILS = frozenset(
    {
        "award_fresh_link",
        "deed_confirm",
        "deed_draft",
        "deed_fresh_link",
        "draft_link",
        "fresh_link",
        "fresh_link_expert",
        "fresh_link_feedback",
        "partner_confirm",
        "partner_fresh_link",
        "round_watch",
        "subscription_confirm",
        "subscription_choices",
        "subscription_contact_confirm",
    }
)
TO_THE_OFFICE = frozenset({"morning", "subscription_wishes"})
ALWAYS_AT_ONCE = PASSING | LINK_MAILS | TO_THE_OFFICE


def kind_of_mail(template: str) -> MailKind:
    """As chosen, or not stored yet. Raises NotFound for a kind that there is not."""
    if template not in templates():
        raise NotFound(f"no kind of mail {template}")
    found: MailKind | None = MailKind.objects(id=template).first()
    return found or MailKind(id=template, waits=False)


def choose_waiting(kind: MailKind, waits: bool, actor: Actor, pin: Pin) -> MailKind:
    """From now on mails of this kind wait for eyes, or go at once; those written stay as they are.

    Raises TransitionNotAllowed ("at_once") where a person waits for the mail.
    """
    if waits and kind.id in ALWAYS_AT_ONCE:
        raise TransitionNotAllowed("choose", kind.state, "at_once")
    return perform(
        kind,
        "choose",
        actor,
        sets={"waits": waits},
        data={"waits": waits},
        cause=pin.cause,
        expected_version=pin.version,
    )
