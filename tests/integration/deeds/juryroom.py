"""Award rounds with a jury, made as the office's pages make them."""

from services.deeds.handlers import awards
from shared import ambient
from shared.roles import Role
from shared.workflow.pin import Pin
from shared.workflow.table import Actor
from tests.integration.deeds import deedbook

MANAGER = Actor(Role.MANAGER, "Paula Päällikkö", "paula@kunteko.example")
JUROR = "jaana@jury.example"


def three(text):
    return {"fi": text, "sv": f"{text} (sv)", "en": f"{text} (en)"}


AWARD = {
    "year": 2027,
    "title": three("Kuntatyön kehittäjä 2027"),
    "text": three(""),
    "categories": [{"id": "category-0", "names": three("Paras yhteinen teko")}],
    "score_by": "2027-03-31",
}


def step(award, handler, **given):
    return handler(award, **given, by=MANAGER, pin=Pin(award.version, ambient.new_id()))


def planned():
    award = awards.plan_award(AWARD, MANAGER, Pin(0, ambient.new_id()))
    deed = deedbook.published()
    award = step(
        award, awards.nominate_deed, number=deed.number, category="category-0", grounds="Hyvä."
    )
    return named(award)


def named(award, email=JUROR):
    return step(award, awards.name_juror, name="Jaana Juryläinen", email=email, language="fi")


def judging():
    return step(planned(), awards.open_judging)


def left(award):
    """The first juror has left the jury."""
    return step(award, awards.remove_juror, juror_id=award.jury[0]["id"])


def decided():
    award = judging()
    award = step(award, awards.make_shortlist, nominations=[award.nominations[0]["id"]])
    award = step(
        award,
        awards.choose_winner,
        category="category-0",
        nomination=award.nominations[0]["id"],
        grounds=three("Yhdessä."),
    )
    return step(award, awards.decide_award)


def cancelled():
    return step(judging(), awards.cancel_award)
