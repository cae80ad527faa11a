"""All measurements, printed and kept in bench/RESULTS.md; or only those that are named.

    python -m bench
    python -m bench mail

Absolute figures are the machine's; the ratios, taken in one run, hold.
"""

import io
import os
import platform
import re
import sys
from contextlib import redirect_stdout
from pathlib import Path

from bench import bulletins, grants, load, mail, messaging
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


PARTS = {
    "messaging": ("Messaging", messaging, lambda: messaging.main(3000)),
    "grants": ("Steps of a case and grants", grants, grants.main),
    "mail": ("Mail", mail, mail.main),
    "bulletins": ("Newsletters to 50,000", bulletins, bulletins.main),
    "load": ("Load: forms through nginx and gunicorn", load, load.main),
    "quality": ("Search: how well it finds", quality, quality.main),
    "latency": ("Search: how quick it is", latency, latency.main),
}


def section(name):
    title, module, run = PARTS[name]
    heading = [f"## {title}", "", module.__doc__.splitlines()[0], "", "```"]
    return "\n".join([*heading, measured(run), "```"])


def begun():
    return (
        "# Results of the last `make bench`\n\n"
        f"{ambient.today().isoformat()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, everything on one machine."
    )


def put_in(results, name, fresh):
    """The results with one section measured anew; what is written around it stays."""
    old = re.compile(rf"^## {re.escape(PARTS[name][0])}$.*?^```$.*?^```$", re.DOTALL | re.MULTILINE)
    if old.search(results):
        return old.sub(lambda _found: fresh, results)
    return results.rstrip() + "\n\n" + fresh + "\n"


def main(*names):
    if names:
        for name in names:
            RESULTS.write_text(put_in(RESULTS.read_text(), name, section(name)))
    else:
        RESULTS.write_text("\n\n".join([begun(), *map(section, PARTS)]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
