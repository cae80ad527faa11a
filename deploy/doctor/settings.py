"""Settings that the reader takes, and that are wrong all the same for a site that people use."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from deploy.doctor.finding import Finding, fault, ok, warning
from deploy.doctor.patient import Patient, is_loopback
from shared.settings import FIELDS, Settings

NEW_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
VARIETY = 16  # different characters; a key made as above has about forty
EXAMPLES = ("example", "secret", "changeme", "change-me", "password", "a key of the")
CATCHERS = ("mailpit", "mailhog", "mailcatcher")


def look_at_settings(patient: Patient) -> Iterator[Finding]:
    found = [*_keys(patient.settings, patient.is_public), *_staff(patient.settings)]
    if patient.is_public:
        found += _in_public(patient.settings)
    form = f"the embedded form in {patient.run.var}" if patient.run else "the distributed form"
    if patient.process:
        form += f", process {patient.process}"
    yield ok(f"{len(FIELDS)} settings can be read: {form}")
    yield from found


def look_at_services(patient: Patient) -> Iterator[Finding]:
    """Loaded here, once: what they need on this machine is there, or it is said."""
    yield ok(", ".join(worker.name for worker in patient.workers) + " can be loaded")


def _keys(settings: Settings, public: bool) -> Iterator[Finding]:
    for place, key in enumerate(settings.secret_keys, start=1):
        poor = len(set(key)) < VARIETY
        if poor or (public and any(word in key.casefold() for word in EXAMPLES)):
            yield fault(
                f"key {place} of KUNTEKO_SECRET_KEYS can be guessed: links can be forged",
                f"put a new one first ({NEW_KEY}), and take this one out",
            )


def _staff(settings: Settings) -> Iterator[Finding]:
    if not settings.staff:
        yield warning("nobody may sign in", "name the office's people in KUNTEKO_STAFF")


def _in_public(settings: Settings) -> Iterator[Finding]:
    if urlsplit(settings.base_url).scheme != "https":
        yield fault(
            "KUNTEKO_BASE_URL is not https: links in mails travel in the clear",
            "end TLS at nginx or in front of it, and set the https address",
        )
    if settings.mailbox:
        yield fault(
            "the demonstration's mailbox shows every mail to anybody",
            "set KUNTEKO_MAILBOX=no and restart the web processes",
        )
    if settings.smtp_host in CATCHERS:
        yield warning(
            f"mails go to the catcher {settings.smtp_host}, and to nobody else",
            "set KUNTEKO_SMTP_HOST to your mail server",
        )
    if (
        settings.smtp_password
        and not settings.smtp_starttls
        and not is_loopback(settings.smtp_host)
    ):
        yield fault(
            "the mail server's password travels in the clear", "set KUNTEKO_SMTP_STARTTLS=yes"
        )
    if settings.mail_from.rpartition("@")[2].endswith(("example.fi", ".example", "example.com")):
        yield warning(f"mails come from {settings.mail_from}", "set KUNTEKO_MAIL_FROM")
    if not settings.bounce_address:
        yield warning(
            "nobody reads the mails that come back",
            'set KUNTEKO_BOUNCE_ADDRESS (docs/operations.md, "Mails that come back")',
        )
