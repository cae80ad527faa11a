"""Tips, partner searches, collections, awards and imports."""

from collections import Counter

from services.deeds.documents import (
    Award,
    CatalogueImport,
    Collection,
    Deed,
    ImportRow,
    PartnerSearch,
    Tip,
)
from tests.simulation.invariants.deeds import each_cause_once
from tests.simulation.invariants.reading import rows

ALL = (Deed, Tip, PartnerSearch, Collection, Award, CatalogueImport)


# after every change


def search_stands_until_its_end(search):
    timers = Counter(each["action"] for each in search["due"])
    wanted = {"unconfirmed": {"expire": 1}, "open": {"end": 1}}.get(search["state"], {})
    if timers != wanted:
        return f"{search['state']} with the timers {dict(timers)}"
    if bool(search["tasks"]) != (search["state"] == "submitted") and not _of_mail(search):
        return f"{search['state']} with the tasks {search['tasks']}"
    given = [step["data"]["answer"] for step in search["history"] if step["action"] == "answer"]
    kept = [{k: v for k, v in each.items() if k != "at"} for each in search["answers"]]
    return "" if given == kept else f"answered with {given}; it has {kept}"


def _of_mail(case):
    return any(task["name"] == "mail" for task in case["tasks"])


def tip_is_looked_at(tip):
    names = [task["name"] for task in tip["tasks"] if task["name"] != "mail"]
    if (names == ["look"]) != (tip["state"] == "received"):
        return f"{tip['state']} with the tasks {names}"
    if tip["state"] == "invited" and not (tip["deed_id"] and tip["invited"]):
        return "invited, and nobody is"
    return ""


def collection_has_what_was_picked(collection):
    picked = set()
    for step in collection["history"]:
        if step["action"] == "pick":
            picked.add(step["data"]["deed_id"])
        elif step["action"] == "drop":
            picked.discard(step["data"]["deed_id"])
    if sorted(picked) != sorted(collection["deeds"]):
        return f"picked were {picked}, it has {collection['deeds']}"
    return ""


def award_adds_up(award):
    nominations, jury, scores = {}, {}, 0
    for step in award["history"]:
        told = step["data"]
        match step["action"]:
            case "nominate":
                nominations[told["id"]] = told["deed_id"], told["category"]
            case "drop":
                nominations.pop(told["id"], None)
            case "name_juror" | "invite_juror":
                jury[told["juror"]["id"]] = told["juror"]
            case "remove_juror":
                jury.pop(told["id"], None)
            case "score":
                scores += 1
    if set(nominations) != {row["id"] for row in award["nominations"]}:
        return f"nominated were {nominations}, it has {award['nominations']}"
    if len(set(nominations.values())) != len(nominations):
        return f"nominated twice in a category: {nominations}"
    if set(jury) != {juror["id"] for juror in award["jury"]}:
        return f"named were {jury}, the jury is {award['jury']}"
    if len({juror["email"] for juror in award["jury"]}) != len(jury):
        return f"somebody is on the jury twice: {award['jury']}"
    if scores != len(award["scores"]):
        return f"{scores} scores were given, it has {len(award['scores'])}"
    return _problem_of_winners(award, nominations)


def _problem_of_winners(award, nominations):
    listed = set(award["shortlist"])
    won = [row["nomination"] for row in award["winners"]]
    if award["state"] not in ("shortlisted", "decided"):
        return ""
    if not listed or not listed <= set(nominations):
        return f"the shortlist has {listed} of the nominations {set(nominations)}"
    if not set(won) <= listed:
        return f"winners {won} are not on the shortlist {listed}"
    categories = [nominations[each][1] for each in won]
    if len(set(categories)) != len(categories):
        return f"several winners in a category: {categories}"
    return "" if won or award["state"] != "decided" else "decided without winners"


def _with_common(case_class, *rules):
    return {case_class: (*rules, each_cause_once)}


ON_CHANGE = {
    **_with_common(PartnerSearch, search_stands_until_its_end),
    **_with_common(Tip, tip_is_looked_at),
    **_with_common(Collection, collection_has_what_was_picked),
    **_with_common(Award, award_adds_up),
    **_with_common(CatalogueImport),
}


