"""A deed, by clicking: told on a phone, checked, asked more of, published, found, updated."""

import re

import pytest

from tests.e2e.test_sparring import sign_in
from tests.integration.deeds.pictures import jpeg
from tests.support.waiting import until

STAFF = "ville.virkailija@kunteko.example"
DEED = {
    "stage": "done",
    "need": "Ruoka-apua jonotettiin ulkona, eikä kukaan tiennyt, mitä oli jäljellä.",
    "goal": "Jokainen saa apua ilman jonottamista.",
    "done": "Teimme asiakkaiden kanssa varauskalenterin ja kokeilimme sitä kaksi kuukautta.",
    "organisation": "Kokeilulan kunta",
    "sector": "social_health",
    "region": "lappi",
    "themes": ["renewal"],
}


def tell(author, *, title, email, language, picture=None):
    """The whole form; an empty one first. Leaves the page that says it was sent."""
    author.open(f"/deeds/tell?lang={language}")
    author.send()
    # an empty page says what is missing, on top and at the field; what is there is kept
    press(author, "check")
    author.open(author.page.url)
    assert author.page.locator("#error-summary").count() == 1
    author.fill(
        title=title,
        **DEED,
        contact__name="Kirsi Kokeilija",
        contact__email=email,
    )
    if picture:
        unfold(author)
        author.fill(picture=picture)
        press(author, "picture")
        author.page.locator('main [name^="alt_"]').fill("Tiimi varauskalenterin ääressä")
    press(author, "check")
    assert author.path.split("?")[0].endswith("/check"), author.path
    author.sees(title)
    author.send()
    assert author.path.split("?")[0].endswith("/sent")
    author.sees("TEKO-")
    return author.page.locator("main").inner_text().split("TEKO-")[1].split()[0].strip(".,:;")


def press(person, then):
    person.press(person.page.locator(f'main button[name="then"][value="{then}"]').last)


def unfold(person):
    """What is folded away opens without scripts, too."""
    for part in person.page.locator("main details").all():
        if part.get_attribute("open") is None:
            part.locator("summary").first.click()


@pytest.mark.parametrize(
    ("language", "scripts"),
    [
        pytest.param("fi", True, id="finnish"),
        pytest.param("sv", False, id="swedish-without-scripts"),
    ],
)
def test_a_deed_goes_from_a_phone_to_readers_and_is_updated(
    demo_platform, people, tmp_path, language, scripts
):
    site = demo_platform.base_url
    email = f"kirsi.{language}@kokeilula.example"
    title = {"fi": "Varauskalenteri leipäjonoon", "sv": "Bokningskalender för brödkön"}[language]
    photo = tmp_path / "kuva.jpg"
    photo.write_bytes(jpeg(800, 600, place=True))
    author = people(site, scripts=scripts, width=390, language=language)
    number = tell(author, title=title, email=email, language=language, picture=str(photo))

    # nobody at the office sees it before the address is confirmed
    staff = people(site, scripts=scripts)
    sign_in(staff, STAFF)
    staff.open("/staff/deeds")
    assert title not in staff.page.content()
    author.open_mail(email, link="/deeds/confirm/")
    author.send()
    assert "/deeds/mine/" in author.path

    # the office asks for more of one part; only that part is open to the author
    staff.open("/staff/deeds")
    case = deed_page(staff, title)
    staff.open(f"{case}/ask-more")
    staff.sees(email)
    staff.fill(sections=["story"], message="Mitä asiakkaat sanoivat?")
    staff.send()
    author.open_mail(email, link="/deeds/mine/", after=2)
    author.sees("Mitä asiakkaat sanoivat?")
    author.open(author.page.url.split("?")[0] + "/answer")
    assert author.page.locator('[name="organisation"]').count() == 0
    author.fill(results="Jonot loppuivat ja asiakkaat kiittivät.", answer="Lisäsimme.")
    author.send()

    # it is published, found by a part of a compound, and has its picture
    staff.open(f"{case}/publish")
    staff.send()
    reader = people(site, scripts=scripts, width=390, language=language)
    word = {"fi": "kalenteri", "sv": "kalender"}[language]
    find(reader, word, title)
    reader.follow(title)
    assert reader.path.split("?")[0].startswith(f"/deeds/{number}-")
    reader.sees("Jonot loppuivat")
    assert email not in reader.page.content()  # the contact was not to be shown
    shown = reader.page.locator("main .deed img").first
    assert shown.get_attribute("alt") == "Tiimi varauskalenterin ääressä"
    assert reader.page.request.get(site + shown.get_attribute("src")).status == 200
    public = reader.page.url

    # an update is checked, too; readers see the old version meanwhile
    author.open_mail(email, link="/deeds/mine/")
    mine = author.page.url.split("?")[0]
    author.open(f"{mine}/change")
    author.fill(results="Nyt kalenterin hoitavat asiakkaat itse.")
    author.send()
    author.sees("Nyt kalenterin hoitavat asiakkaat itse.")
    author.press(author.page.locator('form[action$="/send"] button'))
    reader.open(public)
    reader.sees("Jonot loppuivat")
    staff.open(case)
    staff.sees("Jonot loppuivat")
    staff.sees("Nyt kalenterin hoitavat asiakkaat itse.")
    staff.open(f"{case}/publish")
    staff.send()
    reader.open(public)
    reader.sees("Nyt kalenterin hoitavat asiakkaat itse.")

    # asked to be taken down, it goes, and its address says so
    author.open(f"{mine}/take-down")
    author.fill(reason="Kokeilu päättyi.")
    author.send()
    staff.open(f"{case}/take-down")
    staff.fill(reason="Tekijän toiveesta.")
    staff.send()
    assert reader.open(public).status == 410


