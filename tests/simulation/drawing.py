"""Which command comes next: drawn from the seed, by what is under way."""

from tests.simulation.people import PEOPLE

STORE_FAULTS = ("before", "after")
BROKER_FAULTS = ("before", "half", "after")


def draw(simulation, *, people_come):
    rng = simulation.rng
    roll = rng.random()
    if roll < simulation.kill_rate:
        return ("kill", _victim(simulation))
    if roll > 0.985:
        return _trouble(simulation)
    at_once = _at_once(simulation) if people_come else None
    if at_once:
        return at_once
    if simulation.world.activities and rng.random() < simulation.hurry:
        return _next(simulation)
    if people_come and rng.random() < 0.4:
        return _person(simulation)
    work = next(filter(None, (_work(simulation) for _ in range(6))), None)
    if work:
        return work
    return _person(simulation) if people_come else ("clock", rng.choice((1, 5, 30)))


def _victim(simulation):
    """Mostly one that is in the middle of something."""
    rng, system = simulation.rng, simulation.system
    busy = list(dict.fromkeys(each.process for each in simulation.world.activities.values()))
    if busy and rng.random() < 0.8:
        return rng.choice(busy)
    return rng.choice([*system.processes, *(f"web-{name}" for name in system.names)])


def _trouble(simulation):
    rng = simulation.rng
    match rng.randrange(8):
        case 0 if simulation.fault_rate:
            return ("broker", rng.choice(("away", "well")))
        case 1 if simulation.fault_rate:
            return ("mail", rng.choice(("away", "busy", "well")))
        case 2 if simulation.fault_rate:
            return ("store", rng.choice(("away", "well", "well")))
        case 3:
            return ("double", rng.choice(simulation.system.names), rng.randrange(100))
        case 4 | 5:
            return ("clock", rng.choice((3600, 6 * 3600, 24 * 3600, 4 * 24 * 3600)))
        case _:
            return ("clock", rng.choice((1, 5, 20, 60, 300, 900)))


def _at_once(simulation):
    """Right after somebody: a double click, or a colleague who does the same kind of thing."""
    name, *values = simulation.commands[-1] if simulation.commands else ("",)
    roll = simulation.rng.random()
    if name != "person" or roll > 0.24:
        return None
    person, subseed, _ = values
    if roll < 0.12:
        return ("person", person, subseed, simulation.rng.randrange(1 << 30))
    return ("person", person, simulation.rng.randrange(1 << 30), 0)


def _next(simulation):
    rng, activities = simulation.rng, simulation.world.activities
    running = list(activities.values())
    key = rng.choices(running, [activity.pace for activity in running])[0].key
    verdict = "go"
    if rng.random() < simulation.fault_rate:
        is_broker = activities[key].point.startswith("publish")
        verdict = rng.choice(BROKER_FAULTS if is_broker else STORE_FAULTS)
    return ("go", key, verdict)


def _person(simulation):
    rng, visitors = simulation.rng, simulation.visitors
    if simulation.people and rng.random() < 0.08:  # once more, perhaps long after
        name, subseed = rng.choice(list(simulation.people.values()))
        return ("person", name, subseed, rng.randrange(1 << 30))
    name = rng.choices(visitors, [PEOPLE[name].weight for name in visitors])[0]
    return ("person", name, rng.randrange(1 << 30), 0)


def _work(simulation):
    """A component with something to do, or a message for a consumer; None: none was found."""
    rng, system = simulation.rng, simulation.system
    process = rng.choice(list(system.processes.values()))
    if simulation.distributed and process.consumers and rng.random() < 0.5:
        service = rng.choice(list(process.consumers))
        if system.broker.ready(service):
            return ("handle", process.name, service, rng.randrange(8))
    parts = [part for part in process.components if simulation.has_its_turn(process, part)]
    return ("work", process.name, rng.choice(parts)) if parts else None
