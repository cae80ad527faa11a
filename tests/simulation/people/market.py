"""Those who tip, look for partners and sit on juries; the office's collections, awards, imports."""

from datetime import timedelta

from services.deeds.documents import Award, CatalogueImport, Collection, Deed, PartnerSearch, Tip
from services.deeds.handlers import awards, collections, importing, partners, tips
from services.deeds.workflow.deed import PUBLIC_STATES
from shared import ambient
from shared.errors import NotFound
from shared.workflow.pin import Pin
from tests.simulation.people.applications import MANAGER, STAFF
from tests.simulation.people.deeds import ORGANISATIONS, confirm_step, deeds, written

LANGUAGES = ("fi", "sv", "en")


def texts(text):
    return dict.fromkeys(LANGUAGES, text)


# tips


def tip(turn):
    rng, key = turn.rng, turn.form_key
    email = rng.choice(("", f"vihje{rng.randrange(20)}@kunta.example"))
    given = {
        "about": "Ruokahävikki puolittui.",
        "organisation": rng.choice(ORGANISATIONS),
        "who": "Keittiö",
        "link": "",
        "name": "Timo" if email else "",
        "email": email,
        "language": rng.choice(LANGUAGES),
    }
    made = tips.give_tip(given, key=key)
    confirm_step(turn, made, "tip", f"form:{key}")


def handle_tip(turn):
    rng = turn.rng
    tip, pin = turn.opened(Tip, "received", "invited")
    action = rng.choices(("invite", "invite_again", "called", "dismiss"), (6, 2, 1, 0.7))[0]
    if action == "called":
        after = tips.note_call(tip, note="Soitin.", by=STAFF, pin=pin)
    elif action == "dismiss":
        after = tips.dismiss_tip(tip, grounds="Ei teko.", by=STAFF, pin=pin)
    else:
        invited = {
            "name": "Kati Kokki",
            "email": f"kati{rng.randrange(3)}@kunta.example",
            "phone": "",
            "language": rng.choice(LANGUAGES),
            "message": "Kertoisitteko?",
            "title": f"Hävikki puoliksi {rng.randrange(1000)}",
            "organisation": tip.organisation,
        }
        after = tips.invite_people(tip, action, invited, by=STAFF, pin=pin)
    confirm_step(turn, after, action, pin.cause)


# partner searches


def announce(turn):
    rng, key = turn.rng, turn.form_key
    given = {
        "language": "fi",
        "title": f"Haemme kumppaneita {rng.randrange(1000)}",
        "text": "Uudistamme ruokapalvelut.",
        "wished": "",
        "organisation": rng.choice(ORGANISATIONS),
        "sector": "social_health",
        "region": "lappi",
        "themes": ["processes"],
        "ends_on": ambient.today() + timedelta(days=rng.choice((1, 3, 30))),
        "name": "Pekka",
        "email": f"pekka{rng.randrange(20)}@kunta.example",
        "phone": "",
        "mail_language": rng.choice(LANGUAGES),
    }
    made = partners.announce(given, key=key)
    confirm_step(turn, made, "announce", f"form:{key}")
    if rng.random() < 0.6:
        confirm_step(turn, partners.confirm_search(made), "confirm", "confirm")


def confirm_search(turn):
    search = turn.any(PartnerSearch, "unconfirmed", "submitted")
    confirm_step(turn, partners.confirm_search(search), "confirm", "confirm")


def check_search(turn):
    search, pin = turn.opened(PartnerSearch, "submitted")
    action = turn.rng.choices(("publish", "decline", "correct"), (6, 1, 1))[0]
    if action == "publish":
        after = partners.publish_search(search, by=STAFF, pin=pin)
    elif action == "decline":
        after = partners.decline_search(search, grounds="Mainos.", by=STAFF, pin=pin)
    else:
        mended = {"title": f"Kumppaneita haetaan {turn.rng.randrange(100)}"}
        given = {name: getattr(search, name) for name in partners.TOLD} | mended
        after = partners.correct_search(search, given, by=STAFF, pin=pin)
    confirm_step(turn, after, action, pin.cause)


