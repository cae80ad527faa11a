"""From an empty form to a submitted application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.applications.documents import Application, ExpertView, Round, Theme, next_reference
from services.applications.workflow import DRAFT, EXPIRED, day_of
from shared import ambient
from shared.errors import InvalidInput, NotFound, TransitionNotAllowed
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.table import Actor

# the pages of the form, in order; staff ask for more by these names too
SECTIONS = ("organisation", "contact", "need", "participants", "day", "expert")
WHOLE = ("contact", "participants")  # stored as one field


def applicant_of(application: Application) -> Actor:
    contact = application.contact or {}
    return Actor(Role.APPLICANT, contact.get("name", ""), contact.get("email", ""))


def open_round() -> Round | None:
    """The round that takes applications now; the one that closes first, if there are several."""
    now = ambient.now()
    rounds = [entry for entry in Round.objects(state="open") if entry.takes_applications(now)]
    return min(rounds, key=lambda entry: entry.closes_at, default=None)


def start_draft(*, language: str, owner: str = "", expert_id: str = "") -> Application:
    """A new draft in the open round. Raises TransitionNotAllowed ("round_closed") outside one."""
    current = open_round()
    if current is None:
        raise TransitionNotAllowed("start", "new", "round_closed")
    draft = Application(round_id=current.id, language=language, owner=owner)
    draft.contact = {"language": language}
    expert = ExpertView.objects(id=expert_id).first() if expert_id else None
    draft.expert = expert.card() if expert else {}
    return perform(draft, "start", Actor(Role.APPLICANT))


def save_section(
    application: Application, section: str, answers: Mapping[str, Any], *, cause: str | None = None
) -> Application:
    """Keep one page of the form. Saving the same answers again only makes a new version."""
    filled = (
        [*application.filled, section] if section not in application.filled else application.filled
    )
    sets = {**stored_answers(section, answers), "filled": list(filled)}
    return perform(application, "save", applicant_of(application), sets=sets, cause=cause)


def keep_section(application: Application, section: str, answers: Mapping[str, Any]) -> Application:
    """Keep what is right so far on a page that is not finished: it does not count as filled in."""
    before = dict(getattr(application, section) or {}) if section in WHOLE else {}
    sets = stored_answers(section, {**before, **answers})
    return perform(application, "save", applicant_of(application), sets=sets)


def stored_answers(section: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Loaded answers of a section → fields of the document.

    Raises InvalidInput for an expert who is not under contract on the date.
    """
    if section in WHOLE:
        return {section: dict(answers)}
    if "themes" in answers:
        return {**answers, "theme_names": theme_names(answers["themes"])}
    if "date" in answers:
        return {**answers, "date": answers["date"].isoformat()}
    if section == "expert":
        return {"expert": expert_card(answers["expert"])}
    return dict(answers)


def theme_names(ids: list[str]) -> list[dict[str, Any]]:
    names = {theme.id: dict(theme.names) for theme in Theme.objects(id__in=ids)}
    return [{"id": key, "names": names[key]} for key in ids if key in names]


def expert_card(expert_id: str) -> dict[str, Any]:
    """Raises NotFound for an expert we have never heard of."""
    expert = ExpertView.objects(id=expert_id).first()
    if expert is None:
        raise NotFound(f"no expert {expert_id}")
    return expert.card()


def experts_available(day_text: str | None) -> list[ExpertView]:
    """Experts under contract on that day, by name. Without a day: under contract today."""
    day = day_of(day_text) or ambient.today()
    return [
        expert
        for expert in ExpertView.objects(active=True).order_by("name")
        if expert.under_contract(day)
    ]


def experts_contracted() -> list[ExpertView]:
    """Experts who can be chosen for some day from today on, by name."""
    today = ambient.today()
    return [
        expert
        for expert in ExpertView.objects(active=True).order_by("name")
        if expert.contract_ends and expert.contract_ends >= today
    ]


def check_expert(expert_id: str, day_text: str | None) -> None:
    """Raises InvalidInput at field `expert` when they cannot be ordered for the day."""
    expert = ExpertView.objects(id=expert_id).first()
    day = day_of(day_text)
    if expert is None or day is None or not expert.under_contract(day):
        raise InvalidInput({"expert": ["not_under_contract"]})


def keep_draft(application: Application, *, email: str) -> Application:
    """Mail a link to continue later."""
    contact = application.contact or {}
    data = {
        "draft_id": application.id,
        "organisation": application.organisation,
        "name": contact.get("name", ""),
        "email": email,
        "language": contact.get("language") or application.language,
    }
    return perform(application, "keep", applicant_of(application), data=data)


def submit_application(application: Application) -> Application:
    """Send the draft to the office. A repeat returns what stands.

    Raises InvalidInput when a section is unfinished, TransitionNotAllowed ("round_closed").
    """
    if application.state != DRAFT and application.submitted_at:
        return application
    missing = [section for section in SECTIONS if section not in application.filled]
    if missing:
        raise InvalidInput({section: ["unfinished"] for section in missing})
    check_expert(application.expert.get("id", ""), application.date)
    current = Round.objects(id=application.round_id).first()
    if current is None or not current.takes_applications(ambient.now()):
        current = open_round()  # the draft's round has closed: the next one takes it
    if current is None:
        raise TransitionNotAllowed("submit", application.state, "round_closed")
    sets = {
        "reference": next_reference(ambient.now()),
        "submitted_at": ambient.now(),
        "round_id": current.id,
    }
    # the double click: the second `submit` is planned again, finds no draft and is told so
    try:
        return perform(application, "submit", applicant_of(application), sets=sets)
    except TransitionNotAllowed:
        stands = Application.objects.get(id=application.id)
        if stands.submitted_at:
            return stands
        raise


def delete_expired_drafts() -> int:
    """What the privacy notice promises: a draft that was not sent leaves nothing behind."""
    gone = Application.objects(state=EXPIRED, outbox__size=0)
    return int(gone.delete())


def application_by_id(application_id: str) -> Application:
    """Raises NotFound."""
    found = Application.objects(id=application_id).first()
    if found is None:
        raise NotFound(f"no application {application_id}")
    return found
