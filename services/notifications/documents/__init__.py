"""Thin documents of the notifications service and their indexes."""

from services.notifications.documents.bulletin import (
    Bulletin,
    BulletinProgress,
    BulletinRecipient,
    recipient_id,
)
from services.notifications.documents.caught import CaughtMail
from services.notifications.documents.content import Attachment, MailContent
from services.notifications.documents.decision import DecisionLetter
from services.notifications.documents.hand_over import HandOver, HandOverOutcomes
from services.notifications.documents.mail import Message, Recipient, mail_id
from services.notifications.documents.name import SERVICE
from services.notifications.documents.office import MorningPart, StaffChoice
from services.notifications.documents.returned import ReturnedMail
from services.notifications.documents.roll import RollMoment, RollPart
from services.notifications.documents.standing import CaseStanding
from services.notifications.documents.subscriber import RoundWatch, Subscriber, subscriber_id
from services.notifications.documents.wording import MailKind, MailText

ALL = (
    Message,
    MailContent,
    HandOver,
    HandOverOutcomes,
    MailText,
    MailKind,
    CaseStanding,
    ReturnedMail,
    DecisionLetter,
    Subscriber,
    RollPart,
    RollMoment,
    RoundWatch,
    Bulletin,
    BulletinProgress,
    BulletinRecipient,
    MorningPart,
    StaffChoice,
    CaughtMail,
)
__all__ = [
    "ALL",
    "SERVICE",
    "Attachment",
    "Bulletin",
    "BulletinProgress",
    "BulletinRecipient",
    "CaseStanding",
    "CaughtMail",
    "DecisionLetter",
    "HandOver",
    "HandOverOutcomes",
    "MailContent",
    "MailKind",
    "MailText",
    "Message",
    "MorningPart",
    "Recipient",
    "ReturnedMail",
    "RollMoment",
    "RollPart",
    "RoundWatch",
    "StaffChoice",
    "Subscriber",
    "mail_id",
    "recipient_id",
    "subscriber_id",
]
