"""gunicorn's settings. WEB_CONCURRENCY sets the number of processes; one is enough for most."""

worker_class = "gthread"
threads = 8
timeout = 30
graceful_timeout = 20  # what is being answered is answered before the process ends
keepalive = 5

# what a browser sends is far below these; a body's limit is Flask's
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

accesslog = None  # /metrics counts requests; an access log would keep the secrets in links
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
