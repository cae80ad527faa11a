"""After the day: the expert reports it from the mail, those who took part give feedback."""

from datetime import date, timedelta

from tests.e2e.test_sparring import finnish


def test_the_expert_reports_and_a_participant_gives_feedback(demo_platform, people):
    site = demo_platform.base_url
    contact = "jukka.heikkinen@lehtovaaran.example"  # its day was two days ago, not reported yet
    expert, participant, reader = people(site), people(site, width=390), people(site)
    reader.open("/sparring")
    before = figures(reader)

    # the address of the demo's expert is in the organisation's mail
    participant.open_mail(contact, link="/sparring/status/")
    shown = participant.page.locator("main").inner_text()
    address = next(word for word in shown.split() if "@" in word and ".example" in word)
    expert.open_mail(address, link="/sparring/order/")
    expert.open(expert.page.url.split("?")[0] + "/report")
    held_on = finnish(date.today() - timedelta(days=2))
    expert.fill(held_on=held_on, hours="6,5", summary="Sovittiin.")
    expert.send()
    expert.sees("Sovittiin.")

    participant.open_mail(contact, link="/sparring/feedback/")
    participant.fill(rating="4", comment="Hyvä päivä.", follows="alone")
    participant.send()
    assert participant.path.split("?")[0].endswith("/thanks")
    reader.open("/sparring")
    assert figures(reader) == before + 1


def figures(reader):
    """How many answers the average is of."""
    return int(reader.page.locator(".figures dd").nth(1).inner_text())
