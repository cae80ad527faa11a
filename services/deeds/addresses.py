"""Readable addresses of the marketplace: /deeds/142-kotihoidon-kehittaminen."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60


def key_of(text: str) -> str:
    """A name as a key: small letters a–z, digits and hyphens; "" when it has none of them.

    >>> key_of("Kemin kaupunki, Länsi-Pohja")
    'kemin-kaupunki-lansi-pohja'
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    key = "-".join(re.findall("[a-z0-9]+", plain))
    return key if len(key) <= LONGEST else key[:LONGEST].rpartition("-")[0] or key[:LONGEST]


def deed_path(number: int, title: str) -> str:
    """The number alone finds the deed; the words after it are for people."""
    key = key_of(title)
    return f"/deeds/{number}-{key}" if key else f"/deeds/{number}"
