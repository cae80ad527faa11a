"""A worker's small HTTP side: /metrics, /health/live, /health/ready."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import REGISTRY, make_wsgi_app
from prometheus_client.registry import Collector
from werkzeug.serving import WSGIRequestHandler, make_server

Problems = Callable[[], Mapping[str, str]]
"""What is wrong now: name → error. Empty: ready."""


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """A probe every few seconds is not worth a line."""


@contextmanager
def serving(bind: str, gauges: Collector, problems: Problems) -> Iterator[int | None]:
    """Show the gauges for the block, and serve on `bind` ("address:port") unless it is empty.

    Yields the port. Without one of its own, the gauges still show on the web application's
    /metrics where that runs in the same process.
    """
    REGISTRY.register(gauges)
    try:
        if not bind:
            yield None
            return
        host, _, port = bind.rpartition(":")
        server = make_server(
            host or "127.0.0.1",
            int(port),
            worker_site(problems),
            threaded=True,
            request_handler=_Quiet,
        )
        thread = Thread(target=server.serve_forever, name="health", daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join(5)
        server.server_close()
    finally:
        REGISTRY.unregister(gauges)


def worker_site(problems: Problems) -> WSGIApplication:
    metrics = make_wsgi_app(REGISTRY)

    def site(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/metrics":
                return metrics(environ, start_response)
            case "/health/live":
                return _answer(start_response, "200 OK", {"status": "ok"})
            case "/health/ready":
                wrong = dict(problems())
                status = "503 Service Unavailable" if wrong else "200 OK"
                return _answer(
                    start_response, status, {"status": "failing" if wrong else "ok", **wrong}
                )
            case _:
                return _answer(start_response, "404 Not Found", {"status": "no such page"})

    return site


def _answer(start_response: StartResponse, status: str, content: dict[str, str]) -> list[bytes]:
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(content).encode()]
