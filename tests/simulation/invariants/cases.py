"""What holds of every case of every workflow."""

from shared.roles import Role, with_implied
from shared.workflow.audit import contradictions


def explained_by_history(case_class):
    """A case's history explains its state, each step was somebody's who may take it, and no step
    was taken twice for one cause."""

    def explained_by_history(case):
        found = contradictions(case_class.workflow, case)
        return next(found, "") or _of_roles(case_class, case) or _of_repeats(case)

    return explained_by_history


def _of_roles(case_class, case):
    for entry in case["history"]:
        row = case_class.workflow.find(entry["action"], entry["source_state"])
        if not row.roles & with_implied([Role(entry["actor"]["role"])]):
            return f"{entry['action']} was taken by {entry['actor']}"
    return ""


def _of_repeats(case):
    waiting = [entry["id"] for entry in case["outbox"]]
    if len(set(waiting)) != len(waiting):
        return "an event stands twice in its outbox"
    causes = [
        (entry["action"], entry["causation_id"])
        for entry in case["history"]
        if entry["causation_id"]
    ]
    if len(set(causes)) != len(causes):
        return f"a step was taken twice for one cause: {causes}"
    return ""


def no_timer_is_lost(case_class, case, before):
    """A timer goes when it fires, or with a step; `before`: the case when it was last looked at."""
    if before is None or before["version"] != case["version"]:
        return ""
    left = {entry["key"] for entry in case["due"]}
    for entry in before["due"]:
        row = case_class.workflow.find(entry["action"], case["state"])
        if entry["key"] not in left and row and not row.guard:
            return f"the timer {entry['key']} is gone, and nothing has happened"
    return ""
