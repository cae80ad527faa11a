"""All measurements, printed and kept in bench/RESULTS.md.

    python -m bench

Absolute figures are the machine's; the ratios, taken in one run, hold.
"""

import io
import os
import platform
import sys
from contextlib import redirect_stdout
from pathlib import Path

from bench import grants, messaging
from bench.search import latency, quality
from shared import ambient

RESULTS = Path(__file__).parent / "RESULTS.md"


class Shown(io.StringIO):
    """Keeps what is printed, and prints it too."""

    def __init__(self, screen):
        super().__init__()
        self.screen = screen

    def write(self, text):
        self.screen.write(text)
        self.screen.flush()
        return super().write(text)


def measured(run):
    shown = Shown(sys.stdout)
    with redirect_stdout(shown):
        run()
    return shown.getvalue().strip()


def main():
    parts = ["# Results of the last `make bench`", ""]
    parts += [
        f"{ambient.today().isoformat()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, everything on one machine."
    ]
    for title, module, run in (
        ("Messaging", messaging, lambda: messaging.main(3000)),
        ("Steps of a case and grants", grants, grants.main),
        ("Search: how well it finds", quality, quality.main),
        ("Search: how quick it is", latency, latency.main),
    ):
        parts += ["", f"## {title}", "", module.__doc__.splitlines()[0], "", "```"]
        parts += [measured(run), "```"]
    RESULTS.write_text("\n".join(parts) + "\n")


if __name__ == "__main__":
    main()
