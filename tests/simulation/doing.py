"""What each command does. One whose activity or process is gone does nothing."""

import traceback
from random import Random

from pymongo.errors import PyMongoError

from shared.errors import KuntekoError
from shared.messaging import topology
from tests.simulation.people import PEOPLE
from tests.simulation.people.person import Turn

FORESEEN = (KuntekoError, PyMongoError)  # what a page or a loop answers and outlives


def go(simulation, key, verdict):
    activity = simulation.world.activities.get(key)
    if activity is None:
        return
    if verdict != "go":
        simulation.world.note_fault(f"{activity.point.split()[0]} {verdict}")
    simulation.steps += 1
    over = simulation.world.go_on(key, verdict)
    simulation.tell(f"  {activity.key}: {_ended(over) if over else 'before ' + activity.point}")
    _wake(simulation)
    if over:
        _end(simulation, over)


def _begin(simulation, key, process, work):
    simulation.world.begin(key, process, work)
    go(simulation, key, "go")


def _end(simulation, activity):
    error = activity.error
    if error and not isinstance(error, FORESEEN):
        problem = f"{activity.key}: {traceback.format_exception(error)[-1].strip()}"
        raise simulation.failure("nothing unforeseen", problem) from error
    if activity.key in simulation.turns:
        turn = simulation.turns.pop(activity.key)
        if not error:
            simulation.confirmed += turn.confirmed
    elif ": " in activity.key and not activity.result and not error:
        process, part = activity.key.split(": ")
        simulation.quiet[process, part] = simulation.world.now()


def _ended(activity):
    return f"ends with {activity.error!r}" if activity.error else "is over"


def _wake(simulation):
    """Whoever watches a collection that has changed has his turn again."""
    if not simulation.world.changed:
        return
    prefix = simulation.system.settings.store_prefix
    changed = {
        (name.removeprefix(prefix), collection) for name, collection, _ in simulation.world.changed
    }
    for process in simulation.system.processes.values():
        for part, component in process.components.items():
            if component.watched & changed:
                simulation.quiet.pop((process.name, part), None)


def person(simulation, name, subseed, again):
    key = f"{name}~{subseed}~{again}"
    if key in simulation.world.activities:
        return
    turn = Turn(simulation, name, Random(subseed))
    simulation.people[key] = (name, subseed)
    simulation.turns[key] = turn
    visitor = PEOPLE[name]
    _begin(simulation, key, f"web-{visitor.service}", lambda: visitor.act(turn))


def work(simulation, process, part):
    key = f"{process}: {part}"
    run = simulation.system.processes.get(process)
    if run is None or part not in run.components or key in simulation.world.activities:
        return
    _begin(simulation, key, process, run.components[part].run)


def handle(simulation, process, service, number):
    system = simulation.system
    run = system.processes.get(process)
    ready = system.broker.ready(service) if simulation.distributed else ()
    if run is None or service not in run.consumers or not ready:
        return
    message = ready[number % len(ready)]
    key = f"{process} handles {message.properties.get('message_id')}@{message.due.isoformat()}"
    if key not in simulation.world.activities:
        _begin(simulation, key, process, system.handle(run, service, message))


def kill(simulation, process):
    simulation.world.note_fault("kill")
    for activity in simulation.system.kill(process):
        simulation.turns.pop(activity.key, None)
    simulation.quiet = {key: at for key, at in simulation.quiet.items() if key[0] != process}
    _wake(simulation)


def clock(simulation, seconds):
    simulation.world.pass_time(seconds)


def broker(simulation, mood):
    simulation.system.broker.is_away = mood == "away"


def mail(simulation, mood):
    simulation.system.mail.mood = mood


def store(simulation, mood):
    simulation.world.store_is_away = mood == "away"


def double(simulation, service, number):
    if simulation.distributed and topology.queue(service) in simulation.system.broker.queues:
        simulation.system.broker.double(service, number)


COMMANDS = {
    each.__name__: each
    for each in (go, person, work, handle, kill, clock, broker, mail, store, double)
}
