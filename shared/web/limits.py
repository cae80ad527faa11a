"""How much one address may send in a minute. Reading is free, and so is who has signed in."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from ipaddress import IPv6Address, ip_address
from typing import Any, NamedTuple, TypeVar

from flask import Flask, Response, make_response, render_template, request
from flask_babel import ngettext

from shared.meter import shared_meter
from shared.settings import Settings
from shared.tracing import log
from shared.web.api import find_token
from shared.web.context import current_settings, is_api_request, private_page
from shared.web.errors import api_error
from shared.web.security import current_view
from shared.web.session import current_person

V = TypeVar("V", bound=Callable[..., Any])
READING = ("GET", "HEAD", "OPTIONS")


class Held(NamedTuple):
    """A field of what was sent; `file` is the name of a file, which a page cannot hold."""

    name: str
    value: str = ""
    file: str = ""


def without_limit(view: V) -> V:
    """Marks a view for programs that send for many people from one address."""
    view.without_limit = True  # type: ignore[attr-defined]
    return view


def register_limits(app: Flask, settings: Settings) -> None:
    """After the CSRF check: only what a form of ours sent is shown again."""
    if not settings.requests_a_minute:
        return
    meter, limit = shared_meter(), settings.requests_a_minute

    @app.before_request
    def hold_back() -> Response | None:
        if is_free():
            return None
        wait = meter.take(network_of(request.remote_addr or ""), limit, time.monotonic())
        return too_many(math.ceil(wait)) if wait else None


def is_free() -> bool:
    return (
        request.method in READING or hasattr(current_view(), "without_limit") or sender_is_known()
    )


def sender_is_known() -> bool:
    if is_api_request():
        header = request.headers.get("Authorization", "")
        return find_token(header, current_settings().api_tokens) is not None
    return current_person() is not None


def network_of(address: str) -> str:
    """Who counts as one: an IPv4 address, or the /64 that a home or an office has of IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


def too_many(seconds: int) -> Response:
    """What was typed stands on the page, to be sent again: nothing of it has been kept here."""
    log.info("refused", error="TooMany", endpoint=request.endpoint)
    answer = refusal_for_programs(seconds) if is_api_request() else refusal_for_people(seconds)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def refusal_for_programs(seconds: int) -> Response:
    text = ngettext(
        "Too many requests from your address without a valid token. Wait %(num)s second.",
        "Too many requests from your address without a valid token. Wait %(num)s seconds.",
        seconds,
    )
    return api_error(429, text, {})


def refusal_for_people(seconds: int) -> Response:
    held = list(what_was_sent())
    page = render_template("errors/too_many.html", seconds=seconds, held=held)
    return private_page(make_response(page, 429))


def what_was_sent() -> Iterator[Held]:
    for name, value in request.form.items(multi=True):
        yield Held(name, value)
    for name, file in request.files.items(multi=True):
        if file.filename:
            yield Held(name, file=file.filename)
