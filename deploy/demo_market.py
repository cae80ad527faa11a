"""The marketplace of the demo: an older catalogue, deeds told and checked, tips, partners, awards.

Everything goes through the real forms; what needs the worker's loops runs them by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from deploy.children import ROOT
from deploy.demo_deeds import DEEDS, DemoDeed
from deploy.demo_visitor import Visitor
from services.deeds.documents import Award, Collection, Deed, PartnerSearch, Tip
from services.deeds.handlers.importing import import_some
from shared import ambient
from shared.links import make_link
from shared.settings import Settings

CATALOGUE = ROOT / "services" / "deeds" / "demo_deeds.csv"
MAILED = (Deed, Tip, PartnerSearch, Award)
Step = tuple[datetime, Callable[[], None]]


class DemoMarket:
    """`staff` is somebody signed in, `site` the application of all services."""

    def __init__(self, settings: Settings, site: Any, staff: Visitor, today: datetime) -> None:
        self.settings, self.site, self.staff = settings, site, staff
        self.today = today

    def import_catalogue(self) -> None:
        upload = (BytesIO(CATALOGUE.read_bytes()), CATALOGUE.name)
        answers = {"source": "Vanha Tekojen tori", "file": upload}
        page = str(self.staff.fill("/staff/imports/new", answers).location)
        self.staff.fill(f"{page}/begin", {}, page=page)
        while import_some():
            pass

    def steps(self) -> Iterator[Step]:
        for demo in DEEDS:
            yield from self._steps_of(demo)
        for days, act in (
            (-50, self._collections),
            (-45, self._award_last_year),
            (-25, self._partner_to_check),
            (-24, self._partner_open),
            (-18, self._tip_invited),
            (-9, self._award_now),
            (-6, self._draft_with_wish),
            (-5, self._tip_received),
            (-1, self._unconfirmed),
        ):
            yield self._morning(days), act

    def _steps_of(self, demo: DemoDeed) -> Iterator[Step]:
        found: dict[str, str] = {}
        yield self._morning(demo.sent), lambda: found.update(id=self._tell(demo))
        for days, step, answers in demo.story:
            yield self._morning(demo.sent + days), self._later(demo, found, step, answers)

    def _morning(self, days: int) -> datetime:
        at = self.today.astimezone(ambient.HELSINKI).replace(hour=9, minute=35)
        return at + timedelta(days=days)

    def _later(
        self, demo: DemoDeed, found: dict[str, str], step: str, answers: dict[str, Any]
    ) -> Callable[[], None]:
        def act() -> None:
            deed = Deed.objects.get(id=found["id"])
            if step in ("publish", "ask_more", "decline"):
                slug = step.replace("_", "-")
                self.staff.fill(f"/staff/deeds/{deed.id}/{slug}", answers)
            else:
                getattr(self, f"_{step}")(demo, deed, answers)

        return act

    # --- authors

    def _tell(self, demo: DemoDeed) -> str:
        author, here = self._draft(demo)
        answers = self._answers(demo)
        if demo.picture:
            picture = (BytesIO(drawn(demo.answers["title"])), "kuva.jpg")
            author.fill(here, {**answers, "picture": picture, "then": "picture"})
            deed = self._newest()
            answers[f"alt_{deed.content['pictures'][0]['id']}"] = {
                "fi": "Piirros: ihmisiä yhteisen pöydän ääressä",
                "sv": "Teckning: människor vid ett gemensamt bord",
            }[demo.language]
        author.fill(here, {**answers, "then": "check"})
        author.fill(f"{here}/check", {})
        deed = self._newest()
        token = make_link(self.settings, "deed-confirm", deed.id, deed.author["email"])
        author.fill(f"/deeds/confirm/{token}", {})
        return str(deed.id)

    def _draft(self, demo: DemoDeed) -> tuple[Visitor, str]:
        author = Visitor(self.site)
        begun = author.fill("/deeds/tell", {}, f"/deeds/tell?lang={demo.language}")
        return author, str(begun.location)

    def _answers(self, demo: DemoDeed) -> dict[str, Any]:
        return {
            **demo.answers,
            "language": demo.language,
            "contact.name": demo.person,
            "contact.email": address_of(demo.person),
            "contact.phone": "040 123 4567",
            "contact.shown": "yes",
        }

    @staticmethod
    def _newest() -> Deed:
        newest: Deed = Deed.objects.order_by("-created_at").first()
        return newest

    def _mine(self, deed: Deed) -> str:
        return f"/deeds/mine/{make_link(self.settings, 'deed', deed.id, deed.author['email'])}"

    def _form_of(self, demo: DemoDeed, changes: dict[str, Any]) -> dict[str, Any]:
        return {**self._answers(demo), **changes}

    def _answer(self, demo: DemoDeed, deed: Deed, answers: dict[str, Any]) -> None:
        Visitor(self.site).fill(f"{self._mine(deed)}/answer", self._form_of(demo, answers))

    def _change(self, demo: DemoDeed, deed: Deed, answers: dict[str, Any]) -> None:
        author, here = Visitor(self.site), self._mine(deed)
        author.fill(f"{here}/change", self._form_of(demo, answers))
        author.fill(f"{here}/send", {}, page=f"{here}/preview")

    def _ask_down(self, demo: DemoDeed, deed: Deed, answers: dict[str, Any]) -> None:
        Visitor(self.site).fill(f"{self._mine(deed)}/take-down", answers)

    def _draft_with_wish(self) -> None:
        demo = DemoDeed(
            0,
            "Eija Rantala",
            "fi",
            {
                "title": "Oppilaat suunnittelivat koulun pihan",
                "need": "Piha oli pelkkää asfalttia, ja välitunneilla riideltiin tilasta.",
                "organisation": "Ranuan kunta",
            },
        )
        author, here = self._draft(demo)
        author.fill(here, {**self._answers(demo), "then": "help"})
        wish = {
            "wish": "Meillä on paljon valokuvia ja muistiinpanoja, mutta en osaa tiivistää, "
            "mitä tuloksista kannattaa kertoa. Voisitteko auttaa?",
            "name": demo.person,
            "email": address_of(demo.person),
        }
        author.fill(f"{here}/help", wish)

    def _unconfirmed(self) -> None:
        told = next(demo for demo in DEEDS if demo.answers["organisation"] == "Hangon kaupunki")
        renamed = {**told.answers, "title": "Satamajuhlien luvat käsitellään yhdessä palaverissa"}
        demo = DemoDeed(0, told.person, "fi", renamed)
        author, here = self._draft(demo)
        author.fill(here, {**self._answers(demo), "then": "check"})
        author.fill(f"{here}/check", {})

    # --- tips and partners

    def _tip(self, about: str, organisation: str) -> Tip:
        answers = {
            "about": about,
            "organisation": organisation,
            "who": "Hankkeen vetäjä",
            "name": "Veikko Vinkkaaja",
            "email": "veikko.vinkkaaja@naapuri.example",
            "language": "fi",
        }
        Visitor(self.site).fill("/tips/new", answers)
        tip: Tip = Tip.objects.order_by("-created_at").first()
        return tip

    def _tip_received(self) -> None:
        self._tip("Kaupungin karttapalveluun voi merkitä kuopan tai rikkinäisen lampun.", "Kemi")

    def _tip_invited(self) -> None:
        tip = self._tip("Musiikkiopisto veti luovuuspajoja koko henkilöstölle.", "Kemin kaupunki")
        invitation = {
            "name": "Sini Säveltäjä",
            "email": "sini.saveltaja@kemi.example",
            "language": "fi",
            "message": "Kuulimme luovuuspajoistanne. Kertoisitteko niistä muillekin?",
            "title": "Luovuutta organisaatioon",
            "organisation": "Kemin kaupunki",
        }
        self.staff.fill(f"/staff/tips/{tip.id}/invite", invitation)

    def _partner(self, title: str, text: str, organisation: str) -> PartnerSearch:
        ends = self.today + timedelta(days=70)
        answers = {
            "title": title,
            "text": text,
            "wished": "Samaa kokeilevia tai siinä jo onnistuneita.",
            "language": "fi",
            "organisation": organisation,
            "sector": "education",
            "region": "pirkanmaa",
            "themes": ["renewal", "cooperation"],
            "ends_on": f"{ends.day}.{ends.month}.{ends.year}",
            "name": "Laura Lehtinen",
            "email": "laura.lehtinen@nokia.example",
            "mail_language": "fi",
        }
        author = Visitor(self.site)
        author.fill("/partners/new", answers)
        search: PartnerSearch = PartnerSearch.objects.order_by("-created_at").first()
        token = make_link(self.settings, "partner-confirm", search.id, search.author["email"])
        author.fill(f"/partners/confirm/{token}", {})
        return search

    def _partner_to_check(self) -> None:
        self._partner(
            "Kuka on ottanut kevään kehittämispäivät yhteisiksi naapurikunnan kanssa?",
            "Suunnittelemme kahden kunnan yhteisiä kehittämispäiviä varhaiskasvatukselle.",
            "Nokian kaupunki",
        )

    def _partner_open(self) -> None:
        search = self._partner(
            "Etsimme kumppaneita koulunkäynninohjaajien työnkuvan kehittämiseen",
            "Selkeytimme ohjaajien työnkuvaa ja haluamme verrata kokemuksia muiden kanssa.",
            "Nokian kaupunki",
        )
        self.staff.fill(f"/staff/partners/{search.id}/publish", {})
        answer = {
            "name": "Oona Ojala",
            "email": "oona.ojala@lempaala.example",
            "organisation": "Lempäälän kunta",
            "message": "Meillä sama työ alkaa tammikuussa. Soitellaanko?",
        }
        Visitor(self.site).fill(f"{search.path}/answer", answer)

    # --- collections and awards

    def _imported(self, count: int, start: int = 0) -> list[Deed]:
        return list(Deed.objects(source_id__ne="").order_by("number")[start : start + count])

    def _collections(self) -> None:
        for name, words, on_home, start in (
            ("Vaikuttavat käytännöt", ("Effektfulla arbetssätt", "Effective practices"), True, 0),
            (
                "Kotihoidon verkoston kärkikymmenen",
                ("Hemvårdens topp tio", "Home care top ten"),
                False,
                8,
            ),
        ):
            answers = {"name_fi": name, "name_sv": words[0], "name_en": words[1]}
            if on_home:
                answers["on_home"] = "yes"
            else:
                answers["made_by"] = "Kotihoidon kehittämisverkosto"
            self.staff.fill("/staff/collections/new", answers)
            made = Collection.objects.order_by("-created_at").first()
            page = f"/staff/collections/{made.id}"
            for deed in self._imported(6, start):
                self.staff.fill(page, {"number": str(deed.number)})
            self.staff.fill(f"{page}/show", {}, page=page)

    def _award(self, year: int, score_by: datetime) -> str:
        answers = {
            "year": str(year),
            "title_fi": f"Kuntatyön kehittäjä {year}",
            "title_sv": f"Kommunarbetets utvecklare {year}",
            "title_en": f"Developer of municipal work {year}",
            "categories_fi": "Paras yhteinen teko\nPieni suuri teko",
            "categories_sv": "Bästa gemensamma gärning\nLiten stor gärning",
            "categories_en": "Best joint deed\nSmall great deed",
            "score_by": f"{score_by.day}.{score_by.month}.{score_by.year}",
        }
        self.staff.fill("/staff/awards/new", answers)
        award = Award.objects.order_by("-created_at").first()
        page = f"/staff/awards/{award.id}"
        for place, deed in enumerate(self._imported(4, year % 7 * 4)):
            nomination = {"number": str(deed.number), "category": f"category-{place % 2}"}
            self.staff.fill(f"{page}/nominate", nomination)
        for name in ("Jaana Juryläinen", "Risto Raatilainen"):
            juror = {"name": name, "email": address_of(name), "language": "fi"}
            self.staff.fill(f"{page}/juror", juror)
        self.staff.fill(f"{page}/open", {}, page=page)
        return page

    def _award_now(self) -> None:
        self._award(self.today.year, self.today + timedelta(days=20))

    def _award_last_year(self) -> None:
        page = self._award(self.today.year - 1, self.today - timedelta(days=40))
        award = Award.objects.order_by("-created_at").first()
        for place, juror in enumerate(award.jury):
            token = make_link(self.settings, "jury", award.id, juror["email"], juror["id"])
            for nomination in award.nominations:
                points = str(3 + (len(nomination["deed_id"]) + place) % 3)
                Visitor(self.site).fill(f"/jury/{token}/{nomination['id']}", {"points": points})
        listed = [nomination["id"] for nomination in award.nominations]
        self.staff.fill(f"{page}/shortlist", {"nomination": listed}, page=page)
        grounds = {
            "grounds_fi": "Johto, esihenkilöt ja henkilöstö suunnittelivat muutoksen yhdessä.",
            "grounds_sv": "Ledningen, cheferna och personalen planerade ändringen tillsammans.",
            "grounds_en": "Management, supervisors and personnel planned the change together.",
        }
        for place in range(2):
            winner = {"nomination": listed[place], **grounds}
            self.staff.fill(f"{page}/winner/category-{place}", winner)
        self.staff.fill(f"{page}/decide", {}, page=page)


def address_of(person: str) -> str:
    plain = str.maketrans("äöåÄÖÅ ", "aoaaoa.")
    return f"{person.lower()}@kunta.example".translate(plain)


def drawn(seed: str) -> bytes:
    """A plain drawing of people around a table, in colours of its own."""
    tones = [sum(map(ord, seed[place::3])) % 120 for place in range(3)]
    light, dark = tuple(130 + tone for tone in tones), tuple(30 + tone for tone in tones)
    image = Image.new("RGB", (1200, 800), light)
    draw = ImageDraw.Draw(image)
    draw.ellipse((300, 430, 900, 700), fill=dark)
    for place in range(5):
        left = 180 + place * 180
        draw.ellipse((left, 210, left + 110, 320), fill="white")
        draw.rounded_rectangle((left - 20, 330, left + 130, 520), 50, fill="white")
    draw.ellipse((340, 450, 860, 680), fill=dark)
    file = BytesIO()
    image.save(file, "JPEG")
    return file.getvalue()
