"""Tips and partner searches of the demo."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from deploy.demo.stage import Stage, Step
from services.deeds.documents import PartnerSearch, Tip

TIP = {
    "who": "Hankkeen vetäjä",
    "name": "Veikko Vinkkaaja",
    "email": "veikko.vinkkaaja@naapuri.example",
    "language": "fi",
}
INVITATION = {
    "name": "Sini Säveltäjä",
    "email": "sini.saveltaja@kemi.example",
    "language": "fi",
    "message": "Kuulimme luovuuspajoistanne. Kertoisitteko niistä muillekin?",
    "title": "Luovuutta organisaatioon",
    "organisation": "Kemin kaupunki",
}
SEARCH = {
    "wished": "Samaa kokeilevia tai siinä jo onnistuneita.",
    "language": "fi",
    "organisation": "Nokian kaupunki",
    "sector": "education",
    "region": "pirkanmaa",
    "themes": ["renewal", "cooperation"],
    "name": "Laura Lehtinen",
    "email": "laura.lehtinen@nokia.example",
    "mail_language": "fi",
}
ANSWER = {
    "name": "Oona Ojala",
    "email": "oona.ojala@lempaala.example",
    "organisation": "Lempäälän kunta",
    "message": "Meillä sama työ alkaa tammikuussa. Soitellaanko?",
}


def steps(stage: Stage) -> Iterator[Step]:
    for days, act in (
        (-25, leave_a_search_to_check),
        (-24, publish_a_search),
        (-18, invite_by_a_tip),
        (-5, leave_a_tip),
    ):
        yield stage.at(days, 9, 35), partial(act, stage)


def leave_a_tip(stage: Stage) -> None:
    tip(stage, "Kaupungin karttapalveluun voi merkitä kuopan tai rikkinäisen lampun.", "Kemi")


def invite_by_a_tip(stage: Stage) -> None:
    received = tip(stage, "Musiikkiopisto veti luovuuspajoja koko henkilöstölle.", "Kemin kaupunki")
    stage.staff.fill(f"/staff/tips/{received.id}/invite", INVITATION)


def tip(stage: Stage, about: str, organisation: str) -> Tip:
    stage.visitor().fill("/tips/new", {**TIP, "about": about, "organisation": organisation})
    received: Tip = Tip.objects.order_by("-created_at").first()
    return received


def leave_a_search_to_check(stage: Stage) -> None:
    search_partners(
        stage,
        "Kuka on ottanut kevään kehittämispäivät yhteisiksi naapurikunnan kanssa?",
        "Suunnittelemme kahden kunnan yhteisiä kehittämispäiviä varhaiskasvatukselle.",
    )


def publish_a_search(stage: Stage) -> None:
    search = search_partners(
        stage,
        "Etsimme kumppaneita koulunkäynninohjaajien työnkuvan kehittämiseen",
        "Selkeytimme ohjaajien työnkuvaa ja haluamme verrata kokemuksia muiden kanssa.",
    )
    stage.staff.fill(f"/staff/partners/{search.id}/publish", {})
    stage.visitor().fill(f"{search.path}/answer", ANSWER)


def search_partners(stage: Stage, title: str, text: str) -> PartnerSearch:
    author = stage.visitor()
    answers = {**SEARCH, "title": title, "text": text, "ends_on": stage.date(70)}
    author.fill("/partners/new", answers)
    search: PartnerSearch = PartnerSearch.objects.order_by("-created_at").first()
    token = stage.link("partner-confirm", search.id, search.author["email"])
    author.fill(f"/partners/confirm/{token}", {})
    return search
