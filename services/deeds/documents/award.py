"""An award round."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from mongoengine import DateTimeField, DictField, IntField, ListField, StringField

from services.deeds.documents.deed import SERVICE
from services.deeds.workflow.award import AWARD
from shared.workflow.case import Case


class Award(Case):
    """Texts are {fi, sv, en}.

    categories   [{id, names}]
    nominations  [{id, category, deed_id, grounds}]
    jury         [{id, name, email, phone, language}]
    scores       [{juror, nomination, points, comment, at}]: the last of a pair counts;
                 points 1–5, 0 for a juror who is disqualified
    shortlist    ids of nominations
    winners      [{nomination, grounds}] grounds {fi, sv, en}
    """

    workflow = AWARD
    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "awards",
        "indexes": ["state"],
    }

    year = IntField(required=True)
    title = DictField()
    text = DictField()
    score_by = StringField(required=True)  # ISO date
    categories = ListField(DictField())
    nominations = ListField(DictField())
    jury = ListField(DictField())
    scores = ListField(DictField())
    shortlist = ListField(StringField())
    winners = ListField(DictField())
    decided_at = DateTimeField()
    mails = ListField(DictField())  # read model: which mail went to whom; by consumers

    def waiting_jury(self) -> list[dict[str, Any]]:
        """The jurors who have not scored every nomination yet."""
        scored = {(score["juror"], score["nomination"]) for score in self.scores}
        return [
            juror
            for juror in self.jury
            if any((juror["id"], each["id"]) not in scored for each in self.nominations)
        ]

    def facts(self) -> dict[str, Any]:
        return {
            "award": {
                "id": self.id,
                "title": dict(self.title),
                "score_by": date.fromisoformat(self.score_by),
                "nominations": len(self.nominations),
            },
            "jury": self.waiting_jury(),
        }
