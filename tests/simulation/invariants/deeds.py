"""The marketplace's deeds: what is public, found and told is what was checked and published."""

from collections import Counter

from services.applications.documents import Application, Round, Theme
from services.deeds.documents import (
    Award,
    Deed,
    DeedThemeView,
    OrganisationView,
    PartnerSearch,
    RatingView,
    RoundView,
    Tip,
)
from services.deeds.documents.search_entry import SearchEntry
from services.deeds.workflow.deed import PUBLIC_STATES, TO_CHECK
from services.notifications.documents import Message
from tests.simulation.invariants.market_mails import every_step_is_mailed
from tests.simulation.invariants.reading import rows

NEVER_PUBLISHED = ("draft", "unconfirmed", "submitted", "returned", "declined", "withdrawn")
FOUND_AGAIN = (
    "deed.published.v1",
    "deed.corrected.v1",
    "deed.imported.v1",
    "deed.taken_down.v1",
    "deed.merged.v1",
)
BESIDE_IT = (  # steps that leave what it tells as it is
    *("mail_failed", "mail_settled", "correct_address", "count_anew"),
    *("request_link", "remind", "take_in"),
)
# after these what is being written is what is public
SETTLED_BY = ("publish", "import", "restore", "keep_up", "decline_change", "correct")
ON_CARD = ("title", "need", "results", "organisation", "organisation_key", "unit", "stage")


# after every change


def stands_as_its_state_says(deed):
    if deed["state"] in NEVER_PUBLISHED:
        return f"{deed['state']}, and yet public content" if deed["published"] else ""
    if deed["state"] not in PUBLIC_STATES:
        return ""
    if not (deed["published"].get("organisation_key") and deed.get("number")):
        return f"{deed['state']} without what is public: {deed['published']}"
    if not (deed.get("published_at") and deed.get("renewed_at")):
        return "public since when?"
    return ""


def published_is_what_was_checked(deed):
    steps = [each["action"] for each in deed["history"] if each["action"] not in BESIDE_IT]
    if deed["state"] == "published" and steps[-1] in SETTLED_BY:
        public = {k: v for k, v in deed["published"].items() if k != "organisation_key"}
        if public != deed["content"]:
            return f"after {steps[-1]} {public} is public, and {deed['content']} was written"
    earlier = [each["version"] for each in deed["editions"]]
    times = steps.count("publish") + steps.count("import")
    if earlier != list(range(1, times or 1)):
        return f"published {times} times, and has the earlier editions {earlier}"
    return ""


def office_is_asked(deed):
    tasks = Counter(task["name"] for task in deed["tasks"])
    wanted = {"check": deed["state"] in TO_CHECK, "take_down": deed["state"] == "leaving"}
    for name, is_open in wanted.items():
        if tasks[name] != is_open:
            return f"in {deed['state']} with the tasks {dict(tasks)}"
    return ""


def timers_run(deed):
    timers = Counter(each["action"] for each in deed["due"])
    always = {"draft": "expire", "unconfirmed": "expire", "changing": "discard"}
    wanted = always.get(deed["state"])
    if wanted and timers[wanted] != 1:
        return f"in {deed['state']} with the timers {dict(timers)}"
    return ""


def each_cause_once(case):
    """Whoever sends a form twice has taken one step."""
    taken = Counter(
        (entry["action"], entry["causation_id"]) for entry in case["history"] if _is_key(entry)
    )
    twice = [step for step, times in taken.items() if times > 1]
    return f"taken twice: {twice}" if twice else ""


def _is_key(entry):
    return str(entry["causation_id"] or "").startswith(("form:", "told:", "link:", "file:", "row:"))


ON_CHANGE = {
    Deed: (
        stands_as_its_state_says,
        published_is_what_was_checked,
        office_is_asked,
        timers_run,
        each_cause_once,
    )
}


# at rest


def catalogue_has_what_is_published(simulation):
    entries = {row["_id"]: row for row in rows(SearchEntry)}
    for deed in rows(Deed):
        entry = entries.get(deed["_id"])
        is_public = deed["state"] in PUBLIC_STATES
        if is_public != bool(entry and not entry["gone"]):
            return f"deed {deed['_id']} is {deed['state']}; the catalogue has {entry}"
        problem = _difference(deed, entry) if is_public else ""
        if problem:
            return f"deed {deed['_id']}: {problem}"
    strangers = set(entries) - {deed["_id"] for deed in rows(Deed)}
    return f"the catalogue has what is no deed: {strangers}" if strangers else ""


def _difference(deed, entry):
    published, card = deed["published"], entry["card"]
    for name in ON_CARD:
        if card[name] != published.get(name, ""):
            return f"{name} is {published.get(name)}; the catalogue says {card[name]}"
    if (entry["number"], card["language"]) != (deed["number"], deed["language"]):
        return f"the catalogue has number {entry['number']} in {card['language']}"
    for name, moment in (("published_at", "published_at"), ("updated_at", "renewed_at")):
        if card[name] != deed[moment].isoformat():
            return f"{moment} {deed[moment]}; the catalogue says {card[name]}"
    told = [step["version"] for step in deed["history"] if step["type"] in FOUND_AGAIN]
    if not max(told) <= entry["sequence"] <= deed["version"]:
        return f"the catalogue has version {entry['sequence']}, told was {told}"
    return ""


