"""What a step would mail, before it is taken: the event that it would tell, signed and unsent."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from shared.errors import Conflict, InvalidInput, TransitionNotAllowed
from shared.messaging.outbox import event_of
from shared.unsent import sign_event
from shared.web.context import current_settings
from shared.web.forms import Form, parse
from shared.web.session import actor
from shared.web.steps.kind import Kind, Step
from shared.workflow.case import Case
from shared.workflow.pin import Pin
from shared.workflow.rehearsal import rehearse


@dataclass(frozen=True)
class Preview:
    """`after` is the case as the step would make it; as it stands when it cannot be taken so.

    event   signed; empty where nothing can be shown, and then `reason` says why
    """

    after: Case
    event: str = ""
    reason: str = ""


def preview_of(kind: Kind, step: Step, case: Case, form: Form, pin: Pin) -> Preview:
    """Of what stands in the form; nothing is written. Empty for a step that mails nobody."""
    row = case.workflow.find(step.action, case.state)
    if not (row and row.event and row.event.tells):
        return Preview(case)
    asked = parse(step.form_of(case), form.values, choices=step.choices(case))
    if not asked.ok:
        return Preview(case, reason=_("They can be shown once the form is filled in."))
    refusals = kind.words.refusals
    try:
        after = rehearse(lambda: step.act(case, dict(asked.data), actor(), pin))
    except InvalidInput as error:
        problems = refusals.problems_of(error).values()
        return Preview(case, reason=" ".join(text for texts in problems for text in texts))
    except TransitionNotAllowed as error:
        return Preview(case, reason=refusals.refusal(error))
    except Conflict:
        return Preview(case, reason=_("The case has changed since you opened it"))
    entry = after.history[-1]
    if after.version == case.version or not entry["told"]:
        return Preview(after)
    return Preview(after, sign_event(current_settings(), event_of(type(after), after.id, entry)))
