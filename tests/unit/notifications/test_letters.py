"""The letter of a decision, read as a reader of PDF and a screen reader's tags see it."""

import re
import socket
from io import BytesIO

import pytest
from PIL import ImageFile
from pypdf import PdfReader

from services.notifications import decision_letter, pango
from services.notifications.handlers import letters
from services.notifications.mails import to_applicant
from tests.support.events import event
from tests.support.settings import make_settings

SETTINGS = make_settings()
BUILDERS = {
    "application.granted.v1": to_applicant.decision,
    "application.rejected.v1": to_applicant.rejection,
}


def letter(event_type="application.granted.v1", language="fi", **changes):
    """The file that the mail carries."""
    contact = {"application": {"contact": {"language": language}}}
    happened = event(event_type, **contact | changes)
    return BUILDERS[event_type](happened, SETTINGS).attachments[0]


def read(file):
    return PdfReader(BytesIO(file.content))


def words(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def tags(pdf):
    """The names of the structure, in reading order."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, dict):
            found.append(str(node.get("/S", "")))
            below = node.get("/K", [])
            below = below if isinstance(below, list) else [below]
            for one in below:
                if not isinstance(one.get_object(), int):
                    walk(one)

    walk(pdf.trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.fixture(scope="module")
def granted():
    return read(letter())


@pytest.mark.parametrize(
    ("language", "filename", "says", "lang"),
    [
        ("fi", "paatos-SP-2026-0007.pdf", "Päätös sparrauksesta Myönnetty", "fi"),
        ("sv", "beslut-SP-2026-0007.pdf", "Beslut om sparring Beviljad", "sv"),
        ("en", "decision-SP-2026-0007.pdf", "Decision on sparring Granted", "en"),
    ],
)
def test_a_letter_is_in_the_language_of_its_reader(language, filename, says, lang):
    file = letter(language=language)
    pdf = read(file)
    assert (file.filename, file.content_type) == (filename, "application/pdf")
    assert says in words(pdf)
    assert pdf.trailer["/Root"]["/Lang"] == lang


def test_a_letter_says_what_was_decided_why_by_whom_and_whom_to_ask(granted):
    said = words(granted)
    for part in (
        "Kunteko-ohjelma",
        "Porvoon kaupunki, Varhaiskasvatus Maija Meikäläinen",
        "Hakemuksenne SP-2026-0007 on hyväksytty",
        "Myönnetyt päivät 2 päivää",
        "Hakemus täyttää ehdot: johto ja henkilöstön edustajat osallistuvat",
        "Päätöksen tekijä Anna Lindqvist",
        "Päätöspäivä 20.11.2026",
        "Kysyttävää päätöksestä",
        "toimisto@kunteko.example",
        "1 (1)",
    ):
        assert part in said, part


def test_a_rejection_says_so_and_promises_no_days():
    said = words(read(letter("application.rejected.v1")))
    assert "Ei myönnetty" in said
    assert "Myönsimme" not in said
    assert "Myönnetyt päivät" not in said


def test_a_letter_is_tagged_for_those_who_hear_it(granted):
    root = granted.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert granted.metadata.title == "Päätös sparrauksesta, SP-2026-0007"
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part(>|=\")1", metadata)
    found = tags(granted)
    headings = [tag for tag in found if re.fullmatch(r"/H\d?", tag)]
    assert headings == ["/H1", "/H2", "/H2", "/H2"]
    assert found.count("/TH") == found.count("/TD") == found.count("/TR") == 8
    assert {"/P", "/Link", "/Table"} <= set(found)


def test_the_headings_are_the_bookmarks(granted):
    first, below = granted.outline
    assert first.title == "Päätös sparrauksesta"
    assert [one.title for one in below] == [
        "Päätöksen tiedot",
        "Perustelut",
        "Kysyttävää päätöksestä",
    ]


def test_every_font_travels_with_the_letter(granted):
    for page in granted.pages:
        for font in page["/Resources"]["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(below["/FontDescriptor"])
            assert "Source-Sans-3" in font.get_object()["/BaseFont"]


def test_long_grounds_go_on_over_pages_that_are_numbered():
    pdf = read(letter(grounds="\n\n".join(["Pitkät perustelut " * 60] * 12)))
    pages = len(pdf.pages)
    assert pages > 2
    for number, page in enumerate(pdf.pages, 1):
        assert f"{number} ({pages})" in page.extract_text()
        assert "SP-2026-0007" in page.extract_text()
    assert words(pdf).count("perustelut") == 12 * 60


HOSTILE = (
    '<script>alert(1)</script> <img src="http://127.0.0.1:9/x"> {{ 7*7 }} {days} & \x00\x0b loppu'
)


def test_what_somebody_wrote_is_only_words(monkeypatch):
    def refused(*_args, **_named):
        raise AssertionError("the letter asks the network for something")

    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket.socket, "connect", refused)
    organisation = {"organisation": HOSTILE, "unit": "Łódź", "contact": {"name": HOSTILE}}
    pdf = read(letter(grounds=HOSTILE, application=organisation))
    said = words(pdf)
    shown = '<script>alert(1)</script> <img src="http://127.0.0.1:9/x"> {{ 7*7 }} {days} & loppu'
    assert said.count(shown) == 4
    assert "Łódź" in said
    links = [one.get_object()["/A"]["/URI"] for one in pdf.pages[0].get("/Annots", [])]
    assert links == ["mailto:toimisto@kunteko.example"]


def test_nothing_but_the_fonts_is_fetched():
    _style, _fonts, fetcher = decision_letter._paper()
    for address in ("http://127.0.0.1:9/", "https://x.example/", "file:///etc/passwd", "ftp://x/"):
        with pytest.raises(ValueError, match="disallowed protocol"):
            fetcher.fetch(address)


def test_the_same_decision_is_always_the_same_letter():
    first = letter(id="event-7").content
    decision_letter.pdf_of.cache_clear()
    assert letter(id="event-7").content == first
    assert letter(id="event-8").content != first


def test_one_writing_serves_the_store_and_the_mail(monkeypatch):
    kept = []

    def keep(_event, write):
        kept.append(write().attachments[0].content)

    monkeypatch.setattr(letters, "keep_letter", keep)
    happened = event("application.granted.v1", id="event-9")
    before = decision_letter.pdf_of.cache_info().misses
    letters.when_application_granted_keep_letter(happened, SETTINGS)
    assert to_applicant.decision(happened, SETTINGS).attachments[0].content == kept[0]
    assert decision_letter.pdf_of.cache_info().misses == before + 1


def test_whoever_only_reads_the_mail_waits_for_no_letter():
    before = decision_letter.pdf_of.cache_info()
    mail = to_applicant.decision(event("application.granted.v1", id="event-10"), SETTINGS)
    assert mail.attachments[0].filename == "paatos-SP-2026-0007.pdf"
    assert decision_letter.pdf_of.cache_info() == before


def test_a_system_without_pango_is_told_what_to_install(monkeypatch):
    pango.require()
    monkeypatch.setattr(pango, "LIBRARIES", ("libnothing.so.0",))
    with pytest.raises(pango.PangoMissing, match="apt-get install libpango"):
        pango.require()


def test_letters_beyond_finnish_have_a_font_of_their_own():
    """Two files under one name would be drawn with each other's shapes."""
    pdf = read(letter(grounds="Łódź, Šiauliai", application={"unit": "Žilina"}))
    fonts = pdf.pages[0]["/Resources"]["/Font"].values()
    names = {font.get_object()["/BaseFont"].partition("+")[2].strip(",") for font in fonts}
    assert names == {"Source-Sans-3", "Source-Sans-3-Semi-Bold", "Source-Sans-3-Extended"}


def test_drawing_a_letter_leaves_the_check_of_pictures_strict():
    assert read(letter())
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
