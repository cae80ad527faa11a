"""A case of the marketplace as its mails tell it to one person, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from services.notifications import phrases
from services.notifications.mails.mail import Addressee, Mail, address_of
from services.notifications.texts import words_in
from shared.ambient import HELSINKI
from shared.links import make_link
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings

# purpose of a personal link → the page that it opens
PAGES = {
    "deed-draft": "/deeds/draft",
    "deed-confirm": "/deeds/confirm",
    "deed": "/deeds/mine",
    "partner-confirm": "/partners/confirm",
    "partner": "/partners/mine",
    "jury": "/jury",
}


@dataclass(frozen=True)
class Told:
    """`about` is the id of the case, `common` what every text about it may ask for."""

    event: Event
    settings: Settings
    to: Addressee
    about: str
    reference: str
    common: Mapping[str, str]

    @classmethod
    def of(
        cls,
        event: Event,
        settings: Settings,
        person: Mapping[str, Any],
        role: Role,
        case: Mapping[str, Any],
        **common: str,
    ) -> Self:
        to = Addressee(person["name"], person["email"], person["language"], role)
        reference = case.get("reference", "")
        always = {"greeting": phrases.greeting(to.name, to.language), "reference": reference}
        return cls(event, settings, to, case["id"], reference, {**always, **common})

    @property
    def words(self) -> Mapping[str, str]:
        return words_in(self.to.language)

    def personal(self, purpose: str, *, case_id: str = "", step: str = "") -> str:
        """A link that opens this person's own page of the case."""
        case = case_id or self.about
        token = make_link(self.settings, purpose, case, self.to.email, step)
        return self.page(f"{PAGES[purpose]}/{token}")

    def page(self, path: str) -> str:
        return address_of(self.settings, path, self.to.language)

    def to_share(self, path: str) -> str:
        """The same page without this person's language: for anybody."""
        return f"{self.settings.base_url}{path}"

    def rows(self, **facts: str) -> tuple[tuple[str, str], ...]:
        """(label, value) in this order; those without a value are left out."""
        return tuple((self.words[f"row.{name}"], value) for name, value in facts.items() if value)

    @property
    def decision(self) -> dict[str, str]:
        """Who decided, and on what day in Finland."""
        day = self.event.time.astimezone(HELSINKI).date()
        on = phrases.short_date(day, self.to.language)
        return {"decided_by": self.event.data["decided_by"], "decided_on": on}

    def mail(self, template: str, values: Mapping[str, str] | None = None, **parts: Any) -> Mail:
        """`parts` as Mail has them: rows, link, links, lists, reply_to."""
        return Mail(
            template=template,
            to=self.to,
            about=self.about,
            reference=self.reference,
            values={**self.common, **(values or {})},
            **parts,
        )
