"""Poll with a deadline; never sleep for a guess."""

import time


def until(condition, *, within=10.0, what="", every=0.02):
    """The first true value of `condition()`. Fails the test when `within` seconds are over."""
    deadline = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:g} seconds: {what or condition}")
        time.sleep(every)
