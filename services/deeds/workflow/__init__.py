"""The marketplace's tables: a deed, a tip, a partner search, a collection, an award, an import."""

from services.deeds.workflow.award import AWARD
from services.deeds.workflow.collection import COLLECTION
from services.deeds.workflow.deed import DEED
from services.deeds.workflow.importing import IMPORT
from services.deeds.workflow.partner import PARTNER
from services.deeds.workflow.tip import TIP

__all__ = ["AWARD", "COLLECTION", "DEED", "IMPORT", "PARTNER", "TIP"]