def answer_search(turn):
    search, pin = turn.opened(PartnerSearch, "open")
    given = {
        "name": "Anna",
        "email": f"anna{turn.rng.randrange(9)}@kunta.example",
        "organisation": "Espoo",
        "message": "Meillä on tämä jo.",
    }
    after = partners.answer_search(search, given, key=pin.key)
    confirm_step(turn, after, "answer", pin.cause)


def prolong_or_end(turn):
    search, pin = turn.opened(PartnerSearch, "open")
    if turn.rng.random() < 0.4:
        by = turn.rng.choice((partners.author_of(search), STAFF))
        after = partners.end_search(search, by=by, pin=pin)
        return confirm_step(turn, after, "end", pin.cause)
    ends_on = ambient.today() + timedelta(days=turn.rng.choice((2, 5, 40)))
    after = partners.prolong_search(search, ends_on=ends_on, pin=pin)
    return confirm_step(turn, after, "prolong", pin.cause)


def lose_search(turn):
    partners.request_link(turn.any(PartnerSearch))


# collections


def make_collection(turn):
    name = f"Vaikuttavat {turn.rng.randrange(2)}"
    answers = {"names": texts(name), "texts": texts(""), "made_by": "", "on_home": True}
    cause = f"form:{turn.form_key}"
    made = collections.create_collection(answers, by=STAFF, cause=cause)
    confirm_step(turn, made, "create", cause)


def fill_collection(turn):
    rng = turn.rng
    collection, pin = turn.opened(Collection, "hidden", "shown")
    seen = {"by": STAFF, "version": pin.version, "cause": pin.cause}
    action = rng.choices(("pick", "drop", "arrange", "move"), (6, 1, 1, 2))[0]
    if action == "pick":
        picked = turn.any(Deed, *PUBLIC_STATES)
        after = collections.pick_deed(collection, picked.number, **seen)
    elif action == "move":
        action = rng.choice(("show", "show", "hide", "retire", "restore"))
        after = collections.move_collection(collection, action, **seen)
    else:
        act = {"drop": collections.drop_deed, "arrange": collections.raise_deed}[action]
        after = act(collection, rng.choice(collection.deeds or [""]), **seen)
    confirm_step(turn, after, action, pin.cause)


# awards


def plan_award(turn):
    if Award.objects(state__in=("planned", "judging", "shortlisted")).count() > 2:
        raise NotFound("there are awards enough")
    pin = Pin(0, turn.form_key)
    answers = {
        "year": 2026,
        "title": texts("Kehittäjäpalkinto"),
        "text": texts(""),
        "score_by": (ambient.today() + timedelta(days=14)).isoformat(),
        "categories": [
            {"id": f"category-{place}", "names": texts(f"Sarja {place}")} for place in (0, 1)
        ],
    }
    made = awards.plan_award(answers, STAFF, pin)
    confirm_step(turn, made, "plan", pin.cause)


def fill_award(turn):
    rng = turn.rng
    award, pin = turn.opened(Award, "planned", "judging")
    action = rng.choices(("nominate", "juror", "drop", "remove_juror"), (5, 4, 1, 0.7))[0]
    if action == "nominate":
        number = turn.any(Deed, *PUBLIC_STATES).number
        category = rng.choice(("category-0", "category-1"))
        after = awards.nominate_deed(
            award, number=number, category=category, grounds="Hyvä.", by=STAFF, pin=pin
        )
    elif action == "juror":
        number, language = rng.randrange(5), rng.choice(LANGUAGES)
        email = f"raati{number}@kunta.example"
        after = awards.name_juror(
            award, name=f"Raati {number}", email=email, language=language, by=STAFF, pin=pin
        )
        action = "name_juror" if after.has_handled("name_juror", pin.cause) else "invite_juror"
    elif action == "drop":
        after = awards.drop_nomination(award, some_id(rng, award.nominations), STAFF, pin)
    else:
        after = awards.remove_juror(award, some_id(rng, award.jury), STAFF, pin)
    confirm_step(turn, after, action, pin.cause)


def some_id(rng, rows):
    return rng.choice([row["id"] for row in rows] or [""])


