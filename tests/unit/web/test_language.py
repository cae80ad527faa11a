"""Finnish first; the address, then the cookie, then the browser choose otherwise."""

import pytest


@pytest.mark.parametrize(
    ("query", "accepts", "language"),
    [
        ("", "", "fi"),
        ("", "de", "fi"),
        ("", "sv-FI,sv;q=0.9,en;q=0.8", "sv"),
        ("", "en-GB", "en"),
        ("?lang=en", "sv", "en"),
        ("?lang=xx", "sv", "sv"),
        ("?lang=../../etc", "", "fi"),
    ],
)
def test_the_language_follows_the_address_and_then_the_browser(client, query, accepts, language):
    page = client.get(f"/form{query}", headers={"Accept-Language": accepts})
    assert f'<html lang="{language}">' in page.get_data(as_text=True)


def test_a_chosen_language_stays_for_the_next_page(client):
    client.get("/form?lang=sv")
    assert '<html lang="sv">' in client.get("/form").get_data(as_text=True)


def test_the_language_menu_leads_to_this_very_page(client):
    text = client.get("/form?page=2&lang=fi&q=a%26b").get_data(as_text=True)
    assert 'href="/form?page=2&amp;q=a%26b&amp;lang=sv" lang="sv" hreflang="sv"' in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ["Siirry sisältöön", "Etusivu", "Asiantuntijat", "Henkilöstön kirjautuminen"]),
        ("sv", ["Gå till innehållet", "Startsida", "Experter", "Inloggning för personalen"]),
        ("en", ["Skip to content", "Home", "Experts", "Staff sign-in"]),
    ],
)
def test_the_shell_speaks_each_language(client, language, words):
    text = client.get(f"/form?lang={language}").get_data(as_text=True)
    assert [word for word in words if word in text] == words
