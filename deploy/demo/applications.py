"""Fifteen believable applications of invented organisations, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from stdnum.fi import ytunnus

from deploy.demo.stage import Story

GROUPS = ("management", "supervisors", "personnel", "users")


@dataclass(frozen=True)
class DemoApplication:
    """`sent` and `day`: days from now (negative: ago). `speaks`: language of person and mails."""

    organisation: str
    number: int  # start of the business ID; its check digit is worked out
    unit: str
    sector: str
    person: str
    situation: str
    goal: str
    themes: tuple[str, ...]
    heads: tuple[int, int, int, int]  # of each of GROUPS
    days: int
    mode: str
    place: str
    expert: int  # which of the pool's experts, in order of name
    sent: int
    day: int
    speaks: str = "fi"
    story: Story = field(default_factory=list)

    @property
    def business_id(self) -> str:
        return business_id(self.number)

    @property
    def groups(self) -> dict[str, str]:
        """Group → how many of it take part, as the forms have them."""
        return dict(zip(GROUPS, map(str, self.heads), strict=True))


def business_id(number: int) -> str:
    """The first one from seven digits on that a check digit makes right."""
    return next(
        candidate
        for digits in count(number)
        for check in range(10)
        if ytunnus.is_valid(candidate := f"{digits:07d}-{check}")
    )


GRANT = "Hakemus täyttää ehdot: johto ja henkilöstön edustajat ovat mukana, ja tavoite on selkeä."
GRANT_SV = "Ansökan uppfyller villkoren: ledningen och företrädare för personalen deltar, och målet är tydligt."

APPLICATIONS = (
    DemoApplication(
        "Kuusijoen kaupunki", 1234561, "Varhaiskasvatus, Metsolan päiväkoti", "education", "Anna-Liisa Korhonen",
        "Kolmen päiväkodin henkilöstö yhdistyi syksyllä yhdeksi yksiköksi. Vuorojen suunnittelu ja tiedonkulku takkuavat, ja jokaisella talolla on yhä omat tapansa.",
        "Yhteiset pelisäännöt vuorosuunnitteluun ja viikkopalaveri, joka palvelee kaikkia taloja.",
        ("community", "processes"), (1, 3, 14, 0), 1, "on_site", "Metsolan päiväkoti, Kuusitie 4, Kuusijoki", 0, -52, -20,
        story=[(6, "grant", {"grounds": GRANT}), (8, "accept", {}), (33, "report", {"hours": "6,5", "summary": "Kävimme läpi nykytilan kolmen talon näkökulmasta ja sovimme yhteisestä vuorosuunnittelun rungosta. Seuranta kahden kuukauden päästä johtajan kokouksessa."}), (35, "feedback", {"rating": "5", "comment": "Vihdoin puhuimme asioista oikeilla nimillä.", "follows": "alone"}), (35, "feedback", {"rating": "5", "comment": "Hyvä ohjaus, selkeä lopputulos."}), (36, "feedback", {"rating": "4", "follows": "expert"})],
    ),
    DemoApplication(
        "Itärannikon hyvinvointialue", 2234562, "Kotihoito, pohjoinen alue", "social_health", "Marko Virtanen",
        "Kotihoidon työntekijät kokevat, että työvuorot muuttuvat viime hetkellä eikä omaan työhön voi vaikuttaa. Sairauspoissaolot ovat kasvaneet.",
        "Tiimit suunnittelevat vuoronsa itse yhteisten periaatteiden mukaan ja poissaolot kääntyvät laskuun.",
        ("wellbeing", "renewal"), (2, 4, 22, 3), 2, "on_site", "Terveysasema, Satamakatu 12, kokoustila Majakka", 1, -45, -9,
        story=[(4, "ask_more", {"sections": ["need"], "message": "Kertoisitteko tarkemmin, miten henkilöstö on tähän asti osallistunut suunnitteluun?"}), (7, "answer", {"answer": "Lisäsimme kuvauksen tiimien aiemmasta kokeilusta."}), (9, "grant", {"grounds": GRANT}), (13, "accept", {}), (37, "report", {"hours": "12", "summary": "Kaksi tiimiä laati periaatteet yhteisölliseen vuorosuunnitteluun. Kokeilu alkaa kuukauden vaihteessa, ja luottamusmies on mukana seurannassa."}), (38, "feedback", {"rating": "5", "comment": "Sparraaja kuunteli kaikkia ryhmiä.", "follows": "project"}), (39, "feedback", {"rating": "4"})],
    ),
    DemoApplication(
        "Strandby kommun", 1334563, "Bildningstjänster", "education", "Camilla Lindholm",
        "Skolorna och småbarnspedagogiken planerar övergången till förskolan var för sig. Familjerna får olika besked.",
        "En gemensam modell för övergången som personalen själv har byggt.",
        ("cooperation",), (1, 2, 9, 2), 1, "remote", "Teams", 2, -30, 12, "sv",
        story=[(5, "grant", {"grounds": GRANT_SV}), (7, "accept", {})],
    ),
    DemoApplication(
        "Lehtovaaran kunta", 1434564, "Tekniset palvelut", "technical", "Jukka Heikkinen",
        "Kunnossapidon ja rakennuttamisen välissä työt jäävät odottamaan, koska tilaukset kulkevat sähköpostissa.",
        "Yhteinen tilannetaulu ja sovittu tapa vastaanottaa tilaus.",
        ("processes", "cooperation"), (1, 2, 8, 0), 1, "on_site", "Varikko, Teollisuustie 9", 3, -24, -6,
        story=[(6, "grant", {"grounds": GRANT}), (9, "accept", {}), (12, "move", {"date": -2, "reason": "Talvikunnossapidon päivystys osui samalle päivälle."})],
    ),
    DemoApplication(
        "Rantalan kuntayhtymä", 1534565, "Sairaanhoitajien osasto 3", "social_health", "Helena Mäkelä",
        "Osastojen yhdistäminen toi kaksi toimintakulttuuria saman katon alle. Hiljaiset raportit kokeillaan, mutta käytännöt vaihtelevat vuoroittain.",
        "Osaston yhteinen tapa raportoida ja perehdyttää.",
        ("culture", "community"), (1, 2, 18, 0), 2, "on_site", "Keskussairaala, 3. kerros", 4, -16, 25,
        story=[(7, "grant", {"grounds": GRANT})],
    ),
    DemoApplication(
        "Pohjansaaren kaupunki", 1634566, "Kirjasto- ja kulttuuripalvelut", "culture", "Sari Laine",
        "Omatoimikirjasto laajenee ja henkilöstön työnkuva muuttuu. Moni on huolissaan siitä, mitä asiakaspalvelu on jatkossa.",
        "Henkilöstön kanssa tehty kuvaus uudesta asiakaspalvelusta ja osaamisen suunnitelma.",
        ("future", "commitment"), (1, 1, 11, 4), 1, "on_site", "Pääkirjasto, lukusali", 5, -18, 16,
        story=[(5, "grant", {"grounds": GRANT}), (8, "decline", {"reason": "Olen sinä viikkona jo toisessa kunnassa. Suosittelen kääntymään kollegojen puoleen."})],
    ),
    DemoApplication(
        "Vesijärven kaupunki", 1734567, "Taloushallinto", "administration", "Petri Salonen",
        "Laskujen kierto on hidas ja perintä alkaa myöhässä. Yksiköt eivät tiedä, kuka hyväksyy mitäkin.",
        "Selkeä perintäprosessi ja vastuut, jotka yksiköt tuntevat.",
        ("processes",), (1, 2, 6, 0), 1, "remote", "Teams", 6, -12, 22,
        story=[(4, "ask_more", {"sections": ["participants", "need"], "message": "Keitä henkilöstön edustajia päivään osallistuu? Täydentäkää myös tavoitetta: mistä tiedätte, että prosessi on selkeytynyt?"})],
    ),
    DemoApplication(
        "Kivikosken kunta", 1834568, "Vanhuspalvelut, Onnela", "social_health", "Tuula Nieminen",
        "Onnelan hoivakodissa asukkaiden toiveet eivät näy päivän rytmissä. Henkilöstö haluaa muuttaa tapaa, mutta arki vie mukanaan.",
        "Asukkaan päivä suunnitellaan asukkaan ja omaisten kanssa.",
        ("renewal", "wellbeing"), (1, 1, 12, 5), 2, "on_site", "Onnela, ruokasali", 7, -15, 27,
    ),
    DemoApplication(
        "Harjulan kaupunki", 1934569, "Pelastuslaitos", "rescue", "Timo Rantanen",
        "Kaksi paloasemaa siirtyy samaan työvuorojärjestelmään. Asemien tavat varustaa ja huoltaa kalusto eroavat.",
        "Yhteinen huoltokierto, jonka vuorot hyväksyvät.",
        ("cooperation", "commitment"), (1, 3, 16, 0), 1, "on_site", "Keskuspaloasema", 8, -6, 30,
        story=[(5, "grant", {"grounds": GRANT})],
    ),
    DemoApplication(
        "Norrvik stad", 1134560, "Tekniska sektorn", "technical", "Kristian Backman",
        "Fastighetsskötseln och städningen har slagits ihop. Arbetsledningen är ny och personalen vet inte vem som beslutar vad.",
        "Tydliga roller och ett gemensamt veckomöte.",
        ("community",), (1, 2, 10, 0), 1, "on_site", "Stadshuset, mötesrum 2", 2, -4, 33, "sv",
    ),
    DemoApplication(
        "Suvannon kunta", 1034561, "Maankäyttö", "land_use", "Katja Peltonen",
        "Kaavoitus ja mittaus ovat ottaneet käyttöön saman karttapalvelun, mutta tietoa syötetään yhä kahteen kertaan.",
        "Yhteinen tapa ylläpitää karttatietoa.",
        ("processes", "future"), (0, 2, 7, 0), 1, "remote", "Teams", 9, -3, 35,
    ),
    DemoApplication(
        "Lounaisrannan hyvinvointialue", 2134562, "Perhekeskus", "social_health", "Elina Koskinen",
        "Neuvola, perhetyö ja puheterapia tapaavat samat perheet eri päivinä. Perheet kertovat saman asian monta kertaa.",
        "Perheen kanssa yksi yhteinen suunnitelma.",
        ("cooperation", "renewal"), (2, 3, 15, 2), 2, "on_site", "Perhekeskus, Koulukatu 1", 10, -1, 40,
    ),
    DemoApplication(
        "Mäntyharjun Vesi ja Lämpö Oy", 2334563, "Asiakaspalvelu", "technical", "Riikka Ahonen",
        "Yhtiö on kunnan omistama ja asiakaspalvelu siirtyy verkkoon. Puheluja tulee silti entiseen tapaan.",
        "Henkilöstön ehdotuksista koottu palvelupolku.",
        ("renewal",), (0, 1, 0, 0), 1, "remote", "Teams", 0, -20, 14,
        story=[(6, "reject", {"grounds": "Päivään ei osallistu johtoa eikä henkilöstön edustajia. Sparraus edellyttää molempia. Voitte hakea uudelleen, kun osallistujat on sovittu."})],
    ),
    DemoApplication(
        "Alavuoren kaupunki", 2434564, "Työllisyyspalvelut", "employment", "Mikko Järvinen",
        "Työllisyyspalvelut siirtyivät kunnalle ja tiimit on koottu kolmesta organisaatiosta.",
        "Yhteinen toimintatapa asiakkaan ensitapaamiseen.",
        ("culture", "renewal"), (1, 2, 13, 0), 1, "on_site", "Virastotalo, 2. kerros", 3, -14, 20,
        story=[(5, "withdraw", {"reason": "Järjestämme päivän omin voimin myöhemmin keväällä."})],
    ),
    DemoApplication(
        "Saarenmaan kunta", 2534565, "Ruokapalvelut", "administration", "Päivi Lehtonen",
        "Keittiöt keskitetään ja kuljetukset alkavat aamuviideltä. Muutos huolettaa henkilöstöä.",
        "Henkilöstön kanssa sovittu aikataulu ja perehdytys.",
        ("commitment", "wellbeing"), (1, 2, 9, 0), 1, "on_site", "Keskuskeittiö", 5, -28, 6,
        story=[(4, "grant", {"grounds": GRANT}), (6, "accept", {}), (20, "cancel", {"reason": "Keittiöremontti siirtyi, eikä päivälle ole enää tarvetta tänä vuonna."})],
    ),
)  # fmt: skip
