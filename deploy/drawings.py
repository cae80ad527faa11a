"""docs/workflows: a page for each workflow, drawn from its table."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from deploy.children import ROOT
from deploy.registry import SERVICES
from shared.workflow.drawing import page
from shared.workflow.table import Workflow

FOLDER = ROOT / "docs" / "workflows"


def pages() -> dict[Path, str]:
    return {
        FOLDER / f"{workflow.name.replace(' ', '-')}.md": page(workflow, summary)
        for workflow, summary in _workflows()
    }


def _workflows() -> Iterator[tuple[Workflow, str]]:
    """Every workflow of every service, with what its module says of itself."""
    for service in SERVICES:
        module = service.module("workflow")
        if module is None:
            continue
        summary = inspect.getdoc(module) or ""
        for value in vars(module).values():
            if isinstance(value, Workflow):
                yield value, summary
