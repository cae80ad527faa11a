"""nginx's configuration, written from the table of routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deploy.children import ROOT
from deploy.routes import PREFIXES, TABLE

FILE = ROOT / "deploy" / "nginx" / "kunteko.conf"
UPSTREAMS = {name: f"web-{name}:8000" for name in PREFIXES}

HEAD = """\
# Written by `kunteko nginx --write` from deploy/routes.py: change that, not this.
# Goes into nginx's http block (conf.d). End TLS here, or at a proxy in front of this one.
"""
SERVER = """\
server {
    listen %s;
    server_tokens off;
    # the services themselves refuse what is over 5 MB, in the reader's words
    client_max_body_size 60m;
    client_body_timeout 15s;

    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto %s;
    proxy_set_header X-Forwarded-Host $http_host;
    proxy_connect_timeout 3s;
    proxy_read_timeout 35s;

    # for Prometheus inside, not for the public
    location = /metrics { return 404; }

"""


def nginx_config(upstreams: Mapping[str, str] = UPSTREAMS, listen: str = "80") -> str:
    """`upstreams`: service → host:port."""
    return HEAD + "".join(_upstreams(upstreams)) + _server(listen) + "".join(_locations()) + "}\n"


def _upstreams(upstreams: Mapping[str, str]) -> Iterator[str]:
    # X-Forwarded-Proto: what a proxy in front says, else how this one was reached
    yield (
        "map $http_x_forwarded_proto $kunteko_proto { default $scheme; https https; http http; }\n"
    )
    for name, address in upstreams.items():
        yield f"upstream kunteko-{name} {{ server {address}; keepalive 8; }}\n"


def _server(listen: str) -> str:
    return SERVER % (listen, "$kunteko_proto")


def _locations() -> Iterator[str]:
    for prefix, name in TABLE:
        target = f"{{ proxy_pass http://kunteko-{name}; }}"
        if prefix == "/":
            yield f"    location / {target}\n"
            continue
        # two blocks, so that /experts does not take /expertsuffix too
        yield f"    location = {prefix} {target}\n"
        if not prefix.endswith(".json"):
            yield f"    location {prefix}/ {target}\n"
