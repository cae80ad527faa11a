"""Places on this machine with an address each, that can be cut off from one another.

Each place is a network namespace, tied to one bridge. Cut off, two places drop what they would send
to each other, as a dead switch between them does; this machine still reaches both.
"""

import os
import random
import re
import signal
import subprocess
import time

PREFIX = "kf"  # kf<pid of the test run>…: what a killed run left behind can be told from ours
OURS = re.compile(rf"\b{PREFIX}(\d+)[nbv]\w*")


class NoNamespaces(Exception):
    """This machine does not let us make any; the message says why."""


class Network:
    def __init__(self, count):
        net = _free_net()
        self.bridge = f"{PREFIX}{os.getpid()}b"
        self.names = [f"{PREFIX}{os.getpid()}n{number}" for number in range(count)]
        self.addresses = [f"{net}.{number + 1}" for number in range(count)]
        self.gateway = f"{net}.254"

    def make(self):
        """Raises NoNamespaces where the kernel, or who we are, forbids it."""
        _sweep()
        try:
            self._make()
        except (OSError, subprocess.CalledProcessError) as error:
            self.remove()
            raise NoNamespaces(getattr(error, "stderr", "") or str(error)) from error
        return self

    def _make(self):
        _ip("link", "add", self.bridge, "type", "bridge")
        _ip("address", "add", f"{self.gateway}/24", "dev", self.bridge)
        _ip("link", "set", self.bridge, "up")
        for number, (name, address) in enumerate(zip(self.names, self.addresses, strict=True)):
            here, there = f"{PREFIX}{os.getpid()}v{number}", "eth0"
            _ip("netns", "add", name)
            _ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", name)
            _ip("link", "set", here, "master", self.bridge, "up")
            _ip("-n", name, "link", "set", "lo", "up")
            _ip("-n", name, "address", "add", f"{address}/24", "dev", there)
            _ip("-n", name, "link", "set", there, "up")

    def remove(self):
        """Also whatever still runs in them. Nothing there is nothing to do."""
        for name in self.names:
            _remove_namespace(name)
        _ip("link", "delete", self.bridge, check=False)

    def inside(self, place):
        """The beginning of a command that runs there."""
        return ("ip", "netns", "exec", self.names[place])

    def cut(self, one, others):
        """Nothing goes from it to those any more, nor back. The sender is told nothing."""
        self._routes("add", one, others)

    def heal(self, one, others):
        self._routes("delete", one, others)

    def _routes(self, verb, one, others):
        for other in others:
            for here, there in ((one, other), (other, one)):
                _ip("-n", self.names[here], "route", verb, "blackhole", self.addresses[there])


def _free_net():
    """Three bytes of a private net that nothing on this machine uses."""
    used = subprocess.run(["ip", "-4", "address"], capture_output=True, text=True).stdout
    nets = (f"10.{random.randrange(64, 250)}.{random.randrange(250)}" for _ in range(100))
    return next(net for net in nets if f" {net}." not in used)


def _sweep():
    """What runs that were killed have left."""
    for kind in ("netns", "link"):
        listed = _ip(kind, "list", check=False)
        for found in set(OURS.finditer(listed)):
            if os.path.exists(f"/proc/{found[1]}"):
                continue
            if kind == "netns":
                _remove_namespace(found[0])
            else:
                _ip("link", "delete", found[0], check=False)


def _remove_namespace(name):
    for pid in _ip("netns", "pids", name, check=False).split():
        try:
            os.kill(int(pid), signal.SIGKILL)
        except ProcessLookupError:
            pass
    deadline = time.monotonic() + 10
    while _ip("netns", "pids", name, check=False).split() and time.monotonic() < deadline:
        time.sleep(0.05)
    _ip("netns", "delete", name, check=False)


def _ip(*arguments, check=True):
    done = subprocess.run(
        ["ip", *arguments], capture_output=True, text=True, check=check, timeout=20
    )
    return done.stdout
