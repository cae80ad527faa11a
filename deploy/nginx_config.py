"""nginx's configuration, written from the table of routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deploy import nginx_pages
from deploy.children import ROOT
from deploy.routes import PREFIXES, TABLE

FILE = ROOT / "deploy" / "nginx" / "kunteko.conf"
UPSTREAMS = {name: f"web-{name}:8000" for name in PREFIXES}
POSTS_A_SECOND = 20  # the services' own limit is far lower, and friendlier: this stops machines

HEAD = """\
# Written by `kunteko nginx --write` from deploy/: change that, not this. What the figures are for
# is in docs/operations.md, Limits.
# Goes into nginx's http block (conf.d). End TLS here, or at a proxy in front of this one: then
# say which it is with set_real_ip_from and real_ip_header, in a file of your own beside this one.

# X-Forwarded-Proto: what a proxy in front says, else how this one was reached
map $http_x_forwarded_proto $kunteko_proto { default $scheme; https https; http http; }
# who counts as one: an IPv4 address, or an IPv6 network of /64
map $binary_remote_addr $kunteko_network {
    default $binary_remote_addr;
    "~(?s)^(?<kunteko_64>.{8}).{8}$" $kunteko_64;
}
# reading is not counted
map $request_method $kunteko_sender { default $kunteko_network; GET ""; HEAD ""; OPTIONS ""; }
limit_req_zone $kunteko_sender zone=kunteko_senders:4m rate=%sr/s;
limit_conn_zone $kunteko_network zone=kunteko_networks:4m;
"""
# keepalive_timeout: shorter than gunicorn's, or a form might be sent into a closing connection.
# max_conns: as many as are answered before anybody loses patience; more are told to come again.
UPSTREAM = (
    "upstream kunteko-%s { zone kunteko-%s 64k; server %s max_conns=128; "
    "keepalive 16; keepalive_timeout 10s; }\n"
)
SERVER = """\
server {
    listen %s;
    server_tokens off;
    access_log off; # it would keep the secrets in links

    # the services themselves refuse what is over 5 MB, in the reader's words
    client_max_body_size 60m;
    client_body_buffer_size 128k;
    # who sends or reads slowly waits here; a service is asked once all of a request has come
    client_header_timeout 10s;
    client_body_timeout 15s;
    send_timeout 15s;
    keepalive_timeout 30s;
    reset_timedout_connection on;
    proxy_request_buffering on;
    proxy_buffering on;
    proxy_buffer_size 8k;
    proxy_buffers 16 8k;

    limit_req zone=kunteko_senders burst=200 nodelay;
    limit_req_status 429;
    limit_req_log_level notice;
    limit_conn kunteko_networks 60; # far from all that a service is given: one cannot fill it
    limit_conn_status 429;
    limit_conn_log_level notice;

    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $kunteko_proto;
    proxy_set_header X-Forwarded-Host $http_host;
    proxy_connect_timeout 3s;
    proxy_read_timeout 35s;

    %s
"""
METRICS = """\

    # for Prometheus inside, not for the public
    location = /metrics { return 404; }

"""


def nginx_config(
    upstreams: Mapping[str, str] = UPSTREAMS,
    listen: str = "80",
    posts_a_second: int = POSTS_A_SECOND,
) -> str:
    """`upstreams`: service → host:port."""
    parts = [
        HEAD % posts_a_second,
        *(UPSTREAM % (name, name, address) for name, address in upstreams.items()),
        SERVER % (listen, nginx_pages.error_pages(api=False)),
        *nginx_pages.locations(),
        METRICS,
        *_locations(),
        "}\n",
    ]
    return "".join(parts)


def _locations() -> Iterator[str]:
    for prefix, name in TABLE:
        target = _target(prefix, name)
        if prefix == "/":
            yield f"    location / {target}\n"
            continue
        # two blocks, so that /experts does not take /expertsuffix too
        yield f"    location = {prefix} {target}\n"
        if not prefix.endswith(".json"):
            yield f"    location {prefix}/ {target}\n"


def _target(prefix: str, name: str) -> str:
    errors = f"{nginx_pages.error_pages(api=True)} " if prefix.startswith("/api/") else ""
    return f"{{ {errors}proxy_pass http://kunteko-{name}; }}"
