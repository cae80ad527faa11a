"""The shortest list of commands that still fails, and the story it tells."""

from tests.simulation.simulation import Failed, Simulation

TRIES = 400


def again(failed):
    return Simulation(
        failed.seed,
        rough=failed.rough,
        distributed=failed.distributed,
        services=failed.services,
    )


def failure_of(failed, commands):
    """What breaks when these commands are played in the same world; None: nothing."""
    try:
        again(failed).replay(commands)
    except Failed as other:
        return other
    return None


def shortest(failed, tries=TRIES):
    """Take out ever smaller parts while what remains still breaks the same rule."""
    best, size = failed, max(1, len(failed.commands) // 2)
    while size and tries > 0:
        start, shrunk = 0, False
        while start < len(best.commands) and tries > 0:
            without = best.commands[:start] + best.commands[start + size :]
            tries -= 1
            found = failure_of(failed, without)
            if found and found.rule == failed.rule:
                best, shrunk = found, True
            else:
                start += size
        size = size if shrunk and size == 1 else size // 2
    return best


def story_of(failed):
    """Line by line what was done, by whom, and where each stood still."""
    simulation = again(failed)
    simulation.story = []
    try:
        simulation.replay(failed.commands)
    except Failed as other:
        assert other.problem == failed.problem, "played again, it is another run"
    lines = [f"seed {failed.seed}: {failed.problem}", *simulation.story]
    return "\n".join(lines)
