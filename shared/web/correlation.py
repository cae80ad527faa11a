"""One id for one journey: the caller's or a new one, in every log line and in the answer."""

from __future__ import annotations

import re
from contextlib import ExitStack

from flask import Flask, Response, g, request

from shared.tracing import bound, log

HEADER = "X-Correlation-ID"
ACCEPTABLE = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = ("static", "health.live", "health.ready", "metrics")


def register_correlation(app: Flask, service: str) -> None:
    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "")
        g.journey = ExitStack()
        g.correlation_id = g.journey.enter_context(
            bound(given if ACCEPTABLE.fullmatch(given) else None)
        )

    @app.after_request
    def tell(response: Response) -> Response:
        if "correlation_id" in g:
            response.headers[HEADER] = g.correlation_id
        if request.endpoint not in QUIET:
            # The endpoint, not the path: a path may carry the secret of a link.
            log.info(
                "request",
                service=service,
                endpoint=request.endpoint,
                method=request.method,
                status=response.status_code,
            )
        return response

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        if "journey" in g:
            g.journey.close()
            g.pop("journey")
