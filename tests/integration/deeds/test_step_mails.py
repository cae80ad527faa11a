"""The mails of a deed's, a tip's and an announcement's steps, before the step is taken."""

import re

from shared.unsent import read_event
from tests.integration.deeds import deedbook, partnerbook

LOOK = {"show_mails": "yes"}


def carried(page, settings):
    token = re.search('name="event" value="([^"]+)"', page)
    return read_event(settings, token[1]) if token else None


def test_publishing_shows_its_mail_at_once(staff, settings):
    deed = deedbook.submitted()

    event = carried(staff.get(f"/staff/deeds/{deed.id}/publish").text, settings)

    assert (event.type, event.data["first"], event.data["message"]) == (
        "deed.published.v1",
        True,
        "",
    )


def test_beside_the_queue_too(staff, settings):
    deed = deedbook.submitted()

    page = staff.get(f"/staff/deeds?open={deed.id}").text

    assert carried(page, settings).subject == deed.id
    asked = f"step=publish&amp;open={deed.id}"
    assert f'formaction="/staff/deeds?{asked}#mails-shown"' in page


def test_looking_from_the_queue_keeps_the_way_back(staff, settings):
    first, second = deedbook.submitted(), deedbook.submitted(title="Toinen")
    hidden = staff.hidden(f"/staff/deeds?open={first.id}")

    page = staff.post(f"/staff/deeds/{first.id}/publish", hidden, message="Kiitos!", **LOOK)

    assert carried(page.text, settings).data["message"] == "Kiitos!"
    assert f'name="next" value="{second.id}"' in page.text
    assert deedbook.Deed.objects.get(id=first.id).state == "submitted"


def test_a_deed_whose_author_is_not_known_mails_nobody(staff):
    deed = deedbook.published()
    deedbook.Deed.objects(id=deed.id).update(author={})

    page = staff.get(f"/staff/deeds/{deed.id}/take-down").text

    assert "This sends no e-mail." in page and "These mails go out" not in page


def test_joining_shows_the_mail_once_the_deed_to_keep_is_known(staff, settings):
    kept, double = deedbook.published(title="Säilyvä"), deedbook.submitted()
    path = f"/staff/deeds/{double.id}/merge"

    assert carried(staff.get(path).text, settings) is None
    asked = staff.post(path, number=str(kept.number)).text

    assert "Check the deed that is kept" in asked
    assert carried(asked, settings).data["into"]["title"] == "Säilyvä"


def test_an_invitation_names_whom_the_form_names(staff, settings):
    tip = partnerbook.received()
    path = f"/staff/tips/{tip.id}/invite"
    assert "the person whom you invite" in staff.get(path).text

    page = staff.post(path, **partnerbook.INVITATION, **LOOK).text

    assert "<li>Kaisa Kehittäjä, kaisa.kehittaja@kemi.example</li>" in page
    assert carried(page, settings).data["message"] == partnerbook.INVITATION["message"]
    assert partnerbook.stored(tip).state == "received"


def test_a_form_without_questions_has_nothing_to_look_with(staff, settings):
    page = staff.get(f"/staff/partners/{partnerbook.submitted().id}/publish").text

    assert carried(page, settings).type == "partner_search.published.v1"
    assert "show_mails" not in page
