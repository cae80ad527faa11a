"""The author's pages of a partner search, behind links in mails."""

from services.deeds.links.partner import confirm, lost, mine
from services.deeds.links.partner.through import blueprint

__all__ = ["blueprint", "confirm", "lost", "mine"]
