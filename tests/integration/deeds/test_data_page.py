"""The page on open data tells programmers, in their language, what there is and on which terms."""

import re

import pytest

from services.deeds.api.schemas import DeedOut


@pytest.mark.parametrize(
    ("language", "heading"), [("fi", "Avoin data"), ("sv", "Öppna data"), ("en", "Open data")]
)
def test_every_field_and_every_code_is_explained(client, language, heading):
    page = client.get(f"/data?lang={language}").text
    assert re.search(rf"<h1[^>]*>\s*{heading}\s*</h1>", page)
    told = set(re.findall(r"\w+", " ".join(re.findall(r"<code>(.*?)</code>", page))))
    assert set(DeedOut().fields) <= told
    assert {"social_health", "lappi", "under_way", "management"} <= told
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    assert "http://127.0.0.1:8000/api/v1/deeds.csv" in page
