"""What the pool keeps of what others told it."""

from __future__ import annotations

from services.experts import handlers
from services.experts.documents import SERVICE, FeedbackView, ThemeView, WorkView
from services.experts.handlers import HANDLERS
from shared.read_models.model import ReadModel, View, kept_by
from shared.settings import Settings


def read_models(_settings: Settings) -> list[ReadModel]:
    return [
        ReadModel(
            f"{SERVICE}.workload",
            kept_by(
                HANDLERS,
                handlers.when_application_granted_note_order,
                handlers.when_expert_chosen_note_order,
                handlers.when_order_accepted_note_agreed,
                handlers.when_order_declined_note_declined,
                handlers.when_day_moved_note_date,
                handlers.when_day_cancelled_note_cancelled,
                handlers.when_application_withdrawn_note_cancelled,
                handlers.when_day_held_note_held,
                handlers.when_feedback_given_note_rating,
            ),
            (View(WorkView), View(FeedbackView)),
        ),
        ReadModel(
            f"{SERVICE}.themes",
            kept_by(HANDLERS, handlers.when_theme_changed_note_theme),
            (View(ThemeView),),
        ),
    ]
