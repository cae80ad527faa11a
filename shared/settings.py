"""Every setting of the product: one environment variable each, read and checked once at start.

`FIELDS` is the list that `kunteko settings` prints and the deployment files are tested against.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from shared.errors import KuntekoError
from shared.roles import Role

PREFIX = "KUNTEKO_"
LANGUAGES = ("fi", "sv", "en")


class SettingsError(KuntekoError):
    """A setting is missing or wrong; the message names the variable and what it should be."""


@dataclass(frozen=True)
class StaffMember:
    email: str
    name: str
    roles: tuple[Role, ...]
    language: str = "fi"


@dataclass(frozen=True)
class ApiToken:
    token: str
    name: str
    roles: tuple[Role, ...]
    expert_id: str = ""


@dataclass(frozen=True)
class Settings:
    base_url: str
    secret_keys: tuple[str, ...]
    store_url: str
    store_prefix: str
    bus: str
    broker_url: str
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_starttls: bool
    mail_from: str
    bounce_address: str
    bounce_bind: str
    mails_a_minute: int
    requests_a_minute: int
    proxies: int
    office_name: str
    office_email: str
    office_phone: str
    staff: tuple[StaffMember, ...]
    api_tokens: tuple[ApiToken, ...]
    mailbox: bool
    mailbox_port: int
    metrics_bind: str
    search_dir: str
    log_format: str

    def staff_member(self, email: str) -> StaffMember | None:
        wanted = email.strip().casefold()
        return next((member for member in self.staff if member.email.casefold() == wanted), None)


@dataclass(frozen=True)
class Field:
    """`KUNTEKO_<NAME>`: what it means, its default as text (None: must be given), its reader."""

    name: str
    meaning: str
    default: str | None
    read: Callable[[str], Any] = str

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError("must be one of " + ", ".join(allowed))
        return text

    return read


def _flag(text: str) -> bool:
    return _one_of("yes", "no")(text) == "yes"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6) or not 0 < int(text) < 65536:
        raise ValueError("must be a port number, 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError("must be a whole number, 0 or more")
    return int(text)


def _url(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if urlsplit(text).scheme not in schemes or not urlsplit(text).netloc:
            raise ValueError(
                "must be an address that starts with " + " or ".join(f"{s}://" for s in schemes)
            )
        return text.rstrip("/")

    return read


def _broker_url(text: str) -> str:
    """One address for each node of the cluster, any of which will do."""
    nodes = [node.strip() for node in text.split(";")] if text.strip() else []
    if not all(_is_broker(node) for node in nodes):
        raise ValueError(
            "must be an address amqp://user:password@host:port/, or one for each node of a"
            " cluster, separated by semicolons"
        )
    return ";".join(nodes)


def _is_broker(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("amqp", "amqps") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, brackets that do not close
        return False


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if not keys or any(len(key) < 32 for key in keys):
        raise ValueError("must be one or more keys of at least 32 characters, separated by commas")
    return keys


def _roles(text: str) -> tuple[Role, ...]:
    try:
        return tuple(Role(name.strip().lower()) for name in text.split("+"))
    except ValueError:
        raise ValueError("roles are " + ", ".join(role.value for role in Role)) from None


def _staff(text: str) -> tuple[StaffMember, ...]:
    members = []
    for row in filter(None, (part.strip() for part in text.split(";"))):
        parts = [part.strip() for part in row.split(",")]
        if len(parts) not in (3, 4) or "@" not in parts[0]:
            raise ValueError(
                "must be rows 'e-mail, name, role+role[, language]' separated by semicolons"
            )
        language = _one_of(*LANGUAGES)(parts[3]) if len(parts) == 4 else "fi"
        members.append(StaffMember(parts[0], parts[1], _roles(parts[2]), language))
    return tuple(members)


def _api_tokens(text: str) -> tuple[ApiToken, ...]:
    try:
        rows = json.loads(text or "[]")
        tokens = tuple(
            ApiToken(row["token"], row["name"], _roles(row["roles"]), row.get("expert_id", ""))
            for row in rows
        )
    except (TypeError, KeyError, AttributeError, json.JSONDecodeError):
        raise ValueError(
            'must be JSON: [{"token": "…", "name": "…", "roles": "staff+manager"}]'
        ) from None
    if any(len(token.token) < 32 for token in tokens):
        raise ValueError("every token needs at least 32 characters")
    return tokens


FIELDS = (
    Field(
        "base_url", "the address people use, for the links in mails", None, _url("http", "https")
    ),
    Field("secret_keys", "keys that sign sessions and links, newest first", None, _keys),
    Field("store_url", "MongoDB connection address", None, _url("mongodb", "mongodb+srv")),
    Field("store_prefix", "start of every database name", "kunteko_"),
    Field(
        "bus",
        "rabbitmq, or inprocess for a single worker without a broker",
        "rabbitmq",
        _one_of("rabbitmq", "inprocess"),
    ),
    Field(
        "broker_url",
        "RabbitMQ address (needed when bus is rabbitmq), of several nodes separated by ;",
        "",
        _broker_url,
    ),
    Field("smtp_host", "mail server", "127.0.0.1"),
    Field("smtp_port", "mail server's port", "25", _port),
    Field("smtp_user", "mail server's user, empty for none", ""),
    Field("smtp_password", "mail server's password", ""),
    Field("smtp_starttls", "yes to encrypt the connection to the mail server", "no", _flag),
    Field("mail_from", "sender of every mail", "kunteko@example.fi"),
    Field(
        "bounce_address",
        "where mails that cannot be delivered come back to, empty when nobody reads them",
        "",
    ),
    Field(
        "bounce_bind",
        "address:port where the service takes them in by SMTP, empty for nowhere",
        "",
    ),
    Field("mails_a_minute", "most mails a minute to one domain, 0 for no limit", "0", _count),
    Field(
        "requests_a_minute",
        "most forms that one address may send in a minute, 0 for no limit",
        "120",
        _count,
    ),
    Field(
        "proxies",
        "proxies in front that say in X-Forwarded-For who is there (with https at least one)",
        "0",
        _count,
    ),
    Field("office_name", "the programme office, in footers and mails", "Kunteko-ohjelma"),
    Field("office_email", "where people write to the office", "kunteko@example.fi"),
    Field("office_phone", "where people call the office", "09 000 0000"),
    Field("staff", "who may sign in: 'e-mail, name, role+role[, language]; …'", "", _staff),
    Field("api_tokens", "bearer tokens of the JSON API, as JSON", "[]", _api_tokens),
    Field("mailbox", "yes to show every mail on /mailbox (demonstration only)", "no", _flag),
    Field("mailbox_port", "port of the local mail catcher", "8025", _port),
    Field("metrics_bind", "address:port for a worker's /metrics and /health, empty for none", ""),
    Field(
        "search_dir",
        "where the search keeps its index, empty for the system's temporary directory",
        "",
    ),
    Field("log_format", "json or console", "json", _one_of("json", "console")),
)


def load(environ: Mapping[str, str]) -> Settings:
    """Read all settings. Raises SettingsError with one line per wrong variable."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in FIELDS:
        text = environ.get(field.variable, field.default)
        if text is None:
            wrong.append(f"{field.variable} is missing: {field.meaning}")
            continue
        try:
            values[field.name] = field.read(text)
        except ValueError as error:
            wrong.append(f"{field.variable} {error}")
    wrong += [
        f"{PREFIX}{name[len(PREFIX) :]} is not a setting of Kunteko"
        for name in environ
        if name.startswith(PREFIX) and name not in {field.variable for field in FIELDS}
    ]
    if values.get("bus") == "rabbitmq" and values.get("broker_url") == "":
        wrong.append("KUNTEKO_BROKER_URL must be given when KUNTEKO_BUS is rabbitmq")
    if wrong:
        raise SettingsError("\n".join(wrong))
    return Settings(**values)
