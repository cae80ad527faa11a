"""A little XML: elements by name, and only characters that XML may have."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

# a text from an older catalogue may hold anything
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    """`text` and attributes are escaped when written. `xml_lang` becomes xml:lang."""
    named = {key.replace("xml_", "xml:"): allowed(value) for key, value in attributes.items()}
    element = SubElement(parent, name, named)
    if text is not None:
        element.text = allowed(text)
    return element


def allowed(text: str) -> str:
    return NOT_XML.sub("", text)


def written(root: Element) -> bytes:
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def moment(at: datetime) -> str:
    """RFC 3339, as Atom and sitemaps have it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
