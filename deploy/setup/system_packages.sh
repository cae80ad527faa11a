#!/bin/sh
# The servers and the browser that the tests (with "bench": the measurements) use, from the system's
# packages. Does nothing when they are there.
set -eu
missing=
command -v rabbitmq-server >/dev/null || [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] \
    || missing="$missing rabbitmq-server"
command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
    || command -v google-chrome >/dev/null || missing="$missing chromium"
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
if [ "${1:-}" = bench ]; then # what the search is compared with
    ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "kunteko: the tests need$missing: sudo apt-get install$missing" >&2
    exit 1
fi
echo "Installing$missing"
# the tests start their own servers: a package must not start one of the system
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get -q update && apt-get -q -y install --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "kunteko: could not install$missing" >&2
    exit 1
fi
rm -f "$log"
