"""The clock of each process, moved on or back while the process runs.

Also what waits for minutes in earnest (a mail in a killed worker's hand, the ladder of retries) is
let pass so. Only the wall clock moves: monotonic time, which every timeout goes by, does not.
Not libfaketime: with it time.sleep fails unless it moves monotonic time, too.
"""

import os
from pathlib import Path

from deploy.children import ROOT

SITE = Path(__file__).parent / "moved_clock"


class Clocks:
    def __init__(self, directory, names):
        self._files = {name: directory / f"clock-{name}" for name in names}
        self._ahead = dict.fromkeys(names, 0)
        self.step(0)

    def environ(self, name):
        return {
            "PYTHONPATH": os.pathsep.join([str(SITE), str(ROOT)]),
            "CLOCK_OF_THE_TEST": str(self._files[name]),
        }

    def step(self, seconds, *names):
        """Move the clocks of these processes, or all, by so much; back if it is negative."""
        for name in names or self._files:
            self._ahead[name] += seconds
            written = self._files[name].with_suffix(".new")
            written.write_text(str(self._ahead[name]))
            written.rename(self._files[name])

    def together(self):
        """All as far ahead as the one that is furthest: time goes on for everybody."""
        furthest = max(self._ahead.values())
        for name, ahead in list(self._ahead.items()):
            self.step(furthest - ahead, name)
