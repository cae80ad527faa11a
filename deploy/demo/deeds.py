"""Ten deeds told through the real form, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from deploy.demo.stage import Story


@dataclass(frozen=True)
class DemoDeed:
    """`sent`: days from now (negative: ago). `answers`: as the form has them."""

    sent: int
    person: str
    language: str
    answers: dict[str, Any]
    story: Story = field(default_factory=list)
    picture: bool = False


DEEDS = (
    DemoDeed(
        -40,
        "Marja Karppinen",
        "fi",
        {
            "title": "Aktiivisen tuen mallin seuranta kuntoon",
            "stage": "done",
            "need": "Aktiivisen tuen malli oli hyväksytty vuosia sitten, mutta puheeksiottoja tehtiin kirjavasti eikä kukaan seurannut, toteutuvatko sovitut toimet. Pitkät poissaolot venyivät, kun työterveysneuvottelu järjestettiin liian myöhään.",
            "goal": "Jokaisen hälytysrajan ylittymisen jälkeen käydään keskustelu, ja sovittuihin asioihin palataan.",
            "done": "Työsuojelupäällikkö ja henkilöstösihteeri rakensivat seurantanäkymän, joka muistuttaa esihenkilöä. Samalla pidettiin harjoituksia vaikean asian puheeksi ottamisesta, ja työterveyshuolto oli niissä mukana.",
            "results": "Keskusteluista kirjataan nyt yhdeksän kymmenestä. Pitkien sairauspoissaolojen määrä on kääntynyt laskuun. Kemissä tuloksia käydään nyt läpi myös työsuojelutoimikunnassa neljännesvuosittain.",
            "organisation": "Kemin kaupunki",
            "unit": "Työsuojelu",
            "sector": "administration",
            "region": "lappi",
            "themes": ["wellbeing", "processes"],
            "took_part": ["supervisors", "personnel"],
        },
        [
            (2, "publish", {"message": "Kiitos selkeästä teosta!"}),
            (
                30,
                "change",
                {
                    "results": "Seurantaa tehdään nyt joka kuukausi, ja varhaisen tuen keskusteluja käydään puolet enemmän kuin vuosi sitten. Pitkät sairauspoissaolot ovat vähentyneet toista vuotta peräkkäin."
                },
            ),
        ],
    ),
    DemoDeed(
        -33,
        "Ari Kinnunen",
        "fi",
        {
            "title": "Aura-autojen sijainti näkyviin asukkaille",
            "stage": "under_way",
            "need": "Pyryn aikana puhelinpalvelu tukkeutui kysymyksistä, milloin oma katu aurataan. Työnjohtokaan ei aina tiennyt, missä urakoitsijoiden traktorit olivat, ja samalla kadulla saatettiin käydä turhaan kahdesti.",
            "goal": "Jokainen näkee verkosta, missä kalusto liikkuu ja mitkä kadut on jo käsitelty.",
            "done": "Kaikkiin kunnossapitokoneisiin asennetaan paikannin, ja tiedot avataan kaupungin verkkosivujen kartalle puolen tunnin viiveellä. Kuljettajien kanssa on käyty läpi, mihin seurantatietoa käytetään ja mihin ei, ja tästä on tehty yhteistoiminnassa kirjallinen sopimus.",
            "results": "Kokeilussa on viisi aluetta Oulun pohjoispuolella. Soitot ovat vähentyneet, ja työnjohto ohjaa kalustoa joustavammin, mutta vanhimmissa koneissa paikannus katkeilee kovassa pakkasessa.",
            "organisation": "Oulun kaupunki",
            "unit": "Katu- ja viherpalvelut",
            "sector": "technical",
            "region": "pohjois-pohjanmaa",
            "themes": ["future", "renewal"],
            "took_part": ["management", "supervisors", "personnel"],
        },
        [
            (1, "publish", {}),
            (
                20,
                "ask_down",
                {
                    "reason": "Palvelu siirtyy toisen toimittajan vastuulle, ja kuvaus vanhenee vuodenvaihteessa."
                },
            ),
        ],
    ),
    DemoDeed(
        -30,
        "Hanna Virtanen",
        "fi",
        {
            "title": "Kaksi opettajaa samassa luokassa",
            "stage": "done",
            "need": "Rinnakkaisluokilla opetettiin samoja asioita seinän molemmin puolin, ja kumpikin opettaja valmisteli tuntinsa yksin. Tukea tarvitsevat oppilaat haettiin pois luokasta, jolloin he jäivät jälkeen muusta opetuksesta.",
            "goal": "Tavoitteena oli kokeilla yhteisopettajuutta niin, että tuki tulee oppilaan luo eikä toisinpäin.",
            "done": "Neljä opettajaparia jakoi lukuvuoden ajan kahden luokan oppilaat joustaviin ryhmiin. Väliseinä avattiin, suunnittelulle varattiin viikkotunti ja erityisopettaja tuli mukaan äidinkielen ja matematiikan tunneille.",
            "results": "Kolme paria neljästä jatkaa samalla tavalla. Oppilaat sanovat saavansa apua nopeammin, ja opettajat kertovat työn keventyneen, kun vastuun voi jakaa.",
            "organisation": "Turun kaupunki",
            "unit": "Vasaramäen koulu",
            "sector": "education",
            "region": "varsinais-suomi",
            "themes": ["renewal", "cooperation"],
            "took_part": ["supervisors", "personnel"],
        },
        [(3, "publish", {})],
        picture=True,
    ),
    DemoDeed(
        -26,
        "Kirsi Lehtonen",
        "fi",
        {
            "title": "Kokoukset lyhenivät puoleen",
            "stage": "done",
            "need": "Johtoryhmän ja tiimien palaverit venyivät, samoja asioita käsiteltiin monessa pöydässä ja päätökset jäivät epäselviksi. Kalenterit olivat niin täynnä, että varsinainen työ siirtyi iltaan.",
            "goal": "Kokouksia on vähemmän, niillä on tarkoitus ja jokainen tietää, mitä sovittiin.",
            "done": "Kävimme kalenterit läpi ja lakkautimme neljäsosan vakiopalavereista. Jäljelle jääneille sovittiin 45 minuutin enimmäiskesto, kiertävä puheenjohtaja ja loppuun viiden minuutin kertaus päätöksistä.",
            "results": "Kokousaikaa säästyy asiantuntijaa kohti kolme tuntia viikossa. Kiertävä puheenjohtajuus on tuonut hiljaisempien ajatukset kuuluviin.",
            "organisation": "Lahden kaupunki",
            "unit": "Konsernihallinto",
            "sector": "administration",
            "region": "paijat-hame",
            "themes": ["processes", "culture"],
            "took_part": ["management", "supervisors", "personnel"],
        },
        [
            (
                2,
                "ask_more",
                {
                    "sections": ["story"],
                    "message": "Kertoisitteko vielä, miten kokousten lyheneminen mitattiin ja mitä vapautuneella ajalla on tehty?",
                },
            ),
            (
                6,
                "answer",
                {
                    "results": "Kokousaika väheni johtoryhmissä puoleen ja tiimeissä kolmanneksen. Laskimme ajat kalenterista ennen muutosta ja puoli vuotta sen jälkeen. Säästynyt aika käytetään asiakaskäynteihin.",
                    "answer": "Lisäsimme mittaustavan ja ajan käytön.",
                },
            ),
        ],
    ),
    DemoDeed(
        -20,
        "Annika Sundqvist",
        "sv",
        {
            "title": "Språkstöd i leken för flerspråkiga barn",
            "stage": "done",
            "need": "På daghemmet talas elva språk, och flera barn hade tillbringat ett år i gruppen utan att säga mycket på svenska. Vi gav färdiga övningar som inte intresserade dem.",
            "goal": "Barnens svenska ska utvecklas i de vanliga situationerna i leken.",
            "done": "Personalen filmade varandra i leken och tittade på klippen tillsammans med en speciallärare. Vi lärde oss att benämna, vänta och bygga ut barnets meningar, och satte upp bilder vid lekhörnen.",
            "results": "Enligt kartläggningen ökade ordförrådet tydligt hos femton av arton barn. Filmandet kändes obekvämt i början.",
            "organisation": "Vasa stad",
            "unit": "Daghemmet i Brändö",
            "sector": "education",
            "region": "pohjanmaa",
            "themes": ["renewal", "community"],
            "took_part": ["supervisors", "personnel"],
        },
        [(2, "publish", {"message": "Tack, en fin gärning!"})],
        picture=True,
    ),
    DemoDeed(
        -15,
        "Jukka Korhonen",
        "fi",
        {
            "title": "Pienet urakat paikallisille yrityksille",
            "stage": "under_way",
            "need": "Kunnan remontit kilpailutettiin niin isoina kokonaisuuksina, etteivät kuhmolaiset kirvesmiehet ja maanrakentajat voineet tarjota. Työt menivät kauas, ja korjauskäyntiä sai odottaa.",
            "goal": "Alle kynnysarvon jäävissä töissä saadaan vähintään kolme tarjousta omalta seudulta.",
            "done": "Hankinnat pilkotaan kohteittain, ja tulevat työt julkaistaan tammikuussa vuosikellona. Yrittäjille järjestetään Kuhmossa tarjousklinikka, jossa harjoitellaan lomakkeiden täyttämistä, ja vaatimuksista karsitaan turhat todistukset.",
            "results": "Ensimmäisellä kierroksella tarjouksia tuli keskimäärin neljä aiemman puolentoista sijaan. Hinnat laskivat hieman, ja talven korjaustöihin päästiin samalla viikolla.",
            "organisation": "Kuhmon kaupunki",
            "unit": "Tekninen osasto",
            "sector": "technical",
            "region": "kainuu",
            "themes": ["renewal", "cooperation"],
            "took_part": ["management", "supervisors", "personnel"],
        },
        [
            (
                2,
                "ask_more",
                {
                    "sections": ["story", "contact"],
                    "message": "Mitä ensimmäisestä urakasta opittiin? Ja keneltä toinen kunta voi kysyä lisää?",
                },
            )
        ],
    ),
    DemoDeed(
        -11,
        "Taina Heikkinen",
        "fi",
        {
            "title": "Uuden hoitajan ensimmäiset kaksi viikkoa ilman omia potilaita",
            "stage": "done",
            "need": "Vastavalmistunut sairaanhoitaja sai perehdytyksenä kansion ja kaksi vuoroa. Kolmannes lähti koeajalla, ja jäljelle jääneet kertoivat pelosta tehdä virhe.",
            "goal": "Tavoitteena on, että uusi ihminen tuntee olonsa turvalliseksi ja jää taloon.",
            "done": "Varasimme jokaiselle kymmenen vuoroa, joissa hän kulkee saman perehdyttäjän rinnalla. Perehdyttäjät vapautettiin muusta opastuksesta ja saivat siitä lisän. Kuukauden ja kolmen kuukauden kohdalla istutaan alas osastonhoitajan kanssa.",
            "results": "Vuoden aikana palkatuista kahdestatoista yksitoista on yhä täällä. Ylimääräiset vuorot maksoivat itsensä takaisin rekrytointikuluissa.",
            "organisation": "Kainuun hyvinvointialue",
            "unit": "Tehostettu valvonta, Kajaani",
            "sector": "social_health",
            "region": "kainuu",
            "themes": ["commitment", "wellbeing"],
            "took_part": ["supervisors", "personnel"],
        },
        [],
        picture=True,
    ),
    DemoDeed(
        -4,
        "Mikaela Lindholm",
        "fi",
        {
            "title": "Tapahtumaluvat yhdeltä lomakkeelta",
            "stage": "done",
            "need": "Kesätapahtuman järjestäjä täytti kahdeksan hakemusta eri virastoihin, ja vastaukset tulivat eri aikaan. Pienet yhdistykset luopuivat ideoistaan, kun eivät jaksaneet selvittää lupia.",
            "goal": "Järjestäjä saa kaikki luvat ja ohjeet yhdestä paikasta kolmessa viikossa.",
            "done": "Kulttuuripalvelut, katuyksikkö, pelastuslaitos ja ympäristöterveys rakensivat yhteisen lomakkeen. Isommista tapahtumista pidetään puolen tunnin palaveri, jossa järjestäjä tapaa kaikki viranomaiset kerralla.",
            "results": "Käsittelyaika lyheni viidestä viikosta kahteen ja puoleen. Tapahtumia on viime kesään verrattuna neljännes enemmän.",
            "organisation": "Hangon kaupunki",
            "unit": "Kulttuuri- ja tapahtumapalvelut",
            "sector": "culture",
            "region": "uusimaa",
            "themes": ["cooperation", "processes"],
            "took_part": ["management", "supervisors", "personnel"],
        },
        [],
    ),
    DemoDeed(
        -2,
        "Johan Nyman",
        "sv",
        {
            "title": "Möten på högst fyrtiofem minuter",
            "stage": "done",
            "need": "Kalendrarna var fulla av möten utan föredragningslista. Cheferna gjorde det egentliga arbetet på kvällen, och samma ärende behandlades i tre olika grupper.",
            "goal": "Mötestiden ska minska med en fjärdedel och besluten bli tydligare.",
            "done": "Vi gick igenom alla återkommande möten och lade ned var tredje. De som återstår har ett syfte i kallelsen, slutar en kvart före hel timme och avslutas med vem som gör vad.",
            "results": "Ledningsgruppen sparade sex timmar i månaden per person. Fredagseftermiddagarna är nu mötesfria.",
            "organisation": "Österbottens förbund",
            "unit": "Kansliet",
            "sector": "administration",
            "region": "pohjanmaa",
            "themes": ["culture", "processes"],
            "took_part": ["supervisors", "personnel"],
        },
        [],
    ),
    DemoDeed(
        -3,
        "Sami Nieminen",
        "fi",
        {
            "title": "Vammaisten kuljetuspalvelun kyydit takaisin tutuille kuskeille",
            "stage": "planned",
            "need": "Kilpailutuksen jälkeen pyörätuolia käyttävä joutui odottamaan taksia tunteja, ja kuljettaja vaihtui joka kerta. Välityskeskus oli toisella puolella maata, eikä paikallisia teitä tunnettu.",
            "goal": "Tähtäämme luotettavaan kyytiin, jota ei tarvitse odottaa puolta tuntia kauempaa.",
            "done": "Valmistelemme vammaisneuvoston kanssa hankinnan, jossa asiakas saa valita vakiotaksin. Järjestämme syksyllä kuulemistilaisuudet Kotkassa ja Haminassa, ja kuljettajille tulee pakollinen puolen päivän perehdytys avustamiseen.",
            "results": "Odotamme myöhästyneiden matkojen vähenevän selvästi ja valitusten puolittuvan ensimmäisenä sopimusvuonna. Vammaisneuvosto seuraa toteutumista neljännesvuosittain.",
            "organisation": "Kymenlaakson hyvinvointialue",
            "unit": "Vammaispalvelujen liikkuminen",
            "sector": "social_health",
            "region": "kymenlaakso",
            "themes": ["renewal", "cooperation"],
            "took_part": ["management", "supervisors", "personnel"],
        },
        [
            (
                1,
                "decline",
                {
                    "grounds": "Ilmoitus kuvaa tulevaa kilpailutusta. Kertokaa teosta, kun uusi tapa on suunniteltu yhdessä kuljettajien ja asiakkaiden kanssa."
                },
            )
        ],
    ),
)

# nobody has sent it yet: its author asks the office for help with it
UNFINISHED = DemoDeed(
    -6,
    "Eija Rantala",
    "fi",
    {
        "title": "Oppilaat suunnittelivat koulun pihan",
        "need": "Piha oli pelkkää asfalttia, ja välitunneilla riideltiin tilasta.",
        "organisation": "Ranuan kunta",
    },
)
# sent, and its address never confirmed: told once before under another title
_told = next(demo for demo in DEEDS if demo.answers["organisation"] == "Hangon kaupunki")
UNCONFIRMED = replace(
    _told,
    sent=-1,
    answers={**_told.answers, "title": "Satamajuhlien luvat käsitellään yhdessä palaverissa"},
)
