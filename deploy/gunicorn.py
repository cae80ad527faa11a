"""gunicorn's settings. WEB_CONCURRENCY sets the number of processes; one is enough for most."""

from shared.meter import shared_meter

worker_class = "gthread"
threads = 8
timeout = 30
graceful_timeout = 20  # what is being answered is answered before the process ends
keepalive = 30  # longer than nginx keeps its connections: only nginx closes them, never in mid-form

# what a browser sends is far below these; a body's limit is Flask's
limit_request_line = 8190  # as nginx: it says so in one way
limit_request_fields = 60
limit_request_field_size = 8190

accesslog = None  # /metrics counts requests; an access log would keep the secrets in links
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def on_starting(_server: object) -> None:
    """Before the processes are forked, so that they count an address's requests together."""
    shared_meter()
