"""Every call of the store is a point where an activity stands still, and where faults strike."""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from tests.simulation.world import StoreAway, World

READS = ("find", "find_one", "count_documents", "aggregate", "distinct", "estimated_document_count")
WRITES = (
    "insert_one",
    "update_one",
    "update_many",
    "replace_one",
    "delete_one",
    "delete_many",
    "find_one_and_update",
)


@contextmanager
def hooked(world: World, collection_class: type):
    """Within the block the calls of this class of collections are `world`'s to decide about."""
    inside: list[str] = []  # a call that the store's own code makes while it serves another

    def hook(name, is_write):
        original = getattr(collection_class, name)

        def call(self, *args, **kwargs):
            if world.running is None or inside:
                return original(self, *args, **kwargs)
            verdict = "go"
            if is_write or world.running.patient:
                verdict = world.reach(f"{name} {self.name}")
            elif world.running.is_dead:
                world.reach(name)
            if world.store_is_away:
                verdict = "before"
            if verdict == "before":
                raise StoreAway(f"the store went away before {name}")
            inside.append(name)
            try:
                answer = original(self, *args, **kwargs)
            finally:
                inside.pop()
            if is_write:
                world.changed.add((self.database.name, self.name, _id_of(name, args)))
            if verdict == "after":
                raise StoreAway(f"the store went away after {name}")
            return answer

        return patch.object(collection_class, name, call)

    with ExitStack() as stack:
        for name in READS:
            stack.enter_context(hook(name, False))
        for name in WRITES:
            stack.enter_context(hook(name, True))
        yield


def _id_of(name, args):
    """The document that a write concerns; None: any of its collection."""
    if not args:
        return None
    key = args[0].get("_id")
    return key if isinstance(key, str) and name in ("insert_one", "update_one") else None
