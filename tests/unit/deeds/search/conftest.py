from datetime import UTC, datetime, timedelta

import pytest

from services.deeds.search.entry import Published, entry_of
from services.deeds.search.index import Index
from services.deeds.search.marking import Marker
from services.deeds.search.query import meant, units_of
from services.deeds.search.ranking import everything, ranked

START = datetime(2026, 1, 1, tzinfo=UTC)


def published(number, **content):
    language = content.pop("language", "fi")
    content = {"title": f"Teko {number}", "need": "", **content}
    at = START + timedelta(days=number)
    return Published(f"deed-{number}", number, language, content, at, at)


class Found:
    """A small catalogue, asked as the pages ask it."""

    def __init__(self, directory, deeds):
        writer = Index(directory).writer()
        for deed in deeds:
            writer.put(deed.id, 1, entry_of(deed))
        writer.commit()
        self.reader = Index(directory).reader()

    def by(self, text):
        """Numbers of the deeds found, the best first."""
        units = units_of(text, self.reader)
        query = ranked(units, self.reader) if units else everything()
        return [hit.number for hit in self.reader.find(query, limit=50)[1]]

    def suggestion(self, text):
        return meant(text, units_of(text, self.reader))

    def marker(self, text):
        return Marker(unit.terms for unit in units_of(text, self.reader))


@pytest.fixture
def catalogue(tmp_path):
    """catalogue("title one", {"title": …, "need": …}, …): numbered from 1."""

    def make(*deeds):
        contents = [{"title": deed} if isinstance(deed, str) else deed for deed in deeds]
        return Found(tmp_path, [published(n, **content) for n, content in enumerate(contents, 1)])

    return make