def deed_page(staff, title):
    href = staff.page.locator("main a", has_text=title).first.get_attribute("href")
    staff.page.goto(staff.base_url + href)
    staff.look()
    found = staff.page.locator('main a[href*="/staff/deeds/"], main form[action*="/staff/deeds/"]')
    for link in found.all():
        address = link.get_attribute("href") or link.get_attribute("action")
        parts = address.split("?")[0].split("/")
        if len(parts) >= 4 and len(parts[3]) == 32:
            return "/".join(parts[:4])
    raise AssertionError(f"no deed page on {staff.page.url}")


def find(reader, words, title):
    """Within a second or so of publishing."""

    def found():
        reader.page.goto(f"{reader.base_url}/deeds?q={words}&sort=newest")
        return reader.page.locator("main").get_by_role("link", name=title).count() > 0

    until(found, within=60, every=0.3, what=f"{title} is found by {words}")
    reader.look()


def test_a_query_without_an_answer_says_so_and_offers_ways_on(demo_platform, people):
    reader = people(demo_platform.base_url, width=390)
    reader.open("/deeds?q=avaruusraketti")
    for way in ("/partners/new", "/tips/new"):
        assert reader.page.locator(f'main .empty a[href^="{way}"]').count() == 1


def test_a_tip_becomes_an_invitation_with_a_form_filled_in(demo_platform, people):
    site = demo_platform.base_url
    reader, staff, invited = people(site, width=390), people(site), people(site, width=390)
    reader.open("/tips/new")
    reader.fill(about="Kirjastoauto vie apuvälineitä kyliin.", organisation="Kokeilula")
    reader.send()
    reference = re.search(r"VINKKI-\d+", reader.page.content())[0]
    sign_in(staff, STAFF)
    staff.open("/staff/tips")
    staff.follow(reference)
    staff.open(staff.path.split("?")[0] + "/invite")
    staff.fill(
        name="Kalle Kirjasto",
        email="kalle@kokeilula.example",
        language="fi",
        message="Kertoisitteko kirjastoautosta muillekin?",
        title="Apuvälineet kirjastoauton kyydissä",
    )
    staff.send()
    invited.open_mail("kalle@kokeilula.example", link="/deeds/draft/")
    title = invited.page.locator('main [name="title"]')
    until(lambda: title.input_value() == "Apuvälineet kirjastoauton kyydissä", within=5)


def test_a_partner_search_is_answered_without_showing_its_author(demo_platform, people):
    site = demo_platform.base_url
    reader = people(site, width=390)
    reader.open("/partners")
    reader.follow("Etsimme kumppaneita koulunkäynninohjaajien")
    assert "@nokia.example" not in reader.page.content()
    page = reader.path.split("?")[0]
    reader.open(f"{page}/answer")
    reader.fill(
        name="Pia Partneri",
        email="pia@toinen.example",
        organisation="Toinen kunta",
        message="Meillä on tästä kokemusta!",
    )
    reader.send()
    reader.find_mail("laura.lehtinen@nokia.example", "kumppani|Kumppani|vasta|Vasta")
    frame = reader.page.frame_locator("iframe")
    frame.get_by_text("Meillä on tästä kokemusta!").first.wait_for()
