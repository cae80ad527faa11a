"""Those who tell about deeds, by forms and by links, and the office that checks them."""

from difflib import SequenceMatcher
from itertools import combinations

from services.deeds.documents import Deed
from services.deeds.documents.deed import SECTIONS
from services.deeds.handlers import authoring, review, telling
from services.deeds.workflow.deed import (
    BEFORE_PUBLIC,
    CHANGE_STATES,
    CHANGING,
    DRAFT,
    LEAVING,
    PUBLIC_STATES,
    PUBLISHED,
    SENT_STATES,
    TAKEN_DOWN,
    TO_CHECK,
    UNCONFIRMED,
)
from shared import ambient
from shared.errors import NotFound
from shared.roles import Role, with_implied
from shared.workflow.perform import perform
from shared.workflow.table import Actor
from tests.simulation.people.applications import STAFF
from tests.simulation.people.person import Person

RETURNED_STATES = ("returned", "change_returned")
ORGANISATIONS = ("Kemin kaupunki", "Vaasan kaupunki", "Siun sote")


# what forms have in common


def confirm_step(turn, case, action, cause):
    """The page says that it is done: then it stands in the history."""
    if case.has_handled(action, cause):
        turn.confirm("step", of=type(case), id=case.id, action=action, cause=cause)


def written(turn):
    rng = turn.rng
    return {
        "title": f"Työvuorot yhdessä {rng.randrange(200)}",
        "stage": rng.choice(("planned", "under_way", "done")),
        "need": "Listat tehtiin yksin.",
        "goal": "Jokainen voi vaikuttaa.",
        "done": "Sovimme pelisäännöt.",
        "results": f"Poissaolot vähenivät {rng.randrange(1000)}.",
        "surprises": "",
        "advice": "",
        "organisation": rng.choice(ORGANISATIONS),
        "unit": "Kotihoito",
        "sector": "social_health",
        "region": "lappi",
        "themes": ["wellbeing"],
        "took_part": ["personnel"],
        "links": [],
        "pictures": [],
        "contact": {
            "name": "Kaisa Kehittäjä",
            "email": f"kaisa{rng.randrange(30)}@kunta.example",
            "phone": "040",
            "shown": True,
        },
    }


# authors


def tell(turn):
    """The form, as far as this person gets, and often the link to confirm."""
    rng = turn.rng
    language = rng.choice(("fi", "sv", "en"))
    draft = telling.start_deed(language=language, key=turn.form_key)
    if draft.state != DRAFT:
        return  # the page leads on to the one that says that it has been sent
    content = written(turn)
    draft = telling.save_deed(draft, content, language=language, expected_version=draft.version)
    left = rng.random()
    if left < 0.1:
        telling.keep_deed(draft, email=content["contact"]["email"], language=language)
    elif left < 0.2:
        telling.ask_help(
            draft,
            wish="Miten tämän sanoisi?",
            name="Kaisa",
            email=content["contact"]["email"],
            language=language,
        )
    else:
        send(turn, draft)


def send(turn, draft):
    sent = telling.send_deed(draft, language=draft.language, expected_version=draft.version)
    turn.confirm("deed sent", id=sent.id, number=sent.number)
    if turn.rng.random() < 0.5:
        confirm(turn, sent)


def send_draft(turn):
    """A draft that was kept, invited or helped with; or sent already."""
    draft = turn.any(Deed, DRAFT, UNCONFIRMED)
    if draft.state == DRAFT:
        content = {**written(turn), **{k: v for k, v in draft.content.items() if v}}
        language = draft.language
        draft = telling.save_deed(draft, content, language=language, expected_version=draft.version)
    send(turn, draft)


def confirm_address(turn):
    confirm(turn, turn.any(Deed, *((UNCONFIRMED,) if turn.rng.random() < 0.9 else SENT_STATES)))


def confirm(turn, deed):
    confirmed = telling.confirm_deed(deed)
    turn.confirm("deed confirmed", id=confirmed.id)


def mistyped_address(turn):
    deed = turn.any(Deed, UNCONFIRMED)
    telling.mail_confirmation(deed, email=f"kaisa{turn.rng.randrange(30)}@kunta.example")


