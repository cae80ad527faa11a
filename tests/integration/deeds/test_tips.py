"""Anybody tips the office about a deed; the office invites its people; a deed comes of it."""

from datetime import timedelta

import pytest

from services.deeds.documents import Deed, Tip
from services.deeds.handlers import tips
from shared.contracts.deeds import DeedSubmitted
from shared.contracts.tips import TipInvited
from shared.errors import Conflict
from shared.links import make_link
from shared.roles import Role
from shared.workflow.pin import Pin
from tests.integration.deeds import deedbook, partnerbook
from tests.integration.deeds.conftest import event
from tests.integration.deeds.partnerbook import STAFF, invited, received, stored, told
from tests.support.desk import Desk, hidden_fields

HOSTILE = "<script>alert(1)</script>"


def invitation_event(tip):
    return event(TipInvited, told(tip, "invite")[-1], subject=tip.id)


def submitted_event(deed, tip, **kwargs):
    return event(DeedSubmitted, {**deed.facts(), "tip_id": tip.id}, **kwargs)


# --- the public form


def test_a_tip_needs_only_what_and_where(reader):
    page = reader.post("/tips/new", about="Hyvä teko", organisation="Kemin kaupunki")
    assert "VINKKI-1" in page.text
    tip = Tip.objects.get()
    assert (tip.state, tip.tipster, tip.tasks[0]["name"]) == ("received", {}, "look")
    assert told(tip, "tip")[0]["tip"]["tipster"] is None


def test_who_leaves_an_address_is_mailed_in_the_language_chosen(reader):
    given = {**partnerbook.TIP, "language": "sv"}
    assert "We mail you a confirmation." in reader.post("/tips/new", **given).text
    tipster = told(Tip.objects.get(), "tip")[0]["tip"]["tipster"]
    assert (tipster["email"], tipster["language"]) == ("veikko@naapuri.example", "sv")


def test_a_second_click_makes_no_second_tip(reader):
    hidden = reader.hidden("/tips/new")
    pages = [reader.post("/tips/new", hidden, **partnerbook.TIP).text for _ in range(2)]
    assert Tip.objects.count() == 1
    assert all("VINKKI-1<" in page for page in pages)


WRONG = (
    ("about", ""),
    ("about", "x" * 1001),
    ("organisation", ""),
    ("link", "javascript:alert(1)"),
    ("email", "not an address"),
    ("language", "xx"),
    ("extra_line", "Buy now"),
)


def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(reader):
    hidden = reader.hidden("/tips/new")
    for name, typed in WRONG:
        answer = reader.post("/tips/new", hidden, **{**partnerbook.TIP, name: typed})
        assert answer.status_code == 422
        assert f'id="field-{name}-error"' in answer.text
        assert "Kaupunkimittaus" in answer.text
    assert Tip.objects.count() == 0


def test_one_address_cannot_flood_us_but_keeps_what_it_wrote(reader):
    for _ in range(5):
        received()
    answer = reader.post("/tips/new", **partnerbook.TIP)
    assert answer.status_code == 409
    assert "Several tips have come from this address" in answer.text
    assert "Digitaalinen karttapalvelu" in answer.text
    assert Tip.objects.count() == 5


def test_the_page_after_sending_tells_nobody_the_address(reader):
    tip = received()
    page = reader.get(f"/tips/sent/{tip.id}")
    assert "veikko" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert reader.get("/tips/sent/nothing").status_code == 404


# --- the office


def test_the_list_counts_each_tab_and_marks_what_is_late(staff):
    late = received()
    invited()
    yesterday = late.created_at - timedelta(days=1)
    Tip.objects(id=late.id).update(__raw__={"$set": {"tasks.0.due_at": yesterday}})
    page = staff.get("/staff/tips").text
    for text in ("To look at <", "Invited <", "Overdue <", late.reference, "1 tip"):
        assert text in page
    assert page.count('<span class="tag tag-danger">') == 1
    assert late.reference in staff.get("/staff/tips?tab=overdue").text
    assert "Nothing here just now" in staff.get("/staff/tips?tab=dismissed").text
    assert staff.get("/staff/tips?tab=" + HOSTILE).status_code == 200


def test_only_staff_see_tips(reader, app):
    tip = received()
    assert "/account/sign-in" in reader.get("/staff/tips").location
    assert "/account/sign-in" in reader.get(f"/staff/tips/{tip.id}").location
    expert = Desk(app, Role.EXPERT)
    assert expert.get(f"/staff/tips/{tip.id}").status_code in (303, 403)
    auditor = Desk(app, Role.AUDITOR)
    assert auditor.get(f"/staff/tips/{tip.id}").status_code == 200
    assert auditor.get(f"/staff/tips/{tip.id}/invite").status_code == 403


def test_an_invitation_says_whom_it_mails_and_proposes_a_text_in_their_language(staff):
    tip = received()
    page = staff.get(f"/staff/tips/{tip.id}/invite").text
    assert "This sends an e-mail to:" in page
    assert "Kuulimme hyvästä teostanne: ”Digitaalinen karttapalvelu" in page
    swedish = staff.get(f"/staff/tips/{tip.id}/invite?language=sv").text
    assert "Vi har hört om er goda gärning" in swedish
    answer = staff.post(f"/staff/tips/{tip.id}/invite", **partnerbook.INVITATION)
    assert "A mail goes to: Kaisa Kehittäjä, kaisa.kehittaja@kemi.example." in answer.text
    tip = stored(tip)
    assert tip.state == "invited"
    event_told = told(tip, "invite")[0]
    assert event_told["deed_id"] == tip.deed_id
    assert event_told["prefilled"] == {
        "title": "Digitaalinen karttapalvelu",
        "organisation": "Kemin kaupunki",
    }