def move_award(turn):
    rng = turn.rng
    award, pin = turn.opened(Award, "planned", "judging", "shortlisted")
    if not (award.nominations and award.jury) and rng.random() < 0.8:
        return fill_award(turn)  # there is nothing to judge yet
    usual = {"planned": "open", "judging": "shortlist", "shortlisted": "choose"}
    action = usual.get(award.state, "decide") if rng.random() < 0.6 else "decide"
    if rng.random() < 0.12:
        action = rng.choice(("remind", "reopen", "cancel", "open", "decide"))
    if action == "shortlist":
        listed = [row["id"] for row in award.nominations if rng.random() < 0.7]
        after = awards.make_shortlist(award, listed, STAFF, pin)
    elif action == "choose":
        chosen = awards.one_of(award.nominations, some_id(rng, award.nominations))
        after = awards.choose_winner(
            award,
            chosen["category"],
            nomination=chosen["id"] if rng.random() < 0.9 else "",
            grounds=texts("Paras."),
            by=STAFF,
            pin=pin,
        )
    else:
        moves = {
            "open": awards.open_judging,
            "remind": awards.remind_jury,
            "reopen": awards.reopen_judging,
            "decide": awards.decide_award,
            "cancel": awards.cancel_award,
        }
        after = moves[action](award, STAFF, pin)
    return confirm_step(turn, after, action, pin.cause)


def score(turn):
    award, pin = turn.opened(Award, "judging")
    rng = turn.rng
    juror = awards.one_of(award.jury, some_id(rng, award.jury))
    nomination = some_id(rng, award.nominations)
    after = awards.give_score(
        award, juror, nomination, points=rng.randrange(6), comment="", cause=pin.cause
    )
    confirm_step(turn, after, "score", pin.cause)


def lose_jury_link(turn):
    award = turn.any(Award, "judging", "shortlisted")
    juror = awards.one_of(award.jury, some_id(turn.rng, award.jury))
    awards.request_jury_link(award, juror, key=f"{juror['id']}{ambient.now():%Y%m%d%H}")


# imports


def choose_file(turn):
    """A handful of rows, the same ones in many files."""
    rng, key = turn.rng, turn.form_key
    source = rng.choice(("Vanha tori", "Toinen tori"))
    made = importing.check_import(key, "tori.csv", source, file_rows(turn), MANAGER)
    confirm_step(turn, made, "check", f"file:{key}")


def file_rows(turn):
    rng = turn.rng
    for place, number in enumerate(rng.sample(range(6), rng.randrange(1, 5))):
        if rng.random() < 0.15:
            yield importing.CheckedRow(place + 2, "", typed={"id": "?"}, problems={"id": ["?"]})
            continue
        content = written(turn)
        if rng.random() < 0.5:
            content["contact"] = {}
        answers = {
            "key": f"{number}",
            "language": "fi",
            "published_at": None,
            "content": content,
        }
        yield importing.CheckedRow(place + 2, f"{number}", answers)


def move_import(turn):
    case, pin = turn.opened(CatalogueImport, "checked", "running", "stopped")
    usual = {"checked": "begin", "running": "stop", "stopped": "resume"}
    action = usual.get(case.state, "begin")
    after = importing.move_import(case, action, MANAGER, pin)
    confirm_step(turn, after, action, pin.cause)


PEOPLE = {
    "tips": deeds(tip, 2),
    "handles a tip": deeds(handle_tip, 2),
    "announces a partner search": deeds(announce, 2),
    "confirms a partner search": deeds(confirm_search, 1),
    "checks a partner search": deeds(check_search, 2),
    "answers a partner search": deeds(answer_search, 2),
    "prolongs or ends a partner search": deeds(prolong_or_end, 1),
    "has lost the link of a partner search": deeds(lose_search, 0.3),
    "makes a collection": deeds(make_collection, 0.5),
    "fills a collection": deeds(fill_collection, 2),
    "plans an award": deeds(plan_award, 0.7),
    "fills an award": deeds(fill_award, 3),
    "moves an award": deeds(move_award, 2),
    "scores": deeds(score, 1.5),
    "has lost the jury's link": deeds(lose_jury_link, 0.2),
    "chooses a file to import": deeds(choose_file, 1),
    "moves an import": deeds(move_import, 1.5),
}

BEFORE = (
    "announces a partner search",
    "checks a partner search",
    "plans an award",
    *("fills an award",) * 4,
    "moves an award",
    "tips",
)
