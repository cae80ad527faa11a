"""Events of a development deed. `tells` says who is mailed: staff see it on each button."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import Part, Person
from shared.roles import Role

AUTHOR = (Role.AUTHOR,)


class DeedFacts(Part):
    """A deed as it stood after the step.

    number, reference  given when it is sent: None and "" before
    path               of its public page, with a leading slash; "" before
    language           that the deed itself is written in; the author's own is in `author`
    """

    id = fields.String(required=True)
    number = fields.Integer(required=True, allow_none=True)
    reference = fields.String(required=True)
    state = fields.String(required=True)
    path = fields.String(required=True)
    language = fields.String(required=True)
    title = fields.String(required=True)
    organisation = fields.String(required=True)
    unit = fields.String(load_default="")
    author = fields.Nested(Person, required=True)


class DeedEvent(EventContract):
    deed = fields.Nested(DeedFacts, required=True)


class DeedDraftKept(DeedEvent):
    """The author asked for a link to continue the draft later."""

    type = "deed.draft_kept.v1"
    tells = AUTHOR


class DeedHelpAsked(DeedEvent):
    """`wish`: what the author would like help with."""

    type = "deed.help_asked.v1"
    tells = AUTHOR

    wish = fields.String(required=True)


class DeedHelpGiven(DeedEvent):
    """The office has written into the draft; `changed` names the fields."""

    type = "deed.help_given.v1"
    tells = AUTHOR

    message = fields.String(required=True)
    changed = fields.List(fields.String(), load_default=list)


class DeedSent(DeedEvent):
    """The author's address is still to be confirmed through a link."""

    type = "deed.sent.v1"
    tells = AUTHOR


class DeedSubmitted(DeedEvent):
    """The address is confirmed: the office checks. `tip_id`: the tip that led to it, or empty."""

    type = "deed.submitted.v1"
    tells = AUTHOR

    tip_id = fields.String(load_default="")


class DeedInformationRequested(DeedEvent):
    """`sections`: story, workplace, extras, contact."""

    type = "deed.information_requested.v1"
    tells = AUTHOR

    sections = fields.List(fields.String(), required=True)
    message = fields.String(required=True)


class DeedInformationGiven(DeedEvent):
    """`changed`: names of the fields that the answer changed."""

    type = "deed.information_given.v1"
    tells = AUTHOR

    changed = fields.List(fields.String(), required=True)
    answer = fields.String(load_default="")


class DeedPublished(DeedEvent):
    """A checked version stands on the marketplace. `first`: it was not there before."""

    type = "deed.published.v1"
    tells = AUTHOR

    first = fields.Boolean(required=True)
    message = fields.String(load_default="")


class DeedCorrected(DeedEvent):
    """The office mended typing errors in the public version; `changed` names the fields.

    changes  field → [before, after]
    """

    type = "deed.corrected.v1"

    changed = fields.List(fields.String(), required=True)
    changes = fields.Dict(fields.String(), fields.List(fields.String()), load_default=dict)


class DeedImported(DeedEvent):
    """Taken over from an older catalogue: nobody is mailed."""

    type = "deed.imported.v1"


class DeedDeclined(DeedEvent):
    type = "deed.declined.v1"
    tells = AUTHOR

    grounds = fields.String(required=True)
    decided_by = fields.String(required=True)


class DeedChangeSubmitted(DeedEvent):
    type = "deed.change_submitted.v1"
    tells = AUTHOR


class DeedChangeDropped(DeedEvent):
    """The author took back an update before it was checked."""

    type = "deed.change_dropped.v1"


class DeedChangeDeclined(DeedEvent):
    """The version that was public before stays."""

    type = "deed.change_declined.v1"
    tells = AUTHOR

    grounds = fields.String(required=True)
    decided_by = fields.String(required=True)


class DeedTakeDownAsked(DeedEvent):
    type = "deed.take_down_asked.v1"
    tells = AUTHOR

    reason = fields.String(load_default="")


class DeedKeptUp(DeedEvent):
    """After a wish to take it down: agreed that it stays."""

    type = "deed.kept_up.v1"
    tells = AUTHOR

    message = fields.String(required=True)


class DeedTakenDown(DeedEvent):
    type = "deed.taken_down.v1"
    tells = AUTHOR

    reason = fields.String(required=True)


class KeptDeed(Part):
    id = fields.String(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    path = fields.String(required=True)


class DeedMerged(DeedEvent):
    """It told of the same as another one, `into`, which is kept."""

    type = "deed.merged.v1"
    tells = AUTHOR

    into = fields.Nested(KeptDeed, required=True)
    reason = fields.String(load_default="")


class DeedReminder(DeedEvent):
    """What it reminds of follows from the state: unconfirmed, returned, change_returned."""

    type = "deed.reminder.v1"
    tells = AUTHOR


class DeedLinkRequested(DeedEvent):
    """Somebody opened an old link and asked for a fresh one. `purpose`: deed or deed-confirm."""

    type = "deed.link_requested.v1"
    tells = AUTHOR

    purpose = fields.String(required=True)
