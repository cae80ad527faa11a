"""Partner searches and tips in each state, made as the pages make them."""

from datetime import timedelta

from services.deeds.handlers import partners, tips
from shared import ambient
from shared.links import make_link
from shared.roles import Role
from shared.workflow.pin import Pin
from shared.workflow.table import Actor

STAFF = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
AUTHOR_EMAIL = "kaisa.salattu@kemi.example"
SEARCH = {
    "title": "Etsimme kumppaneita ruokapalvelujen uudistamiseen",
    "text": "Keittiöt yhdistyvät, ja ruokalistat suunnitellaan uudelleen.",
    "wished": "Samankokoisia kuntia.",
    "language": "fi",
    "organisation": "Kemin kaupunki",
    "sector": "technical",
    "region": "lappi",
    "themes": ["processes"],
    "name": "Kaisa Salattu",
    "email": AUTHOR_EMAIL,
    "phone": "040 765 4321",
    "mail_language": "fi",
}
ANSWER = {
    "name": "Oona Oulu",
    "email": "oona@oulu.example",
    "organisation": "Oulun kaupunki",
    "message": "Meillä on sama hanke alkamassa.",
}
TIP = {
    "about": "Digitaalinen karttapalvelu, johon asukas merkitsee korjattavan paikan",
    "organisation": "Kemin kaupunki",
    "who": "Kaupunkimittaus",
    "link": "",
    "name": "Veikko Vinkkaaja",
    "email": "veikko@naapuri.example",
    "language": "fi",
}
INVITATION = {
    "name": "Kaisa Kehittäjä",
    "email": "kaisa.kehittaja@kemi.example",
    "phone": "040 123 4567",
    "language": "fi",
    "message": "Kertoisitteko siitä muillekin?",
    "title": "Digitaalinen karttapalvelu",
    "organisation": "Kemin kaupunki",
}


def in_days(count):
    return ambient.today() + timedelta(days=count)


def pin(case):
    return Pin(case.version, ambient.new_id())


def unconfirmed(*, days=30, **changes):
    answers = {**SEARCH, "ends_on": in_days(days), **changes}
    return partners.announce(answers, key=ambient.new_id())


def submitted(**changes):
    return partners.confirm_search(unconfirmed(**changes))


def opened(**changes):
    search = submitted(**changes)
    return partners.publish_search(search, by=STAFF, pin=pin(search))


def ended(**changes):
    search = opened(**changes)
    return partners.end_search(search, by=STAFF, pin=pin(search))


def declined(**changes):
    search = submitted(**changes)
    return partners.decline_search(
        search, grounds="Tämä on kilpailutus.", by=STAFF, pin=pin(search)
    )


def received(**changes):
    return tips.give_tip({**TIP, **changes}, key=ambient.new_id())


def invited(tip=None, **changes):
    tip = tip or received()
    action = "invite" if tip.state == "received" else "invite_again"
    return tips.invite_people(tip, action, {**INVITATION, **changes}, by=STAFF, pin=pin(tip))


def link(app, search, place="mine", recipient=None):
    purpose = {"mine": "partner", "confirm": "partner-confirm"}[place]
    address = search.author["email"] if recipient is None else recipient
    settings = app.extensions["kunteko_settings"]
    return f"/partners/{place}/{make_link(settings, purpose, search.id, address)}"


def stored(case):
    return type(case).objects.get(id=case.id)


def told(case, action):
    return [entry["data"] for entry in case.history if entry["action"] == action]
