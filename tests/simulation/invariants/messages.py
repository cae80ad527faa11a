"""Events and mails: none lost, none twice, none for what did not happen."""

from collections import Counter
from dataclasses import replace

from services.notifications.documents import (
    BulletinRecipient,
    HandOver,
    HandOverOutcomes,
    Message,
    mail_id,
)
from services.notifications.handlers.events import HANDLERS
from services.notifications.handlers.queueing import mails_of, message_id_of
from shared.messaging import stored_dead_letters
from shared.messaging.outbox import event_of
from shared.store import database
from shared.workflow.case import Case
from tests.simulation.invariants.reading import document_classes, rows


def no_dead_letters(simulation):
    """Whatever failed for a while was tried again until it went."""
    broker = simulation.system.broker
    for name, letters in broker.dead.items():
        for letter in letters:
            return f"dead letter in {name}: {letter.headers}"
    for name in simulation.system.names:
        for letter in database(name)[stored_dead_letters.COLLECTION].find():
            return f"dead letter at {name}: {letter['type']}: {letter['reason']}"
    return ""


def no_message_left(simulation):
    return "" if simulation.system.broker.is_empty else "messages are left in the broker"


def every_mail_is_settled(simulation):
    """The journal is empty, and a mail is queued only until its next attempt."""
    if rows(HandOver) or rows(HandOverOutcomes):
        return "the journal of hand-overs is not empty"
    queued = [mail["_id"] for mail in rows(Message, {"state": "queued"})]
    return f"mails still queued: {queued}" if queued else ""


def mails_arrive_once(simulation):
    """Again only when the office says so, or after a doubt: the sender could not know, or was
    killed before it was noted.
    """
    times = Counter(mail.message_id for mail in simulation.system.mail.arrived)
    stored = {mail["message_id"]: mail for mail in rows(Message)}
    of_bulletins = {
        message_id_of(row["_id"], simulation.system.settings) for row in rows(BulletinRecipient)
    }
    for message_id in of_bulletins & set(times):
        if times[message_id] > 1:
            return f"a bulletin arrived {times[message_id]} times at one reader"
    for message_id, count in times.items():
        mail = stored.get(message_id)
        if mail is None and message_id in of_bulletins:
            continue
        if mail is None:
            return f"a mail arrived that nobody wrote: {message_id}"
        doubts = simulation.system.mail.doubts[message_id]
        again = sum(step["action"] in ("resend", "readdress") for step in mail["history"])
        if count > 1 + again + doubts:
            return f"{mail['template']} to {mail['recipient']['email']} arrived {count} times"
    for message_id, mail in stored.items():
        if mail["state"] == "sent" and not times[message_id]:
            return f"{mail['template']} is called sent and did not arrive"
    return ""


def no_mail_without_its_step(simulation):
    """Each mail names the event it was written for, and that has happened."""
    happened = {
        entry["id"]
        for document_class in document_classes().values()
        if hasattr(document_class, "workflow")
        for case in rows(document_class)
        for entry in case["history"]
    }
    for mail in rows(Message):
        if mail["event_id"] not in happened and mail["event_type"]:
            return f"a mail {mail['template']} for a step that was not taken: {mail['event_id']}"
    return ""


def every_mail_is_written(simulation):
    """Whatever an event is to tell somebody by mail, one mail tells, by the product's builders."""
    settings = simulation.system.settings
    written = {mail["_id"] for mail in rows(Message)}
    for case_class, case in all_cases():
        for entry in case["history"]:
            contract = CONTRACTS.get(entry["type"])
            if not (entry["told"] and contract and entry["data"]):
                continue
            event = event_of(case_class, case["_id"], entry)
            event = replace(event, data=contract.read(event.data))
            for mail in mails_of(event, settings, HANDLERS[contract]):
                is_there = mail_id(event.id, mail.template, mail.to.email) in written
                if not is_there and not mail.reminds:  # one may be kept back
                    return f"{entry['type']} of {case['_id']}: no {mail.template} was written"
    return ""


def cases_know_their_mails(simulation):
    """What a case shows of its mails is how they stand."""
    noted = {
        (case["_id"], mail["message_id"]): mail["state"]
        for _, case in all_cases()
        for mail in case.get("mails", ())
    }
    showing, shown = followed(), {key for key, _ in noted}
    for (case, message_id), state in noted.items():
        for mail in rows(Message, {"_id": message_id}):
            newest = [e["type"].split(".")[1] for e in mail["history"] if e["told"]]
            if newest[-1] != state:
                return f"{case} shows its mail {message_id} {state}; it is {newest[-1]}"
    for mail in rows(Message):
        if mail["about"] in showing - shown:
            return f"{mail['about']} does not show its mail {mail['_id']}"
    return ""


def mails_are_written_once(_simulation):
    """One mail for one event, one purpose and one reader, however often it was handled."""
    written = Counter(
        (mail["event_id"], mail["template"], _first_address(mail)) for mail in rows(Message)
    )
    twice = [key for key, count in written.items() if count > 1]
    return f"written more than once: {twice}" if twice else ""


def _first_address(mail):
    """Before somebody corrected it."""
    corrected = [e["data"] for e in mail["history"] if e["action"] == "readdress"]
    return corrected[0]["old_recipient"] if corrected else mail["recipient"]["email"]


def followed():
    """Ids of the cases that show their mails."""
    return {case["_id"] for _, case in all_cases() if "mails" in case}


def all_cases():
    for document_class in document_classes().values():
        if issubclass(document_class, Case):
            for case in rows(document_class):
                yield document_class, case


CONTRACTS = {contract.type: contract for contract in HANDLERS}
AT_REST = (
    no_dead_letters,
    no_message_left,
    every_mail_is_settled,
    mails_are_written_once,
    mails_arrive_once,
    no_mail_without_its_step,
    every_mail_is_written,
    cases_know_their_mails,
)
