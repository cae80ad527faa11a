"""Markdown that staff write becomes HTML that a mail can carry, and plain text that can be read."""

import re

import pytest

from services.notifications.markdown import as_html, as_text

TEXT = """# Haku on auki
Hakea voi **15.1. asti**.
Lisää [sivulla](https://kunteko.example/haku) tai <https://kunteko.example>.

- yksi
- kaksi
  1. ensin
  2. sitten

> Hyvä päivä.
"""
PLAIN = """Haku on auki
------------

Hakea voi 15.1. asti.
Lisää sivulla (https://kunteko.example/haku) tai https://kunteko.example.

-  yksi
-  kaksi
   1. ensin
   2. sitten

> Hyvä päivä."""


def bare(html):
    return re.sub(r' style="[^"]*"', "", html)


def test_what_can_be_written_becomes_html():
    html = bare(as_html(TEXT))
    assert "<h2>Haku on auki</h2>" in html  # the title of the letter is its h1
    assert "<strong>15.1. asti</strong>.<br />" in html
    assert '<a href="https://kunteko.example/haku">sivulla</a>' in html
    assert "<ul>" in html and "<ol>" in html and "<blockquote>" in html


def test_the_plain_text_says_the_same_with_the_addresses_of_links():
    assert as_text(TEXT) == PLAIN


def test_a_mail_link_reads_as_an_address():
    text = "[kirjoita](mailto:toimisto@kunteko.example) tai <toimisto@kunteko.example>"
    assert as_text(text) == ("kirjoita (toimisto@kunteko.example) tai toimisto@kunteko.example")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](//evil.example)",
        "[x](/staff/mails)",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](https://x.example "a\\" onclick=\\"alert(1)")',
        "![x](https://evil.example/pixel.png)",
        "</mj-text><mj-raw><script>1</script></mj-raw>",
        "`<script>`",
        "<!-- a comment --> <?php 1 ?> <![CDATA[x]]>",
    ],
)
def test_nothing_runs_and_nothing_is_loaded(hostile):
    html = bare(as_html(hostile))
    assert set(re.findall(r"<\s*([a-z]+)", html)) <= {"p", "a", "br"}
    for address in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert address.startswith("https://")
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', html))
    assert as_text(hostile) or "javascript" in hostile


def test_signs_that_no_mail_can_hold_are_left_out():
    assert as_text("a\x0bb\ufffec\ud800d") == "abcd"


@pytest.mark.parametrize(
    "huge", ["sana " * 10_000, "> " * 5_000, "*" * 5_000, "- " * 5_000, "[" * 5_000]
)
def test_long_and_deep_texts_are_read(huge):
    assert as_html(huge)
    as_text(huge)
