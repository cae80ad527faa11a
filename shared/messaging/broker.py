"""What the two clients of RabbitMQ share: its addresses, and an error that shows no password."""

from __future__ import annotations

import re

from shared import ambient
from shared.errors import MessagingError


class BrokerUnavailable(MessagingError):
    """RabbitMQ cannot be reached, refused us, or did not confirm in time. Trying again may help."""

    def __init__(self, broker_url: str, error: object) -> None:
        what = f"{type(error).__name__}: {error}" if isinstance(error, Exception) else str(error)
        super().__init__(f"RabbitMQ at {without_password(broker_url)}: {what.rstrip(': ')}")


def addresses(broker_url: str) -> list[str]:
    """The nodes that the setting names, separated by semicolons, each time in another order.

    So connections spread over the cluster, and a node that takes connections but cannot serve them
    (cut off from the others) does not get every one of them again.
    """
    return sorted(broker_url.split(";"), key=lambda _node: ambient.new_id())


def without_password(broker_url: str) -> str:
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", broker_url)
