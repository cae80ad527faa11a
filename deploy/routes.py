"""Which service answers which addresses: one table, for the embedded form and for nginx alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PREFIXES: dict[str, tuple[str, ...]] = {
    "applications": (
        "/sparring",
        "/staff/applications",
        "/staff/rounds",
        "/staff/themes",
        "/api/v1/applications",
        "/api/v1/rounds",
        "/api/v1/themes",
        "/api/v1/openapi/applications.json",
    ),
    "experts": (
        "/experts",
        "/staff/experts",
        "/api/v1/experts",
        "/api/v1/openapi/experts.json",
    ),
    "notifications": (
        "/subscriptions",
        "/letters",
        "/staff/mails",
        "/staff/bulletins",
        "/staff/subscribers",
        "/mailbox",
        "/api/v1/mails",
        "/api/v1/bulletins",
        "/api/v1/subscribers",
        "/api/v1/openapi/notifications.json",
    ),
    "accounts": ("/account",),
    "deeds": ("/",),  # the home page, and whatever no other service has
}

# longest first: /staff/applications before /staff
TABLE = sorted(
    ((prefix, name) for name, prefixes in PREFIXES.items() for prefix in prefixes),
    key=lambda row: (-len(row[0]), row[0]),
)


def service_for(path: str) -> str:
    """The name of the service that answers `path`. A prefix ends where a part of the path ends."""
    return next(name for prefix, name in TABLE if covers(prefix, path))


def covers(prefix: str, path: str) -> bool:
    return prefix == "/" or path == prefix or path.startswith(prefix + "/")


def dispatcher(apps: Mapping[str, WSGIApplication]) -> WSGIApplication:
    """All services as one WSGI application. Paths reach them whole: SCRIPT_NAME stays as it is."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        name = service_for(environ.get("PATH_INFO") or "/")
        return apps[name](environ, start_response)

    return application
