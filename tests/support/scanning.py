"""Mail scanners inside a test: they open links without cookies, and all that is stored is compared
before and after."""

import re
from html import unescape
from urllib.parse import urlsplit

from mongoengine.connection import get_db

from deploy.routes import service_for
from services.notifications.kinds import sample_mail, samples

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
# a long one is compressed, and begins with a dot
TOKEN = re.compile(r"/\.?[\w-]{16,}\.[\w-]{20,}(?=/|$)")


def stored(service):
    """Every document of every collection of the service, in this test's corner of the store."""
    database = get_db(service)
    return {
        (collection, str(row["_id"])): row
        for collection in database.list_collection_names()
        for row in database[collection].find()
    }


def changed(before, after):
    """(collection, id) of what is not as it was."""
    return [key for key in {**before, **after} if before.get(key) != after.get(key)]


def scanned(app, path, language="en"):
    """Answers to HEAD, GET and GET again, each of somebody else without a cookie."""
    opened = f"{path}{'&' if '?' in path else '?'}lang={language}"
    return [app.test_client().open(opened, method=method) for method in ("HEAD", "GET", "GET")]


def is_private(answer):
    """Kept by no cache, found by no search engine, told to no other site."""
    held = {name: answer.headers.get(name) for name in PRIVATE}
    return held == PRIVATE and "noindex" in answer.headers.get("X-Robots-Tag", "")


def words_of(answer):
    """The page's own part, as plain text."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    text = unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u2011", "-")
    return " ".join(text.split())


def addresses_in(mail, base_url):
    """Paths on our own site that the mail links to, without the language."""
    found = {mail.link, *mail.links.values()}
    found |= {link for values in mail.lists.values() for link in values}
    found |= {link for value in mail.values.values() for link in re.findall(r"http\S+", value)}
    return {urlsplit(link).path for link in found if link.startswith(base_url)}


def is_personal(path):
    return bool(TOKEN.search(path))


def kinds_with_links_to(service, settings):
    """Templates of the mails that carry a personal link to a page of the service."""
    return {
        template
        for template in samples(settings)
        if personal_links([sample_mail(template, "fi", settings)], service, settings)
    }


def personal_links(mails, service, settings):
    return {
        path
        for mail in mails
        for path in addresses_in(mail, settings.base_url)
        if is_personal(path) and service_for(path) == service
    }


def scan(app, service, mails, settings):
    """Open every link of every mail that leads to the service: nothing changes, nothing breaks.

    Returns path → status.
    """
    found = {}
    paths = {path for mail in mails for path in addresses_in(mail, settings.base_url)}
    before = stored(service)
    for path in sorted(path for path in paths if service_for(path) == service):
        answers = scanned(app, path, "fi")
        statuses = {answer.status_code for answer in answers}
        assert len(statuses) == 1, (path, statuses)
        assert not is_personal(path) or all(is_private(answer) for answer in answers), path
        found[path] = statuses.pop()
    touched = changed(before, stored(service))
    assert not touched, f"a scanner came by, and this changed: {touched}"
    return found
