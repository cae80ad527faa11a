"""The authors of the demo tell of deeds, and the office checks them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from deploy.children import ROOT
from deploy.demo.deeds import DEEDS, UNCONFIRMED, UNFINISHED, DemoDeed
from deploy.demo.drawing import drawn
from deploy.demo.stage import Stage, Step, address_of, story_of
from deploy.demo.visitor import Visitor
from services.deeds.documents import Deed
from services.deeds.handlers.importing import import_some

CATALOGUE = ROOT / "services" / "deeds" / "demo_deeds.csv"
IN_THE_MORNING = 9, 35
OFFICE = ("ask_more", "decline", "publish")
SEEN = {
    "fi": "Piirros: ihmisiä yhteisen pöydän ääressä",
    "sv": "Teckning: människor vid ett gemensamt bord",
}
WISH = (
    "Meillä on paljon valokuvia ja muistiinpanoja, mutta en osaa tiivistää, mitä tuloksista "
    "kannattaa kertoa. Voisitteko auttaa?"
)


def import_catalogue(stage: Stage) -> None:
    """The worker, which makes the deeds of an import, does not run yet: they are made here."""
    upload = (BytesIO(CATALOGUE.read_bytes()), CATALOGUE.name)
    answers = {"source": "Vanha Tekojen tori", "file": upload}
    page = str(stage.staff.fill("/staff/imports/new", answers).location)
    stage.staff.fill(f"{page}/begin", {}, page=page)
    while import_some():
        pass


def steps(stage: Stage) -> Iterator[Step]:
    for demo in DEEDS:
        yield from story_of(stage, demo, at=IN_THE_MORNING, begin=tell, take=take)
    yield stage.at(UNFINISHED.sent, *IN_THE_MORNING), partial(ask_for_help, stage, UNFINISHED)
    yield (
        stage.at(UNCONFIRMED.sent, *IN_THE_MORNING),
        partial(leave_unconfirmed, stage, UNCONFIRMED),
    )


def tell(stage: Stage, demo: DemoDeed) -> Deed:
    author, here = begin_draft(stage, demo)
    answers = written(demo)
    if demo.picture:
        picture = (BytesIO(drawn(demo.answers["title"])), "kuva.jpg")
        author.fill(here, {**answers, "picture": picture, "then": "picture"})
        answers[f"alt_{newest().content['pictures'][0]['id']}"] = SEEN[demo.language]
    send(author, here, answers)
    deed = newest()
    token = stage.link("deed-confirm", deed.id, deed.author["email"])
    author.fill(f"/deeds/confirm/{token}", {})
    return deed


def take(stage: Stage, demo: DemoDeed, deed: Deed, step: str, answers: dict[str, Any]) -> None:
    if step in OFFICE:
        stage.staff.fill(f"/staff/deeds/{deed.id}/{step.replace('_', '-')}", answers)
        return
    author = stage.visitor()
    mine = f"/deeds/mine/{stage.link('deed', deed.id, deed.author['email'])}"
    if step == "ask_down":
        author.fill(f"{mine}/take-down", answers)
    else:
        author.fill(f"{mine}/{step}", {**written(demo), **answers})
    if step == "change":
        author.fill(f"{mine}/send", {}, page=f"{mine}/preview")


def ask_for_help(stage: Stage, demo: DemoDeed) -> None:
    author, here = begin_draft(stage, demo)
    author.fill(here, {**written(demo), "then": "help"})
    wish = {"wish": WISH, "name": demo.person, "email": address_of(demo.person)}
    author.fill(f"{here}/help", wish)


def leave_unconfirmed(stage: Stage, demo: DemoDeed) -> None:
    send(*begin_draft(stage, demo), written(demo))


def begin_draft(stage: Stage, demo: DemoDeed) -> tuple[Visitor, str]:
    """The author, and the page of the form."""
    author = stage.visitor()
    begun = author.fill("/deeds/tell", {}, f"/deeds/tell?lang={demo.language}")
    return author, str(begun.location)


def send(author: Visitor, here: str, answers: dict[str, Any]) -> None:
    author.fill(here, {**answers, "then": "check"})
    author.fill(f"{here}/check", {})


def written(demo: DemoDeed) -> dict[str, Any]:
    return {
        **demo.answers,
        "language": demo.language,
        "contact.name": demo.person,
        "contact.email": address_of(demo.person),
        "contact.phone": "040 123 4567",
        "contact.shown": "yes",
    }


def newest() -> Deed:
    found: Deed = Deed.objects.order_by("-created_at").first()
    return found
