"""Sparring: days are granted by the rules, and everybody concerned is told."""

from services.applications.documents import Application, ExpertView, Round, Theme
from services.applications.handlers import rounds
from services.applications.workflow import GRANTED_STATES
from services.experts.documents import Expert, WorkView
from tests.simulation.invariants.reading import rows


def within_budget(application_round):
    held = application_round["reservations"]
    days = sum(each["days"] for each in held)
    if days != application_round["reserved"]:
        return f"{application_round['reserved']} days are called reserved, {days} are"
    if days > application_round["budget_days"]:
        return f"{days} days of {application_round['budget_days']} are reserved"
    per = {}
    for each in held:
        per[each["business_id"]] = per.get(each["business_id"], 0) + each["days"]
    if any(count > application_round["days_per_organisation"] for count in per.values()):
        return f"an organisation has more than its days: {per}"
    counted = {key: days for key, days in application_round["by_organisation"].items() if days}
    return "" if counted == per else f"{counted} are called reserved by organisation, {per} are"


def granted_by_the_rules(application):
    if application["state"] not in GRANTED_STATES:
        return ""
    groups = application["participants"]
    if not (groups.get("management") and groups.get("personnel")):
        return f"granted, and takes part: {groups}"
    if application["decision"].get("outcome") != "granted":
        return f"in {application['state']} with the decision {application['decision']}"
    return ""


ON_CHANGE = {Round: (within_budget,), Application: (granted_by_the_rules,)}


def granted_days_are_reserved(simulation):
    """Each granted application has its days in its round; given back where nothing was granted.

    Days of a grant that came to nothing are the watchdog's, which waits ten minutes: not at rest.
    """
    held = {
        (each["id"], each["application"]): (row["_id"], each["days"])
        for row in rows(Round)
        for each in row["reservations"]
    }
    for application in rows(Application):
        if application["state"] not in GRANTED_STATES:
            continue
        key = application["reservation"], application["_id"]
        if held.get(key) != (application["round_id"], application["decision"]["days"]):
            return f"{application['reference']} is granted; its days are not reserved: {held}"
    return ""


def orders_are_work(simulation):
    """An expert's workload is what is ordered of them and not cancelled."""
    work = {row["_id"]: row for row in rows(WorkView)}
    under_way = {key for key, row in work.items() if row["state"] in ("ordered", "agreed", "held")}
    orders = {
        f"{row['_id']}:{row['order']}": row
        for row in rows(Application)
        if row["state"] in ("ordered", "agreed", "held")
    }
    if under_way != set(orders):
        return f"experts' work {under_way ^ set(orders)} is not what is ordered"
    for key, application in orders.items():
        known = work[key]["expert_id"], work[key]["state"]
        if known != (application["expert"]["id"], application["state"]):
            return f"the work {key} is {known}; it is {application['state']}"
    return ""


def experts_are_known(simulation):
    """The applications service knows each expert as the pool has them."""
    views = {row["_id"]: row for row in rows(ExpertView)}
    for expert in rows(Expert):
        view = views.pop(expert["_id"], {})
        known = view.get("sequence"), view.get("phone"), view.get("active")
        told = [e["version"] for e in expert["history"] if e["told"]]
        if known != (told[-1], expert["phone"], expert["state"] == "active"):
            return f"expert {expert['name']} is known as {known}"
    return f"experts that nobody added: {list(views)}" if views else ""


def themes_are_all_there(simulation):
    names = {row["_id"] for row in rows(Theme)}
    missing = set(rounds.THEMES) - names
    return f"of the themes the programme starts with are missing: {missing}" if missing else ""


def what_was_confirmed_is_there(simulation):
    stored = {row.get("reference"): row for row in rows(Application)}
    for kind, facts in simulation.confirmed:
        if kind == "submitted" and stored.get(facts["reference"], {}).get("_id") != facts["id"]:
            return f"{facts['reference']} was confirmed and is not there"
    return ""


AT_REST = (
    granted_days_are_reserved,
    orders_are_work,
    experts_are_known,
    themes_are_all_there,
    what_was_confirmed_is_there,
)
