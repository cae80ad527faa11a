"""Faults that a careless change could bring in: each must be caught by the simulation.

Name → (a context manager that plants it, how the simulation is then played: `distributed`, None
for both forms, and the `services` whose people come).
"""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from pymongo import UpdateOne
from pymongo.errors import DuplicateKeyError

from services.applications import workflow as sparring
from services.applications.handlers import budget, decisions, orders
from services.deeds.handlers import review
from services.experts import handlers as pool
from services.notifications.delivery import journal
from services.notifications.handlers import queueing
from shared import ambient
from shared.messaging import consumer, dispatch, inprocess, outbox, relay
from shared.messaging.broker import BrokerUnavailable
from shared.workflow import perform, ticker
from shared.workflow.case import Case
from tests.simulation.bus import SimulatedBroker
from tests.simulation.invariants import at_rest, deeds

PLANTED = {}
SPARRING = ("applications", "experts", "notifications")


def planted(distributed=None, services=SPARRING):
    def register(plant):
        played = {"distributed": distributed, "services": services}
        PLANTED[plant.__name__] = (contextmanager(plant), played)
        return plant

    return register


@planted(distributed=True)
def acknowledged_before_it_is_handled():
    handle = consumer.Consumer._handle

    def acknowledged_first(self, message, publisher):
        message.queue.remove(message)
        message.ack = lambda: None
        handle(self, message, publisher)

    with patch.object(consumer.Consumer, "_handle", acknowledged_first):
        yield


@planted(distributed=True)
def struck_off_before_it_is_published():
    def sweep(self, case_class):
        count = 0
        for batch in relay._batches(outbox.untold(case_class)):
            events = [event for case in batch for event in case.events]
            outbox.strike(case_class, batch)
            self.publish(events)
            count += len(events)
        return count

    with patch.object(relay.Relay, "_sweep", sweep):
        yield


@planted(distributed=True)
def published_without_waiting_for_confirms():
    send = SimulatedBroker.send

    def hopeful(self, letters):
        try:
            send(self, letters)
        except BrokerUnavailable:
            pass

    with patch.object(SimulatedBroker, "send", hopeful):
        yield


@planted(distributed=True)
def the_whole_outbox_is_struck_off():
    def strike(case_class, cases):
        case_class._get_collection().bulk_write(
            [UpdateOne({"_id": case.case_id}, {"$set": {"outbox": []}}) for case in cases]
        )

    with patch.object(relay, "strike", strike):
        yield


@planted()
def a_mail_has_a_new_id_at_each_attempt():
    with patch.object(queueing, "mail_id", lambda *_: ambient.new_id()):
        yield


@planted()
def written_without_looking_at_the_version():
    def write(case, step, where):
        collection = type(case)._get_collection()
        if case.state == perform.NEW:
            try:
                collection.insert_one(step.after.to_mongo().to_dict())
            except DuplicateKeyError:
                return False
            return True
        return bool(collection.update_one({"_id": case.id}, step.update).matched_count)

    with patch.object(perform, "_write", write):
        yield


@planted()
def a_cause_is_not_looked_for():
    with patch.object(Case, "has_handled", lambda *_: False):
        yield


@planted()
def a_timer_is_dropped_when_the_store_is_away():
    fire = ticker._fire

    def forgetful(case_class, case_id, entry):
        case_class._get_collection().update_one(
            {"_id": case_id}, {"$pull": {"due": {"key": entry["key"]}}}
        )
        return fire(case_class, case_id, entry)

    with patch.object(ticker, "_fire", forgetful):
        yield


@planted()
def days_are_counted_and_then_taken():
    """Two people who grant at once both take the last day."""

    def reserve(application, days):
        current = budget.Round.objects.get(id=application.round_id)
        taken = current.by_organisation.get(application.business_id, 0)
        if (
            current.reserved + days > current.budget_days
            or taken + days > current.days_per_organisation
        ):
            raise budget.TransitionNotAllowed("grant", application.state, "budget")
        reservation = {
            "id": ambient.new_id(),
            "application": application.id,
            "business_id": application.business_id,
            "days": days,
            "at": ambient.now(),
        }
        by = f"by_organisation.{application.business_id}"
        budget.Round._get_collection().update_one(
            {"_id": application.round_id},
            {"$push": {"reservations": reservation}, "$inc": {"reserved": days, by: days}},
        )
        return reservation["id"]

    with patch("services.applications.handlers.decisions.reserve_days", reserve):
        yield


@planted()
def days_are_given_back_twice():
    """Two that find days held both give them back: a double click, or the watchdog meanwhile."""

    def release(round_id, reservation_id):
        current = budget.Round.objects.get(id=round_id)
        for held in current.reservations:
            if held["id"] == reservation_id:
                days, by = held["days"], f"by_organisation.{held['business_id']}"
                budget.Round._get_collection().update_one(
                    {"_id": round_id},
                    {
                        "$pull": {"reservations": {"id": reservation_id}},
                        "$inc": {"reserved": -days, by: -days},
                    },
                )
                return True
        return False

    with ExitStack() as stack:
        for module in (budget, decisions, orders):
            stack.enter_context(patch.object(module, "release_days", release))
        yield


@planted(services=("deeds",))
def two_deeds_are_joined_to_each_other():
    """A deed is joined to another that does not know of it, and ends itself meanwhile."""
    rules = [rule for rule in at_rest.RULES if rule is not deeds.doubles_are_noted_first]
    with (
        patch.object(review, "_take_in", lambda *_: None),
        patch.object(at_rest, "RULES", rules),  # the circle itself is to be found
    ):
        yield


@planted()
def granted_whoever_takes_part():
    with patch.object(sparring, "cooperation_is_broad", lambda *_: None):
        yield


@planted()
def an_older_event_overwrites_a_newer():
    def set_always(view, key, sequence, values):
        told = {"$set": {**values, "sequence": sequence}}
        view._get_collection().update_one({"_id": key}, told, upsert=True)
        return True

    with (
        patch.object(pool, "set_if_newer", set_always),
        patch("services.applications.handlers.views.set_if_newer", set_always),
    ):
        yield


@planted()
def whatever_fails_is_a_dead_letter():
    with patch.object(
        dispatch,
        "_outcome",
        lambda errors, _: dispatch.Dead("it failed") if errors else dispatch.Done(),
    ):
        yield


@planted()
def what_the_mail_server_said_is_not_written_down():
    """A worker that is killed sends again what it knew to have arrived."""
    with patch.object(journal, "unsettled", lambda: []):
        yield


@planted(distributed=False)
def handled_in_process_is_noted_first():
    deliver = inprocess.deliver_case

    def noted_first(case_class, case, workers, now):
        case_class._get_collection().update_one({"_id": case.case_id}, {"$set": {"outbox": []}})
        return deliver(case_class, case, workers, now)

    with patch.object(inprocess, "deliver_case", noted_first):
        yield
