from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.documents import ALL, SERVICE
from services.notifications.smtp import SmtpMailer
from shared import ambient
from shared import store as stores


class Clock(ambient.Source):
    """Stands still until a test moves it; ids are as in the real world."""

    def __init__(self):
        self.moment = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

    def now(self):
        return self.moment

    def forward(self, **span):
        self.moment += timedelta(**span)


@pytest.fixture
def clock():
    with ambient.use(Clock()) as source:
        yield source


@pytest.fixture
def connected(settings):
    """Settings whose store is connected, with the indexes in place."""
    stores.connect(settings, SERVICE)
    for document in ALL:
        document._collection = None
        document.ensure_indexes()
    return settings


@pytest.fixture
def mail_settings(connected, smtp_sink):
    """And a mail server that keeps what it is given."""
    return replace(connected, smtp_host=smtp_sink.host, smtp_port=smtp_sink.port)


@pytest.fixture
def mailer(mail_settings):
    mailer = SmtpMailer(mail_settings)
    yield mailer
    mailer.close()
