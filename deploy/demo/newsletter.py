"""The readers of the demo, and what has been written to them. Everything through the real forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from deploy.demo.stage import Stage, Step
from services.notifications.documents import Subscriber, subscriber_id
from services.notifications.mails.subscriptions import confirm_address


@dataclass(frozen=True)
class Reader:
    """`joined`: days from now. One with an organisation is its contact person."""

    email: str
    joined: int
    language: str = "fi"
    name: str = ""
    organisation: str = ""
    wishes: str = ""
    confirms: bool = True


READERS = (
    Reader("anna-liisa.korhonen@kuusijoen.example", -58, name="Anna-Liisa Korhonen", organisation="Kuusijoen kaupunki"),
    Reader("kristian.backman@norrvik.example", -56, "sv", "Kristian Backman", "Norrvik stad"),
    Reader("helena.makela@rantalan.example", -50, name="Helena Mäkelä", organisation="Rantalan kuntayhtymä",
           wishes="Toivoisimme verkostoa, jossa osastot voisivat verrata perehdytystä."),
    Reader("toimitus@kuntalehti.example", -40),
    Reader("siv.lindholm@kyrkby.example", -33, "sv"),
    Reader("john.smith@university.example", -20, "en"),
    Reader("veera.virtanen@tyoelama.example", -12),
    Reader("unohti.vahvistaa@posti.example", -2, confirms=False),
)  # fmt: skip

NEWSLETTER = {
    "kind": "newsletter",
    "title_fi": "Uutiskirje: kolme tekoa, joista kannattaa ottaa mallia",
    "text_fi": "Hei,\n\nsyksyn aikana Tekojen torille on kerrottu monta uutta tekoa. Nostamme esiin kolme.\n\n"
    "## Kotihoidon aamut rauhoittuivat\n\nTiimi jakoi käynnit uudelleen yhdessä. **Kiire väheni** ja asiakkaat "
    "tuntevat hoitajansa.\n\n## Sparraukseen voi hakea\n\nHakukierros on auki. Ohjelma maksaa 1–2 päivää "
    "asiantuntijan kanssa:\n\n- valitkaa asiantuntija poolista\n- sopikaa alustavasta päivästä\n- täyttäkää hakemus\n\n"
    "Hyvää syksyn jatkoa!",
    "title_sv": "Nyhetsbrev: tre gärningar att ta modell av",
    "text_sv": "Hej,\n\nunder hösten har många nya gärningar berättats på torget. Här är tre av dem.\n\n"
    "## Lugnare morgnar i hemvården\n\nTeamet fördelade besöken på nytt tillsammans. **Brådskan minskade** och "
    "klienterna känner sina vårdare.\n\n## Sparring kan sökas\n\nAnsökningsomgången är öppen. Programmet betalar "
    "1–2 dagar med en expert.\n\nEn fortsatt trevlig höst!",
}  # fmt: skip
CONTACT_LETTER = {
    "kind": "contact_letter",
    "title_fi": "Yhteyshenkilöille: kevään verkostot ja toiveenne",
    "text_fi": "Hei,\n\nsuunnittelemme kevään kehittämisverkostoja. Kertokaa, mitä teemoja organisaatiossanne "
    "kaivataan.\n\nTerveisin\nohjelmatoimisto",
}  # fmt: skip


def steps(stage: Stage) -> Iterator[Step]:
    for reader in READERS:
        yield stage.at(reader.joined, 11, 20), partial(sign_up, stage, reader)
        if reader.confirms:
            yield stage.at(reader.joined, 12, 20), partial(confirm, stage, reader)
    yield stage.at(-8, 10, 20), partial(send_newsletter, stage)
    yield stage.at(-1, 15, 20), partial(begin_letter, stage)


def sign_up(stage: Stage, reader: Reader) -> None:
    answers = {"email": reader.email, "language": reader.language}
    if not reader.organisation:  # a form without a token: it stands on other sites, too
        stage.visitor().post("/subscriptions/newsletter", answers)
        return
    path = "/subscriptions/contact-person"
    answers |= {
        "name": reader.name,
        "organisation": reader.organisation,
        "wishes": reader.wishes,
    }
    stage.visitor().fill(path, answers, f"{path}?lang={reader.language}")


def confirm(stage: Stage, reader: Reader) -> None:
    subscriber = Subscriber.objects.get(id=subscriber_id(reader.email))
    address = confirm_address(stage.settings, subscriber.facts()["subscriber"])
    path = address.removeprefix(stage.settings.base_url).partition("?")[0]
    stage.visitor().fill(path, {})


def send_newsletter(stage: Stage) -> None:
    page = str(stage.staff.fill("/staff/bulletins/new", NEWSLETTER).location).partition("?")[0]
    stage.staff.fill(f"{page}/send", {}, page=f"{page}/audience")


def begin_letter(stage: Stage) -> None:
    stage.staff.fill("/staff/bulletins/new", CONTACT_LETTER)
