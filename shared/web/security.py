"""Headers, cookies and the CSRF check that every answer gets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.settings import Settings
from shared.web.context import is_api_request
from shared.web.session_cookie import SessionCookie

V = TypeVar("V", bound=Callable[..., Any])
MAX_BODY = 5 * 1024 * 1024
MAX_UPLOAD = 60 * 1024 * 1024  # as nginx has it; the view still says how large a file may be
DRAINED = 60 * 1024 * 1024  # of a longer body we read no more: the connection breaks
POLICY = "; ".join(
    [
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class FormCsrf(CSRFProtect):
    """The check for forms. The API takes tokens only, never a cookie: nothing to forge there."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if not is_api_request() and not is_open_to_other_sites():
            super().protect(apply_exemptions)


def open_to_other_sites(view: V) -> V:
    """Marks a view that may be posted to from anywhere, without a token of ours or a cookie: what
    it does must be harmless, or its address a secret. It must ask for nobody's session."""
    view.open_to_other_sites = True  # type: ignore[attr-defined]
    return view


def is_open_to_other_sites() -> bool:
    return hasattr(current_view(), "open_to_other_sites")


def current_view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")


def takes_files(view: V) -> V:
    """Marks a view whose form carries files. So much is read that a file which is too large is
    refused by the form itself, beside its field, with all else kept as typed."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def make_room_for_files() -> None:
    if hasattr(current_view(), "takes_files"):
        request.max_content_length = MAX_UPLOAD


def read_to_the_end(response: Response) -> Response:
    """Take in a body that is too large: a browser shows our answer only once it has sent it all."""
    left = min(request.content_length or 0, DRAINED)
    if left > (request.max_content_length or MAX_BODY):
        stream = request.environ["wsgi.input"]
        while left > 0 and (chunk := stream.read(min(left, 65536))):
            left -= len(chunk)
    return response


def register_security(app: Flask, settings: Settings) -> None:
    encrypted = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_keys[0],
        SECRET_KEY_FALLBACKS=list(settings.secret_keys[1:]),
        SESSION_COOKIE_NAME="kunteko_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=encrypted,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,  # a long form may stay open for a day
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
    )
    app.session_interface = SessionCookie()
    app.before_request(make_room_for_files)  # before the CSRF check, which reads the form
    FormCsrf(app)
    if proxies := settings.proxies or int(encrypted):  # TLS never ends here
        # of what X-Forwarded-For says, only what the proxies wrote counts: the rest anybody may
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=1, x_host=1)  # type: ignore[method-assign]

    @app.after_request
    def protect_answer(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if encrypted:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return read_to_the_end(response)
