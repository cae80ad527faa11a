"""The main job, by clicking: from a posted form to an expert's accepted order."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.support.waiting import until

STAFF = "ville.virkailija@kunteko.example"


def finnish(day):
    return f"{day.day}.{day.month}.{day.year}"


def sign_in(person, email):
    before = person.count_mails(email)
    person.open("/account/sign-in")
    person.fill(email=email)
    person.send()
    person.open_mail(email, link="/account/sign-in/", after=before)
    person.send()
    assert person.path.startswith("/staff/applications")


def apply(person, *, organisation, business_id, contact, language, words):
    """The whole form; returns the reference. Leaves the page that confirms it."""
    person.open(f"/sparring?lang={language}")
    person.follow(words["apply"])
    person.send()
    # an empty page says what is missing, on top and at the field
    person.send()
    assert person.page.locator("#error-summary").count() == 1
    person.fill(
        organisation=organisation,
        business_id=business_id,
        unit="Metsolan päiväkoti",
        sector="education",
    )
    person.send()
    person.fill(name="Maija Meikäläinen", email=contact, phone="040 123 4567", language=language)
    person.send()
    person.fill(situation="Tilanne on uusi.", goal="Yhteinen tapa toimia.", themes=["processes"])
    person.send()
    # without the personnel it is said at once that it cannot be granted
    person.fill(management="1", supervisors="2", personnel="0", users="0")
    person.send()
    assert person.path.endswith("/participants")
    person.sees(words["needs_both"])
    person.fill(personnel="9")
    person.send()
    day = finnish(date.today() + timedelta(days=20))
    person.fill(days="1", mode="remote", place="Teams", date=day, start_time="9.00")
    person.send()
    person.page.locator('main [name="expert"]').first.check()
    person.send(words["continue"])
    assert person.path.endswith("/check")
    person.sees(organisation)
    person.send()
    assert person.path.endswith("/sent")
    person.sees("SP-")
    return person.page.locator("main").inner_text().split("SP-")[1][:9]


FINNISH = {
    "apply": "Hae sparrausta",
    "needs_both": "henkilöstön edustaj",
    "continue": "Tallenna ja jatka",
}
SWEDISH = {
    "apply": "Ansök om sparring",
    "needs_both": "personal",
    "continue": "Spara och fortsätt",
}


@pytest.mark.parametrize(
    ("language", "words", "scripts", "business_id"),
    [
        pytest.param("fi", FINNISH, True, "1061512-1", id="finnish"),
        pytest.param("fi", FINNISH, False, "0201256-6", id="finnish-without-scripts"),
        pytest.param("sv", SWEDISH, True, "0116297-6", id="swedish"),
    ],
)
def test_an_application_goes_from_form_to_accepted_order(
    demo_platform, people, language, words, scripts, business_id
):
    site = demo_platform.base_url
    contact = f"maija.{language}.{'js' if scripts else 'plain'}@kunta.example"
    applicant = people(site, scripts=scripts, width=390, language=language)
    reference = "SP-" + apply(
        applicant,
        organisation=f"Kokeilun kunta {language}",
        business_id=business_id,
        contact=contact,
        language=language,
        words=words,
    )

    # staff ask for more; the applicant answers from the mail, only the asked section is open
    staff = people(site, scripts=scripts)
    sign_in(staff, STAFF)
    staff.open(f"/staff/applications?tab=all&q={reference}")
    staff.follow(reference)
    case = staff.path.split("?")[0]
    staff.open(f"{case}/ask-more")
    staff.fill(
        sections=["need"],
        message="Kertokaa tavoitteesta lisää.",
        answer_by=finnish(date.today() + timedelta(days=10)),
    )
    staff.send()
    applicant.open_mail(contact, link="/sparring/status/", after=1)
    applicant.sees("Kertokaa tavoitteesta lisää.")
    applicant.open(applicant.page.url.split("?")[0] + "/answer")
    assert applicant.page.locator('[name="contact.email"]').count() == 0
    applicant.fill(need__goal="Yhteinen viikkopalaveri.", answer="Täydensimme.")
    applicant.send()

    # staff see what changed and grant
    staff.open(case)
    staff.sees("Yhteinen viikkopalaveri.")
    staff.open(f"{case}/grant")
    staff.fill(grounds="Ehdot täyttyvät.")
    staff.sees(contact)  # whom the button mails, before it is pressed
    look_at_the_mails(staff, scripts, "Ehdot täyttyvät.")
    staff.send()
    release_mails(staff, reference, 2)  # the decision and the order

    # the expert declines from the mail; the organisation chooses another
    first = expert_address(staff, case)
    expert = people(site, scripts=scripts)
    expert.open_mail(first, subject=reference, link="/sparring/order/")
    old_order = expert.page.url
    expert.open(old_order.split("?")[0] + "/decline")
    expert.fill(reason="Olen lomalla.")
    expert.send()
    applicant.open_mail(contact, link="/sparring/status/")
    applicant.open(applicant.page.url.split("?")[0] + "/choose")
    choose_another(applicant)
    applicant.send()
    release_mails(staff, reference, 1)

    # the first expert's link says that the order is no longer theirs
    assert expert.open(old_order).status == 410

    # the second accepts; a repeat is harmless; both get the day for their calendars
    second = expert_address(staff, case)
    assert second != first
    expert.open_mail(second, subject=reference, link="/sparring/order/")
    order = expert.page.url
    expert.press(expert.page.locator('form[action$="/accept"] button'))
    expert.open(order)
    assert expert.page.locator('form[action$="/accept"]').count() == 0
    for address in (contact, second):
        expert.find_mail(address, reference)
        expert.sees(".ics")

    # staff see the whole history and every mail
    staff.open(case)
    for address in (contact, first, second):
        staff.sees(address)


def look_at_the_mails(staff, scripts, grounds):
    """The decision and the order as they would go out, before anything is decided."""
    staff.press(staff.page.locator('button[name="show_mails"]'))
    if not scripts:
        staff.page.locator('form[target="mails"] button').click()
    shown = staff.page.frame_locator('iframe[name="mails"]')
    expect(shown.locator("article")).to_have_count(2)
    decision = shown.frame_locator("article iframe >> nth=0")
    expect(decision.locator("body")).to_contain_text(grounds)
    # the frame grows to what it shows: a click while the page moves would be nobody's
    staff.page.wait_for_load_state("networkidle")
    staff.page.evaluate("window.scrollTo(0, 0)")


def release_mails(staff, reference, count):
    """The office reads what waits about the application, and lets each mail go."""
    waiting = 'main a[href^="/staff/mails/outbox/"]'

    def written():
        staff.page.goto(f"{staff.base_url}/staff/mails/outbox?q={reference}")
        return staff.page.locator(waiting).count() >= 1

    for _ in range(count):
        until(written, within=60, every=0.3, what=f"a mail about {reference} waits")
        staff.look()
        staff.press(staff.page.locator(waiting).first)
        staff.press(staff.page.locator('form[action*="/release"] button').first)


def expert_address(staff, case):
    """The address on the public profile of the expert whom the case now has."""
    staff.open(case)
    profile = staff.page.locator('main a[href^="/staff/experts/"]').first.get_attribute("href")
    staff.open(profile.replace("/staff", ""))
    mailto = staff.page.locator('main a[href^="mailto:"]').first.get_attribute("href")
    return mailto.removeprefix("mailto:")


def choose_another(applicant):
    """The last of the list: the form took the first, who declined."""
    applicant.page.locator('main [name="expert"]').last.check()
    applicant.fill(date=finnish(date.today() + timedelta(days=25)), start_time="10.00")
