"""Addresses of this site: the current page with a changed query, and where a sign-in may lead."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from flask import request


def url_with(**changes: object) -> str:
    """The current path and query with `changes`; None drops a part."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in changes]
    added = [(key, str(value)) for key, value in changes.items() if value is not None]
    query = urlencode(kept + added)
    return quote(request.path, safe="/:@!$&'()*+,;=-._~") + ("?" + query if query else "")


def safe_next(address: str | None, default: str = "/") -> str:
    """A path on this site to go on to; anything that could leave the site becomes `default`."""
    if not address or not address.startswith("/") or "\\" in address or not address.isprintable():
        return default
    try:
        parts = urlsplit(address)
    except ValueError:
        return default
    return default if address.startswith("//") or parts.netloc or parts.scheme else address


def current_address() -> str:
    """Where the reader is, or was when a form was posted: for coming back after signing in."""
    if request.method in ("GET", "HEAD"):
        return url_with()
    referrer = urlsplit(request.referrer or "")
    if referrer.netloc != request.host:
        return "/"
    return safe_next(referrer.path + (f"?{referrer.query}" if referrer.query else ""))
