"""Award rounds: planned, judged, decided; and the badges that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.deeds.documents import Award, Deed
from services.deeds.handlers.finding import deed_by_number
from services.deeds.handlers.form_keys import id_of_form
from services.deeds.workflow.award import DECIDED, SHORTLISTED
from shared import ambient
from shared.contracts.awards import AwardDecided
from shared.contracts.base import EventContract
from shared.errors import InvalidInput, NotFound
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler
from shared.read_models import add_item_once
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import Actor

PUBLIC = (SHORTLISTED, DECIDED)
MOST_JURORS = 20
BADGE = ("award_id", "category.fi")  # what makes two badges the same


def award_by_id(award_id: str) -> Award:
    """Raises NotFound."""
    found: Award | None = Award.objects(id=award_id).first()
    if found is None:
        raise NotFound(f"no award {award_id}")
    return found


def all_awards() -> list[Award]:
    return list(Award.objects.order_by("-year", "-created_at"))


def public_awards() -> list[Award]:
    return [award for award in all_awards() if award.state in PUBLIC]


def nominated_deeds(award: Award) -> dict[str, Deed]:
    """Id → deed, of all nominations."""
    return {
        deed.id: deed for deed in Deed.objects(id__in=[n["deed_id"] for n in award.nominations])
    }


def one_of(rows: Sequence[Mapping[str, Any]], row_id: str) -> Mapping[str, Any]:
    """The row with this id. Raises NotFound."""
    for row in rows:
        if row["id"] == row_id:
            return row
    raise NotFound(f"no row {row_id}")


# --- what the office does


def plan_award(answers: Mapping[str, Any], by: Actor, pin: Pin) -> Award:
    """A repeat of the same form returns what stands."""
    award = Award(id=id_of_form(pin.key), **answers)
    return perform(award, "plan", by, cause=pin.cause)


def edit_award(award: Award, answers: Mapping[str, Any], by: Actor, pin: Pin) -> Award:
    """Categories keep their ids by their place. Raises InvalidInput when one in use would go."""
    left = {category["id"] for category in answers["categories"]}
    if any(nomination["category"] not in left for nomination in award.nominations):
        raise InvalidInput({"categories_fi": ["category_in_use"]})
    return _step(award, "edit", by, pin, sets=answers)


def nominate_deed(
    award: Award, *, number: int, category: str, grounds: str, by: Actor, pin: Pin
) -> Award:
    """Raises InvalidInput at `number`: unknown_deed, not_public, nominated."""
    try:
        deed = deed_by_number(number)
    except NotFound:
        raise InvalidInput({"number": ["unknown_deed"]}) from None
    if not deed.is_public:
        raise InvalidInput({"number": ["not_public"]})
    if award.has_handled("nominate", pin.cause):
        return award
    if any((n["deed_id"], n["category"]) == (deed.id, category) for n in award.nominations):
        raise InvalidInput({"number": ["nominated"]})
    row = {"id": ambient.new_id(), "category": category, "deed_id": deed.id, "grounds": grounds}
    return _step(award, "nominate", by, pin, pushes={"nominations": row}, data=row)


def drop_nomination(award: Award, nomination_id: str, by: Actor, pin: Pin) -> Award:
    left = [each for each in award.nominations if each["id"] != nomination_id]
    return _step(award, "drop", by, pin, sets={"nominations": left}, data={"id": nomination_id})


def name_juror(award: Award, *, name: str, email: str, language: str, by: Actor, pin: Pin) -> Award:
    """While judging is on, the new juror is mailed a link at once.

    Raises InvalidInput at `email`: on_jury, jury_full.
    """
    action = "name_juror" if award.workflow.find("name_juror", award.state) else "invite_juror"
    if award.has_handled(action, pin.cause):
        return award
    if any(juror["email"].lower() == email.lower() for juror in award.jury):
        raise InvalidInput({"email": ["on_jury"]})
    if len(award.jury) >= MOST_JURORS:
        raise InvalidInput({"email": ["jury_full"]})
    juror = {
        "id": ambient.new_id(),
        "name": name,
        "email": email,
        "phone": "",
        "language": language,
    }
    return _step(award, action, by, pin, pushes={"jury": juror}, data={"juror": juror})


def remove_juror(award: Award, juror_id: str, by: Actor, pin: Pin) -> Award:
    """The juror's scores stay on record, and count no more."""
    left = [juror for juror in award.jury if juror["id"] != juror_id]
    return _step(award, "remove_juror", by, pin, sets={"jury": left}, data={"id": juror_id})


def open_judging(award: Award, by: Actor, pin: Pin) -> Award:
    """Mails every juror a link. Raises TransitionNotAllowed: no_nominations, no_jury."""
    return _step(award, "open", by, pin)