def test_the_button_pressed_twice_invites_once(staff):
    tip = received()
    hidden = staff.hidden(f"/staff/tips/{tip.id}/invite")
    for _ in range(2):
        answer = staff.post(f"/staff/tips/{tip.id}/invite", hidden, **partnerbook.INVITATION)
        assert answer.status_code == 200
    assert len(told(stored(tip), "invite")) == 1


def test_somebody_else_was_first_what_was_typed_stays_and_what_happened_is_told(staff):
    tip = received()
    hidden = staff.hidden(f"/staff/tips/{tip.id}/dismiss")
    invited(tip)
    answer = staff.post(f"/staff/tips/{tip.id}/dismiss", hidden, grounds="Jo torilla")
    assert answer.status_code == 409
    assert "The case has changed since you opened it" in answer.text
    assert "People invited" in answer.text
    assert "Jo torilla" in answer.text
    assert stored(tip).state == "invited"
    again = staff.post(
        f"/staff/tips/{tip.id}/dismiss", hidden_fields(answer.text), grounds="Jo torilla"
    )
    assert "Nobody is mailed." in again.text
    assert told(stored(tip), "dismiss") == [{"grounds": "Jo torilla"}]
    assert "Jo torilla" in staff.get(f"/staff/tips/{tip.id}").text


def test_a_step_that_is_no_longer_open_leads_back_with_the_reason(staff):
    tip = received()
    tips.dismiss_tip(tip, grounds="Ei", by=STAFF, pin=partnerbook.pin(tip))
    page = staff.get(f"/staff/tips/{tip.id}/invite", follow_redirects=True).text
    assert "The tip has already moved on" in page
    assert staff.get(f"/staff/tips/{tip.id}/nothing").status_code == 404


def test_a_call_is_noted_and_ends_the_task(staff):
    tip = invited()
    tip = deedbook.by_system(tip, "escalate")
    assert tip.tasks[0]["name"] == "call"
    staff.post(f"/staff/tips/{tip.id}/called", note="Lupasivat kertoa.")
    tip = stored(tip)
    assert tip.tasks == []
    assert "Lupasivat kertoa." in staff.get(f"/staff/tips/{tip.id}").text


def test_what_a_tip_says_is_shown_as_text(staff):
    tip = received(about=HOSTILE, organisation=HOSTILE, name=HOSTILE, who=HOSTILE)
    for page in ("", "/invite", "/dismiss"):
        assert HOSTILE not in staff.get(f"/staff/tips/{tip.id}{page}").text
    assert HOSTILE not in staff.get("/staff/tips").text


def test_a_stale_version_is_refused(app):
    tip = received()
    with pytest.raises(Conflict):
        tips.dismiss_tip(tip, grounds="Ei", by=STAFF, pin=Pin(0, "k"))


# --- what comes of it


def test_an_invitation_starts_one_draft_filled_in_for_the_person(app, deliver):
    tip = invited()
    for _ in range(2):
        deliver(invitation_event(tip))
    deed = Deed.objects.get()
    assert (deed.id, deed.state, deed.tip_id) == (tip.deed_id, "draft", tip.id)
    assert deed.content["title"] == "Digitaalinen karttapalvelu"
    assert deed.content["contact"]["email"] == "kaisa.kehittaja@kemi.example"
    assert not deed.content["contact"]["shown"]
    assert deed.due[0]["action"] == "expire"


def test_the_link_of_the_invitation_opens_the_form_as_it_was_filled_in(app, reader, deliver):
    tip = invited()
    deliver(invitation_event(tip))
    settings = app.extensions["kunteko_settings"]
    token = make_link(settings, "deed-draft", tip.deed_id, tip.invited["email"])
    page = reader.get(f"/deeds/draft/{token}")
    assert page.status_code == 200
    assert 'value="Digitaalinen karttapalvelu"' in page.text
    assert 'value="kaisa.kehittaja@kemi.example"' in page.text


def test_the_same_person_keeps_the_draft_and_another_gets_one_of_their_own(app, deliver):
    first = invited()
    deliver(invitation_event(first))
    again = invited(first, message="Muistattehan?", email="Kaisa.Kehittaja@kemi.example")
    assert again.deed_id == first.deed_id
    other = invited(again, name="Olli", email="olli@kemi.example")
    assert other.deed_id != first.deed_id
    deliver(event(TipInvited, told(other, "invite_again")[-1]))
    assert Deed.objects.get(id=other.deed_id).content["contact"]["name"] == "Olli"
    assert Deed.objects.count() == 2


def test_a_draft_whose_time_is_over_is_followed_by_a_new_one(app, deliver):
    tip = invited()
    deliver(invitation_event(tip))
    deedbook.by_system(Deed.objects.get(id=tip.deed_id), "expire")
    assert invited(tip).deed_id != tip.deed_id


def test_the_tip_follows_the_deed_once(app, deliver):
    tip = invited()
    deed = deedbook.submitted()
    told_twice = submitted_event(deed, tip, id="e1")
    for _ in range(2):
        deliver(told_twice)
    deliver(submitted_event(deed, tip, id="e2"))
    tip = stored(tip)
    assert tip.state == "followed"
    assert len(told(tip, "follow")) == 1


def test_a_deed_without_a_tip_or_of_one_put_aside_changes_nothing(app, deliver):
    tip = invited()
    tips.dismiss_tip(tip, grounds="Ei", by=STAFF, pin=partnerbook.pin(tip))
    deed = deedbook.submitted()
    deliver(submitted_event(deed, tip))
    deliver(event(DeedSubmitted, {**deed.facts(), "tip_id": ""}))
    assert stored(tip).state == "dismissed"
