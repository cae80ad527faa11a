"""Read models: what a service keeps of what others told it. Written by consumers only.

Handlers write them with the verbs `set_if_newer`, `fill_in`, `set_once`, `set_item_if_newer`,
`add_item_once` and `keep_newest_items`, and in no other way: so each can be rebuilt from the
histories of the cases that told it (ADR 17). A service lists its own in its read_models.py.
"""

from shared.read_models.items import add_item_once, keep_newest_items, set_item_if_newer
from shared.read_models.newest import fill_in, set_if_newer
from shared.read_models.once import set_once

__all__ = [
    "add_item_once",
    "fill_in",
    "keep_newest_items",
    "set_if_newer",
    "set_item_if_newer",
    "set_once",
]
