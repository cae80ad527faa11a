"""The words `backup` and `restore`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from deploy.backup.reaching import reached
from deploy.backup.restoring import Choices, restore
from deploy.backup.taking import take_backup
from deploy.children import NotReady
from deploy.embedded import CannotRun
from shared import ambient


def back_up(environ: Mapping[str, str], path: Path) -> int:
    if path.is_dir():
        path = path / f"kunteko-{ambient.now():%Y%m%dT%H%M%SZ}.zip"
    try:
        with reached(environ, alone=False) as settings:
            manifest = take_backup(settings, path, _say)
    except (CannotRun, NotReady, OSError) as error:
        return _complain(error)
    print(f"{path}: {path.stat().st_size:,} bytes, as of {manifest.as_of}")
    if not manifest.exact:
        print(
            f"The traffic did not let up: exact to {manifest.unsure_ms} ms. Take another when it"
            " is quieter.",
            file=sys.stderr,
        )
    print("The keys that sign links (KUNTEKO_SECRET_KEYS) are not in it: keep them elsewhere.")
    return 0


def restore_from(environ: Mapping[str, str], chosen: Namespace) -> int:
    choices = Choices(chosen.replace, chosen.numbers_ahead, chosen.tell_days)
    try:
        with reached(environ, alone=True) as settings:
            manifest = restore(settings, chosen.file, choices, _say)
    except (CannotRun, NotReady) as error:
        return _complain(error)
    print(_RESTORED.format(as_of=manifest.as_of, ahead=choices.numbers_ahead))
    return 0


_RESTORED = """\
Restored as of {as_of}.
What was done after that is gone, and mails that were queued then may arrive a second time, with
the same Message-ID. Numbers go on {ahead} higher. Start everything, then run `kunteko doctor`."""


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _complain(error: Exception) -> int:
    print(f"kunteko: {error}", file=sys.stderr)
    return 1
