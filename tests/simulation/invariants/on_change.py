"""After every step, of each document that has changed."""

from shared.workflow.case import Case
from tests.simulation.invariants import applications, cases, deeds, market
from tests.simulation.invariants.reading import changed_documents

RULES = {**applications.ON_CHANGE, **deeds.ON_CHANGE, **market.ON_CHANGE}


def _seen(simulation, document):
    """The case as it was after an earlier step; from now on as it is."""
    before = simulation.seen.get(document["_id"])
    simulation.seen[document["_id"]] = document
    return before


def broken(simulation):
    """(rule, what breaks it) of the first that does not hold; None when all hold."""
    for document_class, document in changed_documents(simulation.world.changed):
        found = _broken_by(simulation, document_class, document)
        if found:
            rule, problem = found
            return rule, f"{document_class.__name__} {document['_id']}: {problem}"
    return None


def _broken_by(simulation, document_class, document):
    if issubclass(document_class, Case):
        problem = cases.explained_by_history(document_class)(document)
        if problem:
            return "explained_by_history", problem
        problem = cases.no_timer_is_lost(document_class, document, _seen(simulation, document))
        if problem:
            return "no_timer_is_lost", problem
    for rule in RULES.get(document_class, ()):
        problem = rule(document)
        if problem:
            return rule.__name__, problem
    return None