# at rest


def confirmed_steps_are_there(simulation):
    histories = {
        (case_class, case["_id"]): {
            (step["action"], step["causation_id"]) for step in case["history"]
        }
        for case_class in ALL
        for case in rows(case_class)
    }
    for kind, facts in simulation.confirmed:
        if kind == "step":
            taken = histories.get((facts["of"], facts["id"]), ())
            if (facts["action"], facts["cause"]) not in taken:
                return f"{facts} was confirmed and is not there"
    return ""


def a_form_makes_one(simulation):
    """A second click on what makes something new makes nothing more."""
    for case_class in ALL:
        made = Counter(
            case["history"][0]["causation_id"]
            for case in rows(case_class)
            if str(case["history"][0]["causation_id"]).startswith(("form:", "file:", "row:"))
        )
        twice = [cause for cause, times in made.items() if times > 1]
        if twice:
            return f"{case_class.__name__} made several times by one form: {twice}"
    return ""


def invited_people_have_their_form(simulation):
    """And whoever gave the tip learns when the deed has been told."""
    deeds = {deed["_id"]: deed for deed in rows(Deed)}
    for tip in rows(Tip):
        if tip["state"] in ("invited", "followed") and tip["deed_id"] not in deeds:
            return f"tip {tip['_id']}: its draft {tip['deed_id']} is not there"
    tips = {tip["_id"]: tip["state"] for tip in rows(Tip)}
    for deed in deeds.values():
        is_told = deed["tip_id"] and deed.get("submitted_at")
        if is_told and tips[deed["tip_id"]] not in ("followed", "dismissed"):
            return f"tip {deed['tip_id']}: told as {deed['_id']}, and not followed"
    return ""


def imports_bring_each_row_once(simulation):
    deeds = {deed["_id"]: deed for deed in rows(Deed)}
    made = Counter()
    for case in rows(CatalogueImport):
        problem = _problem_of_import(case, deeds, made)
        if problem:
            return f"import {case['_id']} ({case['state']}): {problem}"
    imported = [deed for deed in deeds.values() if deed["source_id"]]
    sources = Counter(deed["source_id"] for deed in imported)
    if any(times > 1 for times in sources.values()):
        return f"imported twice: {sources}"
    if set(made) != {deed["_id"] for deed in imported} or any(n > 1 for n in made.values()):
        return f"rows made {made}, imported are {[deed['_id'] for deed in imported]}"
    return ""


def _problem_of_import(case, deeds, made):
    found = rows(ImportRow, {"import_id": case["_id"], "upload": case["upload"]})
    counted = Counter(row["state"] for row in found)
    if len(found) != case["rows"]:
        return f"{case['rows']} rows were on the file, {len(found)} are on record"
    if case["state"] == "running":
        return f"it is still running: {dict(counted)}"
    if case["state"] == "done" and counted["waiting"]:
        return f"it is done, with {dict(counted)}"
    if counted["faulty"] != case["faulty"]:
        return f"{case['faulty']} rows were faulty, {counted['faulty']} are"
    for row in found:
        if row["state"] not in ("done", "known"):
            continue
        deed = deeds.get(row["deed_id"])
        if deed is None:
            return f"row {row['_id']} is {row['state']}, and its deed is not there"
        is_its_own = deed["history"][0]["causation_id"] == f"row:{row['_id']}"
        if is_its_own != (row["state"] == "done"):
            return f"row {row['_id']} is {row['state']}: {deed['history'][0]}"
        made[deed["_id"]] += is_its_own
    made.update(_made_and_not_noted(found, deeds))
    return ""


def _made_and_not_noted(found, deeds):
    """The deed is made, its row's record is not: who stopped the import between the two."""
    waiting = [row for row in found if row["state"] == "waiting" and row["deed_id"] in deeds]
    return [
        row["deed_id"]
        for row in waiting
        if deeds[row["deed_id"]]["history"][0]["causation_id"] == f"row:{row['_id']}"
    ]


AT_REST = (
    confirmed_steps_are_there,
    a_form_makes_one,
    invited_people_have_their_form,
    imports_bring_each_row_once,
)
