"""A letter filled in for one recipient is a mail like any other, byte for byte readable."""

from email import message_from_bytes, policy

import pytest

from services.notifications.bulletin_rendering import Press, To, drawn_bulletin, nobodys
from services.notifications.documents import Bulletin
from shared import ambient
from tests.support.settings import make_settings

READER = To("a" * 32, "kaisa@kunta.example", "<row@kunteko.example>")


def bulletin(text="Hei!", **changes):
    said = {"kind": "newsletter", "title": {"fi": "Kirje", "sv": "Brev"}} | changes
    return Bulletin(text={"fi": text, "sv": "Hej!"}, **said)


def letter_to(to=READER, language="fi", **changes):
    raw = Press(bulletin(**changes), language, make_settings()).letter(to, ambient.now())
    return raw, message_from_bytes(raw, policy=policy.default)


def parts_of(mail):
    return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]


@pytest.mark.parametrize(
    "text",
    [
        "Hei ä ö å – €",
        "rivi joka päättyy väliin   \n\nuusi",
        ".\n\n..piste rivin alussa\n\nFrom alussa",
        "yhtäpitkääsanaa" * 60,
        "a=3D=\n\n=C3=A4",
        "https://leave-x.invalid/ https://choices-x.invalid/",
        "{{ own.leave }} {% raw %} ${x} {title}",
    ],
)
def test_whatever_is_written_arrives_as_written(text):
    raw, mail = letter_to(text=text)
    plain, html = parts_of(mail)
    assert max(len(line) for line in raw.split(b"\r\n")) < 400
    assert raw.count(b"\n") == raw.count(b"\r\n")
    words = "".join(text.split())
    assert words in "".join(plain.split())
    for part in (plain, html):
        assert part.count("/subscriptions/leave/") == part.count("/subscriptions/mine/") == 1
    assert not mail.defects


def test_the_footer_says_why_and_how_to_leave():
    plain, html = parts_of(letter_to()[1])
    for part in (plain, html):
        assert "osoitteesi on Kuntekon uutiskirjeen tilaajissa" in " ".join(part.split())
        assert "Lopeta viestit" in part
    plain, _html = parts_of(letter_to(kind="contact_letter", language="sv")[1])
    assert "din organisations kontaktperson" in " ".join(plain.split())


def test_a_title_cannot_add_a_header_or_markup():
    title = {"fi": "Kirje\r\nBcc: muut@x.example <script>"}
    _raw, mail = letter_to(title=title)
    assert mail["Subject"] == "Kirje Bcc: muut@x.example <script>"
    assert mail["Bcc"] is None
    assert "<script>" not in parts_of(mail)[1]


@pytest.mark.parametrize("email", ["a b@x.example", "a@x.example\r\nBcc: b@x.example", "a@", ""])
def test_an_address_that_can_be_none_is_refused(email):
    with pytest.raises(ValueError, match="no address"):
        letter_to(To("a" * 32, email, "<m@x>"))


def test_an_address_outside_ascii_is_written_as_it_travels():
    _raw, mail = letter_to(To("a" * 32, "kaisa@kemijärvi.example", "<m@x>"))
    assert mail["To"] == "kaisa@xn--kemijrvi-4za.example"


def test_the_html_loads_nothing():
    _plain, html = parts_of(letter_to(text="![x](https://x.example/p.png)")[1])
    assert "<img" not in html and "url(" not in html and "@import" not in html
    assert "src=" not in html


def test_a_test_says_that_it_is_one():
    settings = make_settings()
    shown = drawn_bulletin(bulletin(), "fi", nobodys(settings), settings, test=True)
    assert shown.subject == "TESTI: Kirje"
    assert "Tämä on testi" in shown.html and "Tämä on testi" in shown.text


def test_a_reader_whose_language_is_missing_gets_finnish():
    letter = bulletin()
    assert [letter.language_for(code) for code in ("fi", "sv", "en")] == ["fi", "sv", "fi"]
    letter.text["sv"] = ""
    assert letter.language_for("sv") == "fi"
