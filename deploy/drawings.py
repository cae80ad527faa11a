"""docs/workflows: a page for each workflow, drawn from its table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from deploy.children import ROOT
from deploy.registry import SERVICES
from shared.workflow.drawing import page
from shared.workflow.table import Workflow

FOLDER = ROOT / "docs" / "workflows"


def pages() -> dict[Path, str]:
    return {
        FOLDER / f"{workflow.name.replace(' ', '-')}.md": page(workflow)
        for workflow in _workflows()
    }


def _workflows() -> Iterator[Workflow]:
    for service in SERVICES:
        module = service.module("workflow")
        values = vars(module).values() if module else ()
        yield from (value for value in values if isinstance(value, Workflow))
