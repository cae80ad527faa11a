"""The deed: what is being written, and what stands on the marketplace."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import DateTimeField, DictField, IntField, ListField, StringField

from services.deeds.addresses import deed_path, key_of
from services.deeds.workflow.deed import CHANGE_STATES, DEED, PUBLIC_STATES
from shared.counters import count_on
from shared.workflow.case import Case

SERVICE = "deeds"

# what a deed tells, by section of the form: staff ask for more by these names too
SECTION_FIELDS: dict[str, tuple[str, ...]] = {
    "story": ("title", "stage", "need", "goal", "done", "results", "surprises", "advice"),
    "workplace": ("organisation", "unit", "sector", "region", "themes", "took_part"),
    "extras": ("pictures", "links"),
    "contact": ("contact",),
}
SECTIONS = tuple(SECTION_FIELDS)
CONTENT_FIELDS = tuple(name for names in SECTION_FIELDS.values() for name in names)
TEXT_FIELDS = ("title", "need", "goal", "done", "results", "surprises", "advice")
REQUIRED = ("title", "stage", "need", "goal", "done", "organisation", "sector", "region", "themes")
STAGES = ("planned", "under_way", "done")
GROUPS = ("management", "supervisors", "personnel", "users")


class Deed(Case):
    """A development deed. Texts are plain text as typed; ids are of shared.vocabulary.

    content    what is being written or checked: CONTENT_FIELDS
        pictures   [{id, alt, width, height}], see documents/picture.py
        links      [{title, url}], http or https
        took_part  groups that took part, of GROUPS
        contact    {name, email, phone, shown}: shown says whether readers see it
    published  the same as it stands on the marketplace (with `organisation_key`); {} before
    editions   earlier published versions, oldest first: {version, until, content}
    author     {name, email, phone, language}: who gets the mails; the address is confirmed
    quick_test {"1" … "8": yes or no}, what was answered
    """

    workflow = DEED
    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "deeds",
        "indexes": [
            "state",
            {"fields": ["number"], "sparse": True, "unique": True},
            {"fields": ["published.organisation_key"], "sparse": True},
            {"fields": ["author.email"], "sparse": True},
            {"fields": ["mails.state"], "sparse": True},
        ],
    }

    number = IntField()
    language = StringField(default="fi")
    content = DictField()
    published = DictField()
    editions = ListField(DictField())
    author = DictField()
    quick_test = DictField()
    help_wish = StringField(default="")
    tip_id = StringField(default="")
    source_id = StringField(default="")  # its key in the catalogue that it was imported from
    submitted_at = DateTimeField()
    published_at = DateTimeField()  # first time
    renewed_at = DateTimeField()  # last time a checked version was published
    request = DictField()  # what staff asked for last: sections, message, before, changed, answer
    decision = DictField()  # outcome, grounds, by, at
    merged_into = StringField(default="")
    badges = ListField(DictField())  # read model: {award_id, year, title, category}; by consumers
    mails = ListField(DictField())  # read model: which mail went to whom; by consumers

    @property
    def reference(self) -> str:
        return f"TEKO-{self.number}" if self.number else ""

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES and bool(self.published)

    @property
    def told(self) -> dict[str, Any]:
        """What it tells now: what is being written, or what is public when nothing is. The words of
        an update that time has dropped may still lie in `content`."""
        is_written = self.state in CHANGE_STATES or not self.published
        return dict(self.content if is_written else self.published)

    @property
    def title(self) -> str:
        """Of what it tells now; what is public has its own in `published`."""
        return str(self.told.get("title") or "")

    @property
    def path(self) -> str:
        """Of the public page: /deeds/142-kotihoidon-kehittaminen."""
        title = self.published.get("title") or self.title
        return deed_path(self.number, title) if self.number else ""

    def unfinished(self) -> list[str]:
        """Names of the fields that are needed and empty."""
        missing = [name for name in REQUIRED if not self.content.get(name)]
        contact = self.content.get("contact") or {}
        missing += [f"contact.{name}" for name in ("name", "email") if not contact.get(name)]
        # a picture that says nothing to those who cannot see it
        return missing + [
            f"alt_{row['id']}" for row in self.content.get("pictures", ()) if not row["alt"]
        ]

    def to_publish(self) -> dict[str, Any]:
        """`content` as the marketplace will have it."""
        return {**self.content, "organisation_key": key_of(self.content.get("organisation", ""))}

    def facts(self) -> dict[str, Any]:
        told = self.told
        return {
            "deed": {
                "id": self.id,
                "number": self.number,
                "reference": self.reference,
                "state": self.state,
                "path": self.path,
                "language": self.language,
                "title": self.title,
                "organisation": told.get("organisation", ""),
                "unit": told.get("unit", ""),
                "author": {name: self.author.get(name, "") for name in ("name", "email", "phone")}
                | {"language": self.author.get("language") or self.language},
            }
        }


def next_number(name: str = "deed") -> int:
    """Never given twice; one may be missing if the step that asked for it fails."""
    return count_on(Deed._get_db()["counters"], name)


def reserve_numbers(count: int, name: str = "deed") -> range:
    """A block of numbers at once, for an import."""
    last = count_on(Deed._get_db()["counters"], name, by=count)
    return range(last - count + 1, last + 1)


def last_number(name: str = "deed") -> int:
    """The highest that has been given; 0 before the first."""
    row = Deed._get_db()["counters"].find_one({"_id": name})
    return int(row["last"]) if row else 0
