"""A workflow's page for docs/: its drawing and its table, generated, so they cannot lie."""

from __future__ import annotations

from shared.workflow.table import NEW, Transition, Workflow


def page(workflow: Workflow) -> str:
    """Markdown with a mermaid state diagram and the table of rows."""
    lines = [
        f"# {workflow.name.capitalize()}",
        "",
        workflow.summary,
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    lines += [edge for row in workflow.rows for edge in _edges(row)]
    lines += [f"    {state} --> [*]" for state in workflow.states if _is_end(workflow, state)]
    lines += ["```", "", "| action | from | to | who | event | mails | opens | starts |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    lines += [_table_row(row) for row in workflow.rows]
    return "\n".join(lines) + "\n"


def _edges(row: Transition) -> list[str]:
    # a row that stays would only draw a loop on every state: the table has it
    return [
        f"    {'[*]' if source == NEW else source} --> {row.target}: {row.action}"
        for source in sorted(row.sources)
        if row.target and row.target != source
    ]


def _is_end(workflow: Workflow, state: str) -> bool:
    return not any(state in row.sources and row.to_state(state) != state for row in workflow.rows)


def _table_row(row: Transition) -> str:
    cells = (
        row.action,
        ", ".join(sorted(row.sources)),
        row.target or "stays",
        ", ".join(sorted(row.roles)),
        f"`{row.event.type}`" if row.event else "–",
        ", ".join(row.event.tells) if row.event and row.event.tells else "–",
        ", ".join(task.name for task in row.opens) or "–",
        ", ".join(timer.action for timer in row.starts) or "–",
    )
    return "| " + " | ".join(cells) + " |"
