"""The history of a case as the office reads it: who, when, what was said, which mails followed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from shared.workflow.case import Case

Entry = Mapping[str, Any]
Told = Mapping[str, Any]

# state of a mail → (words, kind of tag)
MAILS: dict[str, tuple[Any, str]] = {
    "waiting": (_l("waits to be released"), "warning"),
    "queued": (_l("not sent yet"), "neutral"),
    "sent": (_l("sent"), "success"),
    "failed": (_l("could not be delivered"), "danger"),
    "bounced": (_l("came back"), "danger"),
    "readdressed": (_l("address corrected, on its way again"), "neutral"),
    "discarded": (_l("not sent: discarded"), "neutral"),
}

# what mails do to a case (shared.workflow.mail_rows), for the words of each service
MAIL_ACTIONS: dict[str, Any] = {
    "mail_failed": _l("A mail could not be delivered: task for the office"),
    "mail_settled": _l("Undelivered mails have been dealt with"),
    "correct_address": _l("E-mail address corrected"),
}
# of those whose reminders wait for a mail
WAITING_MAIL_ACTIONS: dict[str, Any] = {
    **MAIL_ACTIONS,
    "count_anew": _l("The mail left only now: reminders are counted from here"),
}
MAIL_TASKS: dict[str, Any] = {"mail": _l("Find out why a mail did not arrive")}


def _not_delivered(told: Mapping[str, Any]) -> str:
    line = f"{told['subject']} → {told['recipient']}"
    return "\n".join(filter(None, (line, told.get("reason"))))


MAIL_SAYS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "mail_failed": _not_delivered,
    "correct_address": lambda told: f"{told['old']} → {told['new']}",
}


@dataclass(frozen=True)
class Storyteller:
    """A service's words for its history.

    actions, roles  names
    says            action → what an entry's data tells, as text
    untold          actions that nobody asks for, such as each save of a draft
    """

    actions: Mapping[str, Any]
    roles: Mapping[str, Any]
    says: Mapping[str, Callable[[Told], str]]
    untold: Collection[str] = ()

    def story_of(self, case: Case) -> list[dict[str, Any]]:
        """Newest first, for the macro `history`."""
        mails = getattr(case, "mails", ())  # not every case keeps the mails about it
        told = [entry for entry in reversed(case.history) if entry["action"] not in self.untold]
        return [self._chapter(entry, mails) for entry in told]

    def changes_since(self, case: Case, version: int) -> list[dict[str, Any]]:
        """What happened after the version that somebody saw, oldest first."""
        return [self._chapter(entry, ()) for entry in case.changes_since(version)]

    def _chapter(self, entry: Entry, mails: Iterable[Told]) -> dict[str, Any]:
        data = entry["data"] or {}
        say = self.says.get(entry["action"]) or MAIL_SAYS.get(entry["action"])
        return {
            "at": entry["at"],
            "title": self.actions.get(entry["action"], entry["action"]),
            "by": self._who(entry["actor"]),
            "text": say(data) if say else "",
            "mails": [mail_line(mail) for mail in mails if mail["event_id"] == entry["id"]],
            "version": entry["version"],
            "correlation_id": entry["correlation_id"],
        }

    def _who(self, actor: Entry) -> str:
        role = str(self.roles.get(actor["role"], actor["role"]))
        known = actor["name"] and actor["role"] != "system"
        return f"{actor['name']} ({role})" if known else role


def mail_rows(mails: Iterable[Told]) -> list[dict[str, Any]]:
    """Newest first, with the state in words."""
    rows = sorted(mails, key=lambda mail: str(mail.get("at", "")), reverse=True)
    return [
        {**mail, "standing": MAILS.get(mail["state"], (mail["state"], "info"))} for mail in rows
    ]


def mail_line(mail: Told) -> str:
    state = str(MAILS.get(mail["state"], (mail["state"], ""))[0])
    return f"{mail['subject']} → {mail['recipient']}: {state}"