def numbers_are_given_once(simulation):
    for case_class in (Deed, Tip, PartnerSearch):
        given = Counter(case["number"] for case in rows(case_class) if case.get("number"))
        twice = [number for number, times in given.items() if times > 1]
        if twice:
            return f"{case_class.__name__} numbers given twice: {twice}"
    return ""


def doubles_lead_to_a_deed(simulation):
    """Whoever follows the deeds that were joined comes to one that is not."""
    stored = {deed["_id"]: deed for deed in rows(Deed)}
    for deed in stored.values():
        passed, at = set(), deed
        while at["state"] == "merged":
            if at["_id"] in passed:
                return f"deed {deed['_id']} leads round in a circle: {passed}"
            passed.add(at["_id"])
            at = stored[at["merged_into"]]
    return ""


def doubles_are_noted_first(simulation):
    """The deed that is kept knows of each that was joined to it, by whoever joined it."""
    stored = {deed["_id"]: deed for deed in rows(Deed)}
    for deed in stored.values():
        if deed["state"] != "merged":
            continue
        merge = next(step for step in deed["history"] if step["action"] == "merge")
        noted = [
            (step["data"]["deed"]["id"], step["causation_id"])
            for step in stored[deed["merged_into"]]["history"]
            if step["action"] == "take_in" and step["at"] <= merge["at"]
        ]
        if (deed["_id"], f"{merge['causation_id']}:{deed['_id']}") not in noted:
            return f"deed {deed['_id']} was joined to one that has noted {noted}"
    return ""


def badges_are_decided(simulation):
    """A deed's badges are the categories that it won, and no other's."""
    won = Counter()
    for award in rows(Award):
        for step in award["history"]:
            if step["action"] == "decide":
                for winner in step["data"]["winners"]:
                    won[winner["deed_id"], award["_id"], winner["category"]["fi"]] += 1
    worn = Counter(
        (deed["_id"], badge["award_id"], badge["category"]["fi"])
        for deed in rows(Deed)
        for badge in deed.get("badges", ())
    )
    return "" if won == worn else f"won: {won}; worn: {worn}"


def cases_know_their_mails(simulation):
    """Each case shows where each of its mails is."""
    cases = {
        case["_id"]: {mail["message_id"]: mail for mail in case["mails"]}
        for case_class in (Deed, Tip, PartnerSearch, Award)
        for case in rows(case_class)
    }
    for message in rows(Message):
        told = [step for step in message["history"] if step["told"]]
        if message["about"] not in cases or not told:
            continue
        noted = cases[message["about"]].pop(message["_id"], None)
        last = told[-1]["type"].split(".")[1], told[-1]["version"]
        if noted is None or (noted["state"], noted["sequence"]) != last:
            return f"mail {message['_id']} is {last}; its case has {noted}"
    left = {key: mails for key, mails in cases.items() if mails}
    return f"mails that do not exist: {left}" if left else ""


def home_page_knows_the_rest(simulation):
    """Read models of what other services told."""
    applications = [step for case in rows(Application) for step in case["history"]]
    ratings = {
        step["id"]: step["data"]["rating"]
        for step in applications
        if step["type"] == "application.feedback_given.v1"
    }
    granted = {
        step["data"]["application"]["business_id"]
        for step in applications
        if step["type"] == "application.granted.v1"
    }
    rounds = {case["_id"]: _last_told(case) for case in rows(Round)}
    themes = {case["_id"]: _last_told(case) for case in rows(Theme)}
    kept = (
        ("ratings", ratings, {row["_id"]: row["rating"] for row in rows(RatingView)}),
        ("organisations", granted, {row["_id"] for row in rows(OrganisationView)}),
        ("rounds", rounds, {row["_id"]: row["sequence"] for row in rows(RoundView)}),
        ("themes", themes, {row["_id"]: row["sequence"] for row in rows(DeedThemeView)}),
    )
    for name, source, model in kept:
        if source != model:
            return f"{name} are {source}; the home page has {model}"
    states = {row["_id"]: row["state"] for row in rows(Round)}
    shown = {row["_id"]: row["state"] for row in rows(RoundView)}
    return "" if states == shown else f"rounds are {states}; the home page has {shown}"


def _last_told(case):
    return max(step["version"] for step in case["history"] if step["told"])


def what_was_confirmed_is_there(simulation):
    stored = {deed["_id"]: deed for deed in rows(Deed)}
    for kind, facts in simulation.confirmed:
        if kind == "deed sent" and stored.get(facts["id"], {}).get("number") != facts["number"]:
            return f"TEKO-{facts['number']} was confirmed and is not there"
        if kind == "deed confirmed" and not stored.get(facts["id"], {}).get("submitted_at"):
            return f"the address of {facts['id']} was confirmed, and nobody knows"
    return ""


AT_REST = (
    catalogue_has_what_is_published,
    numbers_are_given_once,
    doubles_lead_to_a_deed,
    doubles_are_noted_first,
    badges_are_decided,
    every_step_is_mailed,
    cases_know_their_mails,
    home_page_knows_the_rest,
    what_was_confirmed_is_there,
)
