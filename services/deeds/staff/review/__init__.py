"""The office's side of deeds: the queue, each deed, the steps that it takes."""

from services.deeds.staff.review import actions, case, queue
from services.deeds.staff.review.blueprint import blueprint

__all__ = ["actions", "blueprint", "case", "queue"]
