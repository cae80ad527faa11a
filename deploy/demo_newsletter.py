"""The readers of the demo, and what has been written to them. Everything through the real forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from deploy.demo_visitor import Visitor
from services.notifications.documents import Subscriber, subscriber_id
from services.notifications.mails.subscriptions import confirm_address
from shared import ambient
from shared.settings import Settings

Step = tuple[datetime, Callable[[], None]]


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


class DemoNewsletter:
    """`staff` is somebody signed in, `site` the application of all services."""

    def __init__(self, settings: Settings, site: Any, staff: Visitor, today: datetime) -> None:
        self.settings, self.site, self.staff = settings, site, staff
        self.today = today

    def steps(self) -> Iterator[Step]:
        for reader in READERS:
            yield self._on(reader.joined, 11), partial(self._sign_up, reader)
            if reader.confirms:
                yield self._on(reader.joined, 12), partial(self._confirm, reader)
        yield self._on(-8, 10), self._send_newsletter
        yield self._on(-1, 15), self._begin_letter

    def _on(self, days: int, hour: int) -> datetime:
        day = self.today.astimezone(ambient.HELSINKI) + timedelta(days=days)
        return day.replace(hour=hour, minute=20)

    def _sign_up(self, reader: Reader) -> None:
        answers = {"email": reader.email, "language": reader.language}
        if not reader.organisation:  # a form without a token: it stands on other sites, too
            Visitor(self.site).post("/subscriptions/newsletter", answers)
            return
        path = "/subscriptions/contact-person"
        answers |= {
            "name": reader.name,
            "organisation": reader.organisation,
            "wishes": reader.wishes,
        }
        Visitor(self.site).fill(path, answers, f"{path}?lang={reader.language}")

    def _confirm(self, reader: Reader) -> None:
        subscriber = Subscriber.objects.get(id=subscriber_id(reader.email))
        address = confirm_address(self.settings, subscriber.facts()["subscriber"])
        path = address.removeprefix(self.settings.base_url).partition("?")[0]
        Visitor(self.site).fill(path, {})

    def _send_newsletter(self) -> None:
        page = str(self.staff.fill("/staff/bulletins/new", NEWSLETTER).location).partition("?")[0]
        self.staff.fill(f"{page}/send", {}, page=f"{page}/audience")

    def _begin_letter(self) -> None:
        self.staff.fill("/staff/bulletins/new", CONTACT_LETTER)
