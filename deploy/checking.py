"""Files that are written from the code: the repository's copy must be what the code would write."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.children import ROOT


def write_or_check(files: Mapping[Path, str], *, write: bool, remedy: str) -> int:
    """Write the files, or name those that are out of date; 1 when any is."""
    stale = [path for path, content in files.items() if _content(path) != content]
    for path in stale:
        name = path.relative_to(ROOT)
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
            print(f"wrote {name}")
        else:
            print(f"{name} is out of date: {remedy}", file=sys.stderr)
    return 1 if stale and not write else 0


def _content(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
