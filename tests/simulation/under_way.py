"""A programme that is under way: most runs begin there, so that their steps are worth more."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from tests.simulation import doing, memory
from tests.simulation.people import BEFORE
from tests.simulation.resting import come_to_rest


@dataclass(frozen=True)
class Beginning:
    """What is stored, when, how many ids were given, what the mail server has taken by then."""

    rows: dict
    moment: datetime | None = None
    ids: int = 0
    arrived: tuple = ()


NOTHING = Beginning({})
_played: list[Beginning] = []


def under_way():
    (beginning,) = _played
    return beginning


def play_before(simulation):
    """Some people come one after the other, and all of it is told and mailed."""
    simulation.distributed, simulation.doubled = True, ""
    rng = Random(11)  # by which some applications wait, one is agreed and some deeds are public
    with simulation.standing(NOTHING):
        come_to_rest(simulation)
        for name in BEFORE:
            doing.person(simulation, name, rng.randrange(1 << 30), 0)
            come_to_rest(simulation)
        world, mail = simulation.world, simulation.system.mail
        _played[:] = [Beginning(memory.snapshot(), world.moment, world.count, tuple(mail.arrived))]
