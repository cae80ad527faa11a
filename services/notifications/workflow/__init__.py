"""The tables of this service: mails, their texts and kinds, subscribers, bulletins."""

from services.notifications.workflow.bulletin import BULLETIN
from services.notifications.workflow.mail import MAIL
from services.notifications.workflow.subscriber import SUBSCRIBER
from services.notifications.workflow.wording import KIND, TEXT

__all__ = ["BULLETIN", "KIND", "MAIL", "SUBSCRIBER", "TEXT"]
