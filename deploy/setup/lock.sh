#!/bin/sh
# Pins requirements*.in for every Python from 3.11 on, with hashes. Needs uv (pip install uv).
set -eu
cd "$(dirname "$0")/../.."
PATH=$PWD/.venv/bin:$PATH
command -v uv >/dev/null || { echo "kunteko: needs uv: pip install uv" >&2; exit 1; }
lock() {
    uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-header "$@"
}
lock requirements.in -o requirements.lock
lock requirements.in requirements-dev.in -c requirements.lock -o requirements-dev.lock
