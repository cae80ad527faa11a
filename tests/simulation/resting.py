"""Whole again, and left to itself: whatever was begun comes to its end."""

from datetime import timedelta

from services.notifications.documents import HandOver, Message
from shared.messaging.lease import TTL
from tests.simulation import doing
from tests.simulation.invariants import at_rest, on_change

MOST_STEPS = 20_000
LONGEST = timedelta(days=4)  # until everything that was begun must be over


def come_to_rest(simulation):
    """Raises Failed, also when it never rests."""
    doing.broker(simulation, "well")
    doing.mail(simulation, "well")
    doing.store(simulation, "well")
    while simulation.world.activities:
        doing.go(simulation, next(iter(simulation.world.activities)), "go")
    doing.clock(simulation, 2 * TTL.total_seconds())  # leases of killed processes are over
    simulation.quiet.clear()
    _run_out(simulation)
    simulation.is_resting = True
    begun = simulation.world.now()
    while simulation.world.now() - begun < LONGEST:
        moment, parts = _until_more(simulation)
        if moment is None:
            break
        wait = (moment - simulation.world.now()).total_seconds() + 0.5
        doing.clock(simulation, max(1.0, wait))
        _wake_parts(simulation, {"lease", *parts})
        _run_out(simulation)
    simulation.is_resting = False
    simulation.check(at_rest.broken)


def _wake_parts(simulation, parts):
    simulation.quiet = {
        key: at for key, at in simulation.quiet.items() if key[1].partition(" ")[2] not in parts
    }


def _run_out(simulation):
    """Everything that can be done at this moment."""
    for _ in range(MOST_STEPS):
        if simulation.world.activities:
            doing.go(simulation, next(iter(simulation.world.activities)), "go")
        else:
            command = _next_work(simulation)
            if command is None:
                return
            simulation.do_unasked(command)
        simulation.check(on_change.broken)
    raise simulation.failure("it comes to rest", "it does not")


def _next_work(simulation):
    for process in simulation.system.processes.values():
        for service in process.consumers:
            if simulation.distributed and simulation.system.broker.ready(service):
                return ("handle", process.name, service, 0)
        for part in process.components:
            if simulation.has_its_turn(process, part):
                return ("work", process.name, part)
    return None


def _until_more(simulation):
    """When something that has been begun goes on, and which components do that."""
    waiting = [(simulation.system.broker.next_due(), ())]
    waiting += [(each.until, ("deliver mails",)) for each in HandOver.objects()]
    waiting += [(each.next_at, ("deliver mails",)) for each in Message.objects(state="queued")]
    waiting += [(moment, ("bus", "relay")) for moment in at_rest.waiting_in_outboxes()]
    known = [each for each in waiting if each[0] is not None]
    return min(known, default=(None, ()))
