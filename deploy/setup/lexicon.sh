#!/bin/sh
# The Finnish lexicon of the search: Debian's libvoikko1 and voikko-fi. Does nothing when there.
# Without root they are unpacked into .venv/voikko, where the search looks first.
set -eu
cd "$(dirname "$0")/../.."
packages="libvoikko1 voikko-fi"
home=$PWD/.venv/voikko

works() { .venv/bin/python -c 'from services.deeds.search import lexicon; lexicon.version()' 2>/dev/null; }
works && exit 0

command -v apt-get >/dev/null || {
    echo "kunteko: the search needs libvoikko with its Finnish dictionary (Debian: $packages)" >&2
    exit 1
}
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
if [ "$(id -u)" = 0 ]; then
    echo "Installing $packages"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -q update && apt-get -q -y install --no-install-recommends $packages; } \
        >"$log/out" 2>&1 || tail -n 20 "$log/out" >&2
else
    echo "Unpacking $packages into .venv/voikko"
    # with all that they stand on and that is not there
    missing=$(apt-get -s install --no-install-recommends $packages | awk '/^Inst / { print $2 }')
    (cd "$log" && apt-get -q download ${missing:-$packages}) >"$log/out" 2>&1 \
        || tail -n 5 "$log/out" >&2
    for package in "$log"/*.deb; do
        [ ! -e "$package" ] || dpkg -x "$package" "$home"
    done
fi
works || {
    echo "kunteko: the search needs $packages: sudo apt-get install $packages" >&2
    exit 1
}
