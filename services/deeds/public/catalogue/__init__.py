"""What readers find on the marketplace: the catalogue, a deed, an organisation's deeds."""

from services.deeds.public.catalogue import deed, listing, organisation
from services.deeds.public.catalogue.pages import blueprint

__all__ = ["blueprint", "deed", "listing", "organisation"]
