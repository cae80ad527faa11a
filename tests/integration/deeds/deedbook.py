"""Deeds in each state, made through the kernel itself: for the tests of the marketplace."""

from copy import deepcopy

from services.deeds.documents import Deed
from services.deeds.documents.deed import next_number
from services.deeds.handlers.finding import author_of
from shared import ambient
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM, Actor

STAFF = Actor(Role.STAFF, "Aino Asiantuntija", "aino@kunteko.example")
AUTHOR = {
    "name": "Kaisa Kehittäjä",
    "email": "kaisa.kehittaja@kemi.example",
    "phone": "040 123 4567",
    "language": "fi",
}
CONTENT = {
    "title": "Kotihoidon työvuorot suunnitellaan yhdessä",
    "stage": "done",
    "need": "Työvuorolistat tehtiin esihenkilön pöydällä, ja toiveet jäivät kuulematta.",
    "goal": "Jokainen voi vaikuttaa omiin vuoroihinsa.",
    "done": "Sovimme pelisäännöt ja siirryimme yhteisölliseen suunnitteluun.",
    "results": "Sairauspoissaolot vähenivät, ja listat valmistuvat päivässä.",
    "surprises": "",
    "advice": "Aloittakaa yhdestä tiimistä.",
    "organisation": "Kemin kaupunki",
    "unit": "Kotihoito",
    "sector": "social_health",
    "region": "lappi",
    "themes": ["wellbeing", "processes"],
    "took_part": ["supervisors", "personnel"],
    "links": [{"title": "Kemin kotihoito", "url": "https://www.kemi.example/kotihoito"}],
    "pictures": [],
    "contact": {
        "name": "Kaisa Kehittäjä",
        "email": "kaisa.kehittaja@kemi.example",
        "phone": "040 123 4567",
        "shown": True,
    },
}


def content(**changes):
    return {**deepcopy(CONTENT), **changes}


def draft(*, language="fi", **changes):
    deed = Deed(language=language, content=content(**changes))
    return perform(deed, "start", author_of(deed))


def unconfirmed(*, author=None, **kwargs):
    deed = draft(**kwargs)
    sets = {"number": next_number(), "author": {**AUTHOR, **(author or {})}}
    return perform(deed, "send", author_of(deed), sets=sets)


def submitted(**kwargs):
    deed = unconfirmed(**kwargs)
    return perform(deed, "confirm", author_of(deed), sets={"submitted_at": ambient.now()})


def returned(sections=("story",), message="Kertokaa lisää tuloksista.", **kwargs):
    deed = submitted(**kwargs)
    request = {
        "sections": list(sections),
        "message": message,
        "by": STAFF.name,
        "before": deepcopy(dict(deed.content)),
        "changed": [],
        "answer": "",
    }
    return perform(
        deed,
        "ask_more",
        STAFF,
        sets={"request": request},
        data={"sections": list(sections), "message": message},
    )


def publish(deed):
    now = ambient.now()
    sets = {"published": deed.to_publish(), "renewed_at": now}
    first = deed.published_at is None
    return perform(
        deed,
        "publish",
        STAFF,
        sets=sets | ({"published_at": now} if first else {}),
        data={"first": first, "message": ""},
    )


def published(**kwargs):
    return publish(submitted(**kwargs))


def changing(deed=None, **kwargs):
    deed = deed or published(**kwargs)
    return perform(deed, "change", author_of(deed))


def change_submitted(deed=None, *, changes=None, **kwargs):
    """`changes` are laid over the content of the published version."""
    deed = changing(deed, **kwargs)
    new = {**deepcopy(dict(deed.content)), **(changes or {"title": "Uusi nimi teolle"})}
    deed = perform(deed, "save", author_of(deed), sets={"content": new})
    return perform(deed, "send_change", author_of(deed))


def leaving(**kwargs):
    deed = published(**kwargs)
    return perform(deed, "ask_down", author_of(deed), data={"reason": "Toiminta on loppunut."})


def by_system(deed, action, **kwargs):
    return perform(deed, action, SYSTEM, **kwargs)
