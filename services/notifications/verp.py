"""The return address of each mail: what comes back there says by itself which mail it is about."""

from __future__ import annotations

import hmac
from hashlib import sha256

from shared.settings import Settings

MARK = 12  # characters of the signature: enough against guessing, for forging moves no money
LONGEST = 320  # characters of an address


def return_address(settings: Settings, key: str) -> str:
    """palautukset+<key>-<signature>@…; the office's sender where nobody reads what comes back.

    `key` is the id of a Message or a BulletinRecipient: letters and digits only.
    """
    if not settings.bounce_address:
        return settings.mail_from
    local, _, domain = settings.bounce_address.rpartition("@")
    return f"{local}+{key}-{_signature(settings.secret_keys[0], key)}@{domain}"


def mail_key(settings: Settings, address: str) -> str:
    """The key in a return address of ours; "" for any other address."""
    if not settings.bounce_address or len(address) > LONGEST:
        return ""
    local, _, domain = address.strip("<> ").casefold().rpartition("@")
    ours, _, our_domain = settings.bounce_address.casefold().rpartition("@")
    name, _, rest = local.partition("+")
    key, _, mark = rest.rpartition("-")
    if (name, domain) != (ours, our_domain) or not (key.isascii() and key.isalnum()):
        return ""
    known = (hmac.compare_digest(_signature(secret, key), mark) for secret in settings.secret_keys)
    return key if mark.isascii() and any(known) else ""


def _signature(secret: str, key: str) -> str:
    made = hmac.new(secret.encode(), f"kunteko.return/{key}".encode(), sha256)
    return made.hexdigest()[:MARK]
