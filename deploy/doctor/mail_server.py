"""The mail server: connect, EHLO, STARTTLS, login. Nothing is sent."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from deploy.doctor.clock import compared
from deploy.doctor.finding import Finding, fault, ok, warning
from deploy.doctor.patient import Patient, is_loopback
from shared import ambient
from shared.settings import Settings

TIMEOUT = 4.0  # seconds for any one answer
# some servers tell the time as they greet
DATE = re.compile(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")


def look_at_mail_server(patient: Patient) -> Iterator[Finding]:
    settings = patient.settings
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    connection = smtplib.SMTP(timeout=TIMEOUT)
    try:
        _code, greeting = connection.connect(settings.smtp_host, settings.smtp_port)
        steps = _introduce(connection, settings)
        encrypts = connection.has_extn("starttls")
        connection.quit()
    except smtplib.SMTPAuthenticationError as error:
        yield fault(f"{where} refuses the login: {error.smtp_code}", _LOGIN)
    except ssl.SSLError as error:
        yield fault(f"{where} cannot be trusted: {error.reason or error}", _TRUST)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        yield fault(f"{where}: {_spoken(error)}", _away(patient))
    else:
        yield ok(f"{where} answers to {', '.join(steps)}")
        if encrypts and not settings.smtp_starttls and not is_loopback(settings.smtp_host):
            yield warning("mails go there in the clear", "set KUNTEKO_SMTP_STARTTLS=yes")
        yield from _time(greeting)
    finally:
        connection.close()


_LOGIN = "are KUNTEKO_SMTP_USER and KUNTEKO_SMTP_PASSWORD right?"
_TRUST = "is its certificate over, or made for another name than KUNTEKO_SMTP_HOST?"


def _away(patient: Patient) -> str:
    if patient.run:
        return f"look into {patient.run.var / 'log' / 'mailbox.log'}; mails wait meanwhile"
    return "are KUNTEKO_SMTP_HOST and _PORT right, and is it running? Mails wait meanwhile"


def _introduce(connection: smtplib.SMTP, settings: Settings) -> list[str]:
    """What it answered well to. Raises what smtplib raises."""
    connection.ehlo_or_helo_if_needed()
    steps = ["EHLO"]
    if settings.smtp_starttls:
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
        steps.append("STARTTLS")
    if settings.smtp_user:
        connection.login(settings.smtp_user, settings.smtp_password)
        steps.append("login")
    return steps


def _spoken(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answered {error.smtp_code}"
    return " ".join(str(error).split()) or type(error).__name__


def _time(greeting: bytes) -> Iterator[Finding]:
    told = DATE.search(greeting.decode("ascii", "replace"))
    if told:
        yield compared("the mail server", parsedate_to_datetime(told.group()) - ambient.now())