def answer(turn):
    deed, pin = turn.opened(Deed, *RETURNED_STATES)
    after = authoring.answer_request(
        deed,
        written(turn),
        answer="Täydensin.",
        expected_version=pin.version,
        cause=pin.cause,
    )
    confirm_step(turn, after, "answer", pin.cause)


def update(turn):
    """The update is written; some look at it at once and send it."""
    deed, pin = turn.opened(Deed, PUBLISHED, CHANGING)
    content = authoring.content_now(deed)
    content["results"] = f"Uusi tulos {turn.rng.randrange(1000)}."
    after = authoring.save_change(deed, content, expected_version=pin.version, cause=pin.cause)
    confirm_step(turn, after, "change", pin.cause)
    if turn.rng.random() < 0.5 and after.state == CHANGING:
        sent = authoring.send_change(after, expected_version=after.version, cause=pin.cause)
        confirm_step(turn, sent, "send_change", pin.cause)


def send_update(turn):
    deed, pin = turn.opened(Deed, CHANGING)
    after = authoring.send_change(deed, expected_version=pin.version, cause=pin.cause)
    confirm_step(turn, after, "send_change", pin.cause)


def drop_update(turn):
    deed, pin = turn.opened(Deed, *CHANGE_STATES)
    after = authoring.discard_change(deed, expected_version=pin.version, cause=pin.cause)
    confirm_step(turn, after, "discard", pin.cause)


def withdraw(turn):
    deed, pin = turn.opened(Deed, UNCONFIRMED, *BEFORE_PUBLIC)
    after = authoring.withdraw_deed(
        deed, reason="Muutimme mieltä.", expected_version=pin.version, cause=pin.cause
    )
    confirm_step(turn, after, "withdraw", pin.cause)


def ask_down(turn):
    deed, pin = turn.opened(Deed, PUBLISHED, *CHANGE_STATES)
    after = authoring.ask_down(
        deed, reason="Yksikkö lakkautettiin.", expected_version=pin.version, cause=pin.cause
    )
    confirm_step(turn, after, "ask_down", pin.cause)


def lose_link(turn):
    deed = turn.any(Deed, *SENT_STATES)
    purpose = "deed-confirm" if deed.state == UNCONFIRMED else "deed"
    authoring.request_link(
        deed,
        purpose=purpose,
        recipient=deed.author.get("email", ""),
        key=f"lost:{ambient.now():%Y%m%d%H}",
    )


# the office


def check(turn):
    """Publish what waits, ask for more, mend it or decline it."""
    rng = turn.rng
    deed, pin = turn.opened(Deed, *TO_CHECK)
    action = rng.choices(
        ("publish", "ask_more", "correct", "decline", "decline_change"), (10, 3, 1, 1, 1)
    )[0]
    if action == "publish":
        after = review.publish_deed(deed, by=STAFF, message="Hieno teko.", pin=pin)
    elif action == "ask_more":
        sections = rng.sample(SECTIONS[:2], rng.choice((1, 2)))
        after = review.ask_more(deed, sections=sections, message="Lisää?", by=STAFF, pin=pin)
    elif action == "correct":
        after = correct(turn, deed, pin)
    elif action == "decline":
        after = review.decline_deed(deed, grounds="Ei ole teko.", by=STAFF, pin=pin)
    else:
        after = review.decline_change(deed, grounds="Ei päivitys.", by=STAFF, pin=pin)
    confirm_step(turn, after, action, pin.cause)


def correct(turn, deed, pin):
    texts = {"need": f"Listat tehtiin yksin, {turn.rng.randrange(100)}."}
    return review.correct(deed, texts=texts, by=STAFF, pin=pin)


def correct_published(turn):
    deed, pin = turn.opened(Deed, PUBLISHED)
    confirm_step(turn, correct(turn, deed, pin), "correct", pin.cause)


