"""The office's side: the queue, each application, rounds and themes."""

from services.applications.staff import actions, case, queue, rounds, themes
from services.applications.staff.blueprint import blueprint

__all__ = ["actions", "blueprint", "case", "queue", "rounds", "themes"]