def remind_jury(award: Award, by: Actor, pin: Pin) -> Award:
    return _step(award, "remind", by, pin)


def make_shortlist(award: Award, nominations: Sequence[str], by: Actor, pin: Pin) -> Award:
    """Of winners that were chosen from an earlier shortlist only those stay that are on this one.

    Raises TransitionNotAllowed ("no_shortlist") when nothing is chosen.
    """
    known = [each["id"] for each in award.nominations if each["id"] in nominations]
    winners = [row for row in award.winners if row["nomination"] in known]
    sets = {"shortlist": known, "winners": winners}
    return _step(award, "shortlist", by, pin, sets=sets, data={"shortlist": known})


def reopen_judging(award: Award, by: Actor, pin: Pin) -> Award:
    return _step(award, "reopen", by, pin)


def cancel_award(award: Award, by: Actor, pin: Pin) -> Award:
    return _step(award, "cancel", by, pin)


def choose_winner(
    award: Award, category: str, *, nomination: str, grounds: Mapping[str, str], by: Actor, pin: Pin
) -> Award:
    """The winner of one category, with grounds {fi, sv, en}; told to nobody yet.

    An empty `nomination`: the category has no winner. Raises NotFound for one not shortlisted.
    """
    of_category = {each["id"] for each in award.nominations if each["category"] == category}
    left = [row for row in award.winners if row["nomination"] not in of_category]
    if nomination:
        if nomination not in of_category & set(award.shortlist):
            raise NotFound(f"{nomination} is not on the shortlist of {category}")
        left.append({"nomination": nomination, "grounds": dict(grounds)})
    chosen = {"category": category, "nomination": nomination}
    return _step(award, "choose", by, pin, sets={"winners": left}, data=chosen)


def decide_award(award: Award, by: Actor, pin: Pin) -> Award:
    """The chosen winners become public, and their authors are mailed.

    Raises TransitionNotAllowed ("no_winners").
    """
    told = {"year": award.year, "winners": [_told(award, row) for row in award.winners]}
    return _step(award, "decide", by, pin, sets={"decided_at": ambient.now()}, data=told)


def _told(award: Award, winner: Mapping[str, Any]) -> dict[str, Any]:
    nomination = one_of(award.nominations, winner["nomination"])
    deed = Deed.objects.get(id=nomination["deed_id"])
    author = deed.facts()["deed"]["author"]
    return {
        "deed_id": deed.id,
        "deed_title": deed.published.get("title") or deed.title,
        "path": deed.path,
        "category": one_of(award.categories, nomination["category"])["names"],
        "grounds": winner["grounds"],
        "author": author if author["email"] else None,
    }


def _step(award: Award, action: str, by: Actor, pin: Pin, **changes: Any) -> Award:
    return perform(award, action, by, cause=pin.cause, expected_version=pin.version, **changes)


# --- what a juror does


def juror_of(award: Award, juror_id: str, email: str) -> Mapping[str, Any]:
    """Raises NotFound for somebody who is not, or no longer, on the jury."""
    juror = one_of(award.jury, juror_id)
    if juror["email"] != email:
        raise NotFound(f"no juror {juror_id} with this address")
    return juror


def give_score(
    award: Award,
    juror: Mapping[str, Any],
    nomination_id: str,
    *,
    points: int,
    comment: str,
    cause: str,
) -> Award:
    """A new score replaces the juror's earlier one. Two jurors at once do not disturb each other.

    Raises NotFound, TransitionNotAllowed when judging is over.
    """
    one_of(award.nominations, nomination_id)
    score = {
        "juror": juror["id"],
        "nomination": nomination_id,
        "points": points,
        "comment": comment,
        "at": ambient.now(),
    }
    by = Actor(Role.JUROR, juror["name"], juror["email"])
    told = {name: score[name] for name in ("nomination", "points")}
    return perform(award, "score", by, pushes={"scores": score}, data=told, cause=cause)


def request_jury_link(award: Award, juror: Mapping[str, Any], *, key: str) -> Award:
    by = Actor(Role.JUROR, juror["name"], juror["email"])
    return perform(award, "request_link", by, data={"juror": dict(juror)}, cause=key)


# --- what events teach


def when_award_decided_give_badges(event: Event) -> None:
    """The winners' deeds carry a badge. A repeat changes nothing."""
    award = event.data["award"]
    for winner in event.data["winners"]:
        badge = {
            "award_id": award["id"],
            "year": event.data["year"],
            "title": award["title"],
            "category": winner["category"],
        }
        add_item_once(Deed, winner["deed_id"], "badges", badge, same=BADGE)


HANDLERS: dict[type[EventContract], list[Handler]] = {
    AwardDecided: [when_award_decided_give_badges],
}
