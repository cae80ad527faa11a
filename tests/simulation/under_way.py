"""A programme that is under way: most runs begin there, so that their steps are worth more."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from tests.simulation import memory
from tests.simulation.people import BEFORE


@dataclass(frozen=True)
class Beginning:
    """What is stored, when, how many ids were given, what the mail server has taken by then."""

    rows: dict
    moment: datetime | None = None
    ids: int = 0
    arrived: tuple = ()


NOTHING = Beginning({})
_under_way: list[Beginning] = []


def under_way(simulation_class):
    """The store after some people came one after the other, and all of it was told and mailed."""
    if not _under_way:
        _under_way.append(_played(simulation_class))
    return _under_way[0]


def _played(simulation_class):
    simulation = simulation_class(0)
    simulation.distributed, simulation.doubled = True, ""
    rng = Random(0)
    with simulation.standing(NOTHING):
        simulation.come_to_rest()
        for name in BEFORE:
            simulation.do_person(name, rng.randrange(1 << 30), 0)
            simulation.come_to_rest()
        world, mail = simulation.world, simulation.system.mail
        return Beginning(memory.snapshot(), world.moment, world.count, tuple(mail.arrived))
