"""The page of a workflow in docs/ follows from its table."""

from shared.workflow.drawing import page
from tests.unit.workflow.proposal import PROPOSAL

PAGE = page(PROPOSAL)


def rows():
    return [line for line in PAGE.splitlines() if line.startswith("| ")][1:]


def test_the_page_has_title_and_summary():
    assert PAGE.startswith("# Proposal\n\nHow a proposal goes.\n\n```mermaid\nstateDiagram-v2\n")
    assert PAGE.endswith("|\n")


def test_every_change_of_state_is_an_arrow_and_staying_is_not():
    arrows = {line.strip() for line in PAGE.splitlines() if "-->" in line}
    assert arrows == {
        "[*] --> written: write",
        "written --> sent: send",
        "sent --> accepted: accept",
        "sent --> written: refuse",
        "written --> dropped: drop",
        "accepted --> [*]",
        "dropped --> [*]",
    }


def test_every_row_of_the_table_is_a_row_of_the_page():
    assert [line.split(" | ")[0].strip("| ") for line in rows()] == [
        r.action for r in PROPOSAL.rows
    ]


def test_a_row_tells_who_event_task_and_timers():
    assert rows()[1] == (
        "| send | written | sent | applicant | `theme.changed.v1` | – | decide | remind, hurry |"
    )
    assert rows()[5] == "| note | sent, written | stays | applicant, staff | – | – | – | – |"
