"""Python runs this first in a process whose clock a test moves: see tests/faults/clock.py."""

import os
import time
from datetime import UTC, datetime

from shared import ambient

FILE = os.environ["CLOCK_OF_THE_TEST"]
real_time = time.time


def moved_time():
    with open(FILE) as file:
        return real_time() + int(file.read())


class MovedSource(ambient.Source):
    def now(self):
        return datetime.fromtimestamp(moved_time(), UTC)


time.time = moved_time  # what libraries ask: signatures of links and sessions
ambient._source = MovedSource()
