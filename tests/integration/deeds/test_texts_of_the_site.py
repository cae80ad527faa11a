"""Privacy, accessibility, contact: real texts, whole in each language."""

import pytest

PATHS = ("/privacy", "/accessibility", "/contact")
LANGUAGES = ("fi", "sv", "en")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_exists_in_each_language_and_names_the_office(client, path, language):
    page = client.get(f"{path}?lang={language}")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    main = page.text.split("<main", 1)[1].split("</main>")[0]
    assert "toimisto@kunteko.example" in main
    assert "{{" not in main


@pytest.mark.parametrize("path", PATHS)
def test_the_languages_have_the_same_headings(client, path):
    counts = {client.get(f"{path}?lang={language}").text.count("<h") for language in LANGUAGES}
    assert len(counts) == 1


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/privacy", "fi", "90 päivän kuluttua viimeisestä tallennuksesta"),
        ("/privacy", "sv", "dataombudsmannen"),
        ("/privacy", "en", "kunteko_session"),
        ("/accessibility", "fi", "Liikenne- ja viestintävirasto Traficom"),
        ("/accessibility", "sv", "Transport- och kommunikationsverket Traficom"),
        ("/accessibility", "en", "within two weeks"),
        ("/contact", "fi", "SP-2026-0001"),
    ],
)
def test_the_texts_say_what_the_law_asks(client, path, language, words):
    assert words in client.get(f"{path}?lang={language}").text


def test_every_page_leads_to_the_three_texts(client):
    home = client.get("/").text
    assert [path for path in PATHS if f'href="{path}"' not in home] == []