def help_author(turn):
    deed, pin = turn.opened(Deed, DRAFT, **{"tasks.name": "help"})
    after = review.give_help(
        deed, texts={"goal": "Selkeä tavoite."}, message="Näin.", by=STAFF, pin=pin
    )
    confirm_step(turn, after, "help", pin.cause)


def take_down(turn):
    deed, pin = turn.opened(Deed, LEAVING, *(PUBLIC_STATES if turn.rng.random() < 0.3 else ()))
    if turn.rng.random() < 0.3:
        after = review.keep_up(deed, message="Sovittiin.", by=STAFF, pin=pin)
        return confirm_step(turn, after, "keep_up", pin.cause)
    after = review.take_down(deed, reason="Pyynnöstä.", by=STAFF, pin=pin)
    return confirm_step(turn, after, "take_down", pin.cause)


def restore(turn):
    deed, pin = turn.opened(Deed, TAKEN_DOWN)
    confirm_step(turn, review.restore(deed, by=STAFF, pin=pin), "restore", pin.cause)


def merge(turn):
    """What is told twice: whatever is at hand, or the two that are most alike, either to the other.

    Mostly it goes to the one that it resembles most.
    """
    public = sorted(Deed.objects(state__in=PUBLIC_STATES), key=lambda each: each.id)
    pairs = sorted(combinations(public, 2), key=lambda pair: likeness(*pair))
    wanted = {"_id": {"$in": [deed.id for deed in pairs[-1]]}} if pairs else {}
    if turn.rng.random() < 0.4:
        wanted = {}
    deed, pin = turn.opened(Deed, *BEFORE_PUBLIC, *PUBLIC_STATES, **wanted)
    kept = turn.any(Deed, *PUBLIC_STATES) if turn.rng.random() < 0.2 else likest(deed)
    turn.simulation.looked_at.append(kept.id)
    after = review.merge_deeds(deed, number=kept.number, by=STAFF, reason="Sama.", pin=pin)
    confirm_step(turn, after, "merge", pin.cause)


def likest(deed):
    """The public deed that the page names first as a possible double."""
    others = Deed.objects(state__in=PUBLIC_STATES, id__ne=deed.id)
    found = max(others, key=lambda each: (likeness(deed, each), each.id), default=None)
    if found is None:
        raise NotFound("no other deed is public")
    return found


def likeness(deed, other):
    return SequenceMatcher(None, deed.title, other.title).ratio()


# those who should not


def try_anything(turn):
    """A step of the table by somebody whose step it is not, or where it does not belong."""
    deed = turn.any(Deed)
    row = turn.rng.choice(deed.workflow.rows)
    strangers = [role for role in Role if not row.roles & with_implied([role])]
    is_open = deed.workflow.find(row.action, deed.state) is not None
    role = turn.rng.choice(strangers) if is_open else next(iter(row.roles))
    perform(deed, row.action, Actor(role, "Ville Vieras", "vieras@muu.example"))


def deeds(act, weight):
    return Person(act, "deeds", weight)


PEOPLE = {
    "tells a deed": deeds(tell, 5),
    "sends a draft": deeds(send_draft, 2),
    "confirms the address of a deed": deeds(confirm_address, 3),
    "has mistyped the address": deeds(mistyped_address, 0.3),
    "answers about a deed": deeds(answer, 2),
    "updates a deed": deeds(update, 2),
    "sends an update": deeds(send_update, 1),
    "drops an update": deeds(drop_update, 0.7),
    "withdraws a deed": deeds(withdraw, 0.4),
    "asks a deed down": deeds(ask_down, 0.7),
    "has lost the link of a deed": deeds(lose_link, 0.5),
    "checks a deed": deeds(check, 6),
    "corrects a published deed": deeds(correct_published, 0.7),
    "helps with a draft": deeds(help_author, 1),
    "takes a deed down": deeds(take_down, 1),
    "restores a deed": deeds(restore, 0.7),
    "joins doubles": deeds(merge, 2.5),
    "tries anything with a deed": deeds(try_anything, 0.5),
}

BEFORE = (
    *("tells a deed",) * 4,
    *("confirms the address of a deed",) * 3,
    *("checks a deed",) * 5,
)
