"""Fixed lists of the programme with their names in Finnish, Swedish and English."""

from __future__ import annotations

Names = dict[str, str]


def _names(fi: str, sv: str, en: str) -> Names:
    return {"fi": fi, "sv": sv, "en": en}


REGIONS: dict[str, Names] = {
    "uusimaa": _names("Uusimaa", "Nyland", "Uusimaa"),
    "varsinais-suomi": _names("Varsinais-Suomi", "Egentliga Finland", "Southwest Finland"),
    "satakunta": _names("Satakunta", "Satakunta", "Satakunta"),
    "kanta-hame": _names("Kanta-Häme", "Egentliga Tavastland", "Kanta-Häme"),
    "pirkanmaa": _names("Pirkanmaa", "Birkaland", "Pirkanmaa"),
    "paijat-hame": _names("Päijät-Häme", "Päijänne-Tavastland", "Päijät-Häme"),
    "kymenlaakso": _names("Kymenlaakso", "Kymmenedalen", "Kymenlaakso"),
    "etela-karjala": _names("Etelä-Karjala", "Södra Karelen", "South Karelia"),
    "etela-savo": _names("Etelä-Savo", "Södra Savolax", "South Savo"),
    "pohjois-savo": _names("Pohjois-Savo", "Norra Savolax", "North Savo"),
    "pohjois-karjala": _names("Pohjois-Karjala", "Norra Karelen", "North Karelia"),
    "keski-suomi": _names("Keski-Suomi", "Mellersta Finland", "Central Finland"),
    "etela-pohjanmaa": _names("Etelä-Pohjanmaa", "Södra Österbotten", "South Ostrobothnia"),
    "pohjanmaa": _names("Pohjanmaa", "Österbotten", "Ostrobothnia"),
    "keski-pohjanmaa": _names("Keski-Pohjanmaa", "Mellersta Österbotten", "Central Ostrobothnia"),
    "pohjois-pohjanmaa": _names("Pohjois-Pohjanmaa", "Norra Österbotten", "North Ostrobothnia"),
    "kainuu": _names("Kainuu", "Kajanaland", "Kainuu"),
    "lappi": _names("Lappi", "Lappland", "Lapland"),
    "ahvenanmaa": _names("Ahvenanmaa", "Åland", "Åland"),
}

SECTORS: dict[str, Names] = {
    "social_health": _names(
        "Sosiaali- ja terveyspalvelut", "Social- och hälsovård", "Social and health services"
    ),
    "education": _names(
        "Opetus ja varhaiskasvatus",
        "Utbildning och småbarnspedagogik",
        "Education and early education",
    ),
    "technical": _names("Tekniset palvelut", "Tekniska tjänster", "Technical services"),
    "administration": _names(
        "Hallinto ja tukipalvelut",
        "Förvaltning och stödtjänster",
        "Administration and support services",
    ),
    "culture": _names("Kulttuuri ja vapaa-aika", "Kultur och fritid", "Culture and leisure"),
    "rescue": _names("Pelastustoimi", "Räddningsväsendet", "Rescue services"),
    "land_use": _names(
        "Maankäyttö ja ympäristö", "Markanvändning och miljö", "Land use and environment"
    ),
    "employment": _names(
        "Työllisyys- ja elinkeinopalvelut",
        "Sysselsättnings- och näringslivstjänster",
        "Employment and business services",
    ),
    "other": _names("Muu", "Annan", "Other"),
}

SPOKEN: dict[str, Names] = {
    "fi": _names("suomi", "finska", "Finnish"),
    "sv": _names("ruotsi", "svenska", "Swedish"),
    "en": _names("englanti", "engelska", "English"),
    "se": _names("pohjoissaame", "nordsamiska", "Northern Sámi"),
}

# the list the programme starts with; staff edit it afterwards
THEMES: dict[str, Names] = {
    "processes": _names(
        "Prosessien kehittäminen", "Utveckling av processer", "Developing processes"
    ),
    "community": _names(
        "Työyhteisön toimivuuden parantaminen",
        "En bättre fungerande arbetsgemenskap",
        "Making the work community function better",
    ),
    "cooperation": _names(
        "Yksiköiden välinen yhteistyö", "Samarbete mellan enheter", "Cooperation between units"
    ),
    "commitment": _names(
        "Henkilöstön ja esihenkilöiden osallistaminen ja sitouttaminen muutokseen",
        "Att engagera personal och chefer i en förändring",
        "Involving and committing personnel and supervisors to a change",
    ),
    "renewal": _names(
        "Toimintatapojen uudistaminen ja asiakaslähtöisyys",
        "Förnyade arbetssätt och kundorientering",
        "Renewing ways of working, customer orientation",
    ),
    "culture": _names(
        "Toimintakulttuurin uudistaminen",
        "Förnyelse av verksamhetskulturen",
        "Renewing the operating culture",
    ),
    "future": _names(
        "Tulevaisuuden työtavat ja palvelut",
        "Framtidens arbetssätt och tjänster",
        "Future ways of working and services",
    ),
    "wellbeing": _names("Työhyvinvointi", "Arbetshälsa", "Well-being at work"),
    "other": _names("Jokin muu", "Något annat", "Something else"),
}


def names_in(vocabulary: dict[str, Names], language: str) -> dict[str, str]:
    """id → name in the language, in the list's order; Finnish where the language has none."""
    return {key: names.get(language, names["fi"]) for key, names in vocabulary.items()}
