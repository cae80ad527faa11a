"""When everything that was begun is over."""

from shared.workflow.case import Case
from tests.simulation.invariants import applications, cases, deeds, market, messages
from tests.simulation.invariants.reading import document_classes, rows

RULES = (*messages.AT_REST, *applications.AT_REST, *deeds.AT_REST, *market.AT_REST)


def broken(simulation):
    """(rule, what breaks it) of the first that does not hold; None when all hold."""
    for rule in (every_case_is_explained, everything_is_told, *RULES):
        problem = rule(simulation)
        if problem:
            return rule.__name__, problem
    return None


def every_case_is_explained(_simulation):
    for case_class in case_classes():
        rule = cases.explained_by_history(case_class)
        for case in rows(case_class):
            problem = rule(case)
            if problem:
                return f"{case_class.__name__} {case['_id']}: {problem}"
    return ""


def everything_is_told(_simulation):
    for case_class in case_classes():
        for case in rows(case_class):
            if case["outbox"]:
                return f"{case_class.__name__} {case['_id']}: {len(case['outbox'])} untold"
    return ""


def case_classes():
    return [each for each in document_classes().values() if issubclass(each, Case)]


def waiting_in_outboxes():
    """When what waits in outboxes has its next turn (the in-process bus keeps it there)."""
    return [
        delivery["next_at"]
        for case_class in case_classes()
        for case in rows(case_class, {"outbox": {"$ne": []}})
        for entry in case["outbox"]
        for delivery in entry.get("deliveries", {}).values()
        if "next_at" in delivery
    ]
