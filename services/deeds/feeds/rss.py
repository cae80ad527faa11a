"""A feed as RSS 2.0."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element

from services.deeds.feeds.feed import Entry, Feed
from services.deeds.feeds.xml import add, written

TYPE = "application/rss+xml"
NAMES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def rss(feed: Feed) -> bytes:
    root = Element("rss", NAMES)
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.page)
    add(channel, "description", feed.subtitle)
    add(channel, "language", feed.language)
    add(channel, "copyright", feed.rights)
    add(channel, "lastBuildDate", _moment(feed.updated_at))
    add(channel, "generator", "Kunteko")
    add(channel, "atom:link", rel="self", type=TYPE, href=feed.address)
    for entry in feed.entries:
        _item(channel, entry)
    return written(root)


def _item(channel: Element, entry: Entry) -> None:
    item = add(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.address)
    add(item, "guid", entry.id, isPermaLink="false")
    add(item, "pubDate", _moment(entry.published_at))
    add(item, "dc:creator", entry.author)  # RSS's own author would have to be an e-mail address
    add(item, "dc:language", entry.language)
    for _key, name in entry.categories:
        add(item, "category", name)
    add(item, "description", entry.body)


def _moment(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC))
