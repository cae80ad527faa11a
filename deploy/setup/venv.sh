#!/bin/sh
# Usage: venv.sh runtime|dev. Makes .venv and installs the pinned packages. Does nothing when done.
set -eu
cd "$(dirname "$0")/../.."
kind=$1
case $kind in
    runtime) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "venv.sh: runtime or dev" >&2; exit 2 ;;
esac

fail() { echo "kunteko: $*" >&2; exit 1; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
wanted() { # the lock and the interpreter it was installed for
    { cat "$lock"; .venv/bin/python -c 'import sys; print(sys.version)'; } | cksum
}

stamp=.venv/.installed-$kind
if [ -x .venv/bin/python ] && new_enough .venv/bin/python; then
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(wanted)" ]; then exit 0; fi
else
    python=
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14; do
        if [ -n "$candidate" ] && new_enough "$candidate"; then python=$candidate; break; fi
    done
    [ -n "$python" ] || fail "needs Python 3.11 or newer (name it: make run PYTHON=/path/to/python)"
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        hint="this Python has no venv module: apt-get install python3-venv"
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "$hint"
        echo "Installing python3-venv"
        { apt-get -qq update && apt-get -qq -y install python3-venv; } >/dev/null 2>&1 || fail "$hint"
    fi
    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi
echo "Installing the packages of $lock"
log=.venv/install.log
if ! .venv/bin/python -m pip install --disable-pip-version-check --no-deps --require-hashes -r "$lock" \
    >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "the packages could not be installed (more in $log)"
fi
wanted >"$stamp"
