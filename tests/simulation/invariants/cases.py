"""What holds of every case of every workflow."""

from shared.roles import Role, with_implied
from shared.workflow.table import NEW


def explained_by_history(case_class):
    """A case's history explains its state, and its outbox names only what happened."""

    def explained_by_history(case):
        return _of_steps(case_class, case) or _of_parts(case_class, case)

    return explained_by_history


def _of_steps(case_class, case):
    state, version = NEW, 0
    for entry in case["history"]:
        row = case_class.workflow.find(entry["action"], state)
        if row is None:
            return f"{entry['action']} was taken in {state}, which has no such row"
        if entry["source_state"] != state or entry["version"] != version + 1:
            return (
                f"{entry['action']} is version {entry['version']} from "
                f"{entry['source_state']}, after version {version} in {state}"
            )
        if not row.roles & with_implied([Role(entry["actor"]["role"])]):
            return f"{entry['action']} was taken by {entry['actor']}"
        state, version = row.to_state(state), entry["version"]
        if entry["state"] != state:
            return f"{entry['action']} led to {entry['state']}, not to {state}"
    if (case["state"], case["version"]) != (state, version):
        return (
            f"it is {case['state']} at version {case['version']}; "
            f"its history says {state} at {version}"
        )
    return ""


def _of_parts(case_class, case):
    ids = [entry["id"] for entry in case["history"]]
    if len(set(ids)) != len(ids):
        return "an event id stands twice in its history"
    told = {entry["id"] for entry in case["history"] if entry["told"]}
    waiting = [entry["id"] for entry in case["outbox"]]
    if len(set(waiting)) != len(waiting) or not set(waiting) <= told:
        return "its outbox has what its history does not tell, or twice"
    causes = [
        (entry["action"], entry["causation_id"])
        for entry in case["history"]
        if entry["causation_id"]
    ]
    if len(set(causes)) != len(causes):
        return f"a step was taken twice for one cause: {causes}"
    known = {row.action for row in case_class.workflow.rows}
    timers = {entry["action"] for entry in case["due"]}
    if not timers <= known:
        return f"timers of actions that it does not have: {timers - known}"
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
