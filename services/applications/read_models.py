"""What the applications service keeps of what others told it."""

from __future__ import annotations

from services.applications.documents import SERVICE, Application, ExpertView
from services.applications.handlers import views
from services.applications.handlers.views import HANDLERS
from shared.read_models.mails import mails_on
from shared.read_models.model import ReadModel, View, kept_by
from shared.settings import Settings


def read_models(_settings: Settings) -> list[ReadModel]:
    return [
        ReadModel(
            f"{SERVICE}.experts",
            kept_by(HANDLERS, views.when_expert_changed_keep_view),
            (View(ExpertView),),
        ),
        ReadModel(
            f"{SERVICE}.mails",
            kept_by(HANDLERS, views.when_mail_moved_note_on_case),
            (mails_on(Application),),
        ),
    ]
