"""The session cookie, for services whose clocks need not agree."""

from __future__ import annotations

import time

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature


class SessionCookie(SecureCookieSessionInterface):
    """As Flask's own, but one that was signed a moment from now is good, too.

    Whoever signs in at one service is sent on to another at once; Flask's would sign them out where
    the other's clock is a second behind.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        signatures = self.get_signing_serializer(app)
        if signatures is None:
            return None
        try:
            cookie = request.cookies.get(self.get_cookie_name(app), "")
            content, signed_at = signatures.loads(cookie, return_timestamp=True)
        except BadSignature:
            return self.session_class()
        # by the clock that itsdangerous signs with, which is not `ambient`'s
        age = time.time() - signed_at.timestamp()  # noqa: TID251
        if age > app.permanent_session_lifetime.total_seconds():
            return self.session_class()
        return self.session_class(content)
