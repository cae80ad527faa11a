"""What notifications keeps of what others told it, beside the mails that it writes."""

from __future__ import annotations

from services.notifications.documents import SERVICE, CaseStanding, DecisionLetter, MorningPart
from services.notifications.handlers import letters, morning, standing
from services.notifications.handlers.events import HANDLERS
from services.notifications.handlers.queueing import MailHandler, with_settings
from shared.read_models.model import ReadModel, View, kept_by
from shared.settings import Settings


def read_models(settings: Settings) -> list[ReadModel]:
    return [
        _model(
            "cases",
            settings,
            View(CaseStanding, items="steps", same=("event_id",), order="sequence"),
            standing.when_case_moves_note_its_step,
            outlives=True,  # a draft's time may be over before its mails are
        ),
        _model(
            "mornings",
            settings,
            View(MorningPart, only={"of": {"$ne": morning.SENT}}),
            morning.when_work_summed_up_keep_part,
        ),
        _model(
            "letters",
            settings,
            # a letter says what was true on its day: it is drawn anew only where it is missing
            View(DecisionLetter, looks=False),
            letters.when_application_granted_keep_letter,
            letters.when_application_rejected_keep_letter,
        ),
    ]


def _model(
    name: str, settings: Settings, view: View, *handlers: MailHandler, outlives: bool = False
) -> ReadModel:
    kept = {
        contract: [with_settings(handler, settings) for handler in listed]
        for contract, listed in kept_by(HANDLERS, *handlers).items()
    }
    return ReadModel(f"{SERVICE}.{name}", kept, (view,), outlives=outlives)
