"""What the two clients of RabbitMQ share: one error, which never shows a password."""

from __future__ import annotations

import re

from shared.errors import MessagingError


class BrokerUnavailable(MessagingError):
    """RabbitMQ cannot be reached, refused us, or did not confirm in time. Trying again may help."""

    def __init__(self, broker_url: str, error: object) -> None:
        what = f"{type(error).__name__}: {error}" if isinstance(error, Exception) else str(error)
        super().__init__(f"RabbitMQ at {without_password(broker_url)}: {what.rstrip(': ')}")


def without_password(broker_url: str) -> str:
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", broker_url)
