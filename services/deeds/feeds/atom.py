"""A feed as Atom (RFC 4287)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from services.deeds.feeds.feed import LICENCE_ADDRESS, Entry, Feed
from services.deeds.feeds.xml import add, moment, written

TYPE = "application/atom+xml"


def atom(feed: Feed) -> bytes:
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    add(root, "id", feed.address)
    add(root, "title", feed.title)
    add(root, "subtitle", feed.subtitle)
    add(root, "updated", moment(feed.updated_at))
    add(root, "link", rel="self", type=TYPE, href=feed.address)
    add(root, "link", rel="alternate", type="text/html", href=feed.page)
    add(root, "link", rel="license", href=LICENCE_ADDRESS)
    add(root, "rights", feed.rights)
    add(root, "generator", "Kunteko")
    for entry in feed.entries:
        _entry(root, entry)
    return written(root)


def _entry(root: Element, entry: Entry) -> None:
    element = add(root, "entry", xml_lang=entry.language)
    add(element, "id", entry.id)
    add(element, "title", entry.title)
    add(element, "link", rel="alternate", type="text/html", href=entry.address)
    add(element, "published", moment(entry.published_at))
    add(element, "updated", moment(entry.updated_at))
    add(add(element, "author"), "name", entry.author)
    for key, name in entry.categories:
        add(element, "category", term=key, label=name)
    add(element, "summary", entry.summary)
    add(element, "content", entry.body, type="html")
