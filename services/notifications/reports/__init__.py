"""What a mail that came back says: whether ours arrived, and in whose words.

Pure, and bears whatever anybody sends: nothing here raises for what is in the bytes.
"""

from services.notifications.reports.reading import read_report
from services.notifications.reports.report import (
    AUTO_REPLY,
    BOUNCED,
    COMPLAINT,
    DELAYED,
    DELIVERED,
    FOREIGN,
    LOOP,
    UNCLEAR,
    VERDICTS,
    Report,
)

__all__ = [
    "AUTO_REPLY",
    "BOUNCED",
    "COMPLAINT",
    "DELAYED",
    "DELIVERED",
    "FOREIGN",
    "LOOP",
    "UNCLEAR",
    "VERDICTS",
    "Report",
    "read_report",
]
