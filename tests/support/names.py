import itertools
import os

_count = itertools.count(1)


def fresh_name(start: str) -> str:
    """A name no other test of this run, nor of another run on this machine, has."""
    return f"{start}{os.getpid()}n{next(_count)}"
