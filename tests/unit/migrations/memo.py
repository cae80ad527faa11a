"""A document that has changed its shape twice, as three releases know it.

1: `title`, and the text in it; 2: `title` is called `heading`; 3: the text is apart, in `texts`
"""

from mongoengine import IntField, StringField

from shared.contracts.themes import ThemeChanged
from shared.migrations.migration import Migration
from shared.migrations.stored import Stored
from shared.roles import Role
from shared.workflow.case import Case
from shared.workflow.table import NEW, Workflow, row

SERVICE = "memos"
MEMO = Workflow(
    "memo",
    ("written",),
    (
        row("write", NEW, "written", Role.APPLICANT, ThemeChanged),
        row("count", "written", None, Role.APPLICANT, ThemeChanged),
    ),
)


def rename(memo):
    rest = {name: value for name, value in memo.items() if name != "title"}
    return {**rest, **({"heading": memo["title"]} if "title" in memo else {})}


def refer(memo):
    rest = {name: value for name, value in memo.items() if name != "text"}
    return {**rest, "text_id": f"{memo['_id']}.1"}


def text_apart(memo, settings):
    words = f"{memo['heading']}: {memo['text']} ({settings.office_name})"
    return {"texts": [{"_id": f"{memo['_id']}.1", "words": words}]}


STEPS = (
    Migration(2, "the title is called a heading", rename),
    Migration(3, "the text stands apart", refer, text_apart),
)


class AnyMemo(Case):
    meta = {"abstract": True}
    workflow = MEMO
    service = SERVICE

    counted = IntField(default=0)

    def facts(self):
        names = dict.fromkeys(("fi", "sv", "en"), "muistio")
        return {"id": self.id, "names": names, "active": True, "place": 1}


class OldMemo(AnyMemo):
    """As the release before knows it."""

    meta = {"db_alias": SERVICE, "collection": "memos"}
    title = StringField(default="")
    text = StringField(default="")


class Memo(AnyMemo):
    """As this release does."""

    meta = {"db_alias": SERVICE, "collection": "memos", "indexes": ["heading"]}
    migrations = STEPS
    heading = StringField(default="")
    text_id = StringField(default="")


class Note(Stored):
    """No case: nothing guards it but what stands in it."""

    meta = {"db_alias": SERVICE, "collection": "notes"}
    migrations = (Migration(2, "words", lambda note: {**note, "words": note.get("line", "")}),)
    id = StringField(primary_key=True)
    words = StringField(default="")
    line = StringField(default="")
