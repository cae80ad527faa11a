#!/bin/sh
# What WeasyPrint draws the letters with: Debian's Pango. Does nothing when there.
set -eu
cd "$(dirname "$0")/../.."
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

works() { .venv/bin/python -c 'from services.notifications import pango; pango.require()' 2>/dev/null; }
works && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $packages"
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -q update && apt-get -q -y install --no-install-recommends $packages; } \
        >"$log" 2>&1 || tail -n 20 "$log" >&2
fi
works || {
    echo "kunteko: the letters need $packages: sudo apt-get install $packages" >&2
    exit 1
}
