"""What the marketplace stores: its cases, pictures, and read models of other services."""

from services.deeds.documents.award import Award
from services.deeds.documents.collection import Collection
from services.deeds.documents.deed import SERVICE, Deed
from services.deeds.documents.importing import CatalogueImport, ImportRow
from services.deeds.documents.morning import MarketMorning
from services.deeds.documents.partner import PartnerSearch
from services.deeds.documents.picture import Picture
from services.deeds.documents.tip import Tip
from services.deeds.documents.views import DeedThemeView, OrganisationView, RatingView, RoundView

__all__ = [
    "SERVICE",
    "Award",
    "CatalogueImport",
    "Collection",
    "Deed",
    "DeedThemeView",
    "ImportRow",
    "MarketMorning",
    "OrganisationView",
    "PartnerSearch",
    "Picture",
    "RatingView",
    "RoundView",
    "Tip",
]
