"""The pages where the office edits the words of the mails."""

import re
from dataclasses import replace
from html import unescape

import pytest

from services.notifications.app import create_app
from services.notifications.documents import MailText, Message
from services.notifications.handlers.rewording import edit_text, find_text, text_in_use
from services.notifications.staff.texts.form import as_typed
from services.notifications.texts import text_of
from shared.roles import Role
from shared.workflow.table import Actor
from tests.support.apps import app_on

VILLE = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
PAULA = Actor(Role.MANAGER, "Paula Päällikkö", "paula@kunteko.example")
TEXTS = "/staff/mails/texts"
DECISION = f"{TEXTS}/decision/en"


@pytest.fixture
def app(store, connected):
    app = app_on(store, "notifications", create_app)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def client(app):
    return signed_in(app, "ville")


def signed_in(app, who):
    client = app.test_client()
    client.set_cookie("lang", "en")
    with client.session_transaction() as session:
        session["person"] = {"email": f"{who}@kunteko.example"}
    return client


def typed(version=0, **changes):
    return {**as_typed(text_of("decision", "en")), "version": str(version), **changes}


def saved(settings, by=VILLE, **changes):
    standing = find_text("decision", "en")
    text = replace(text_of("decision", "en"), **changes)
    return edit_text(standing, text, by, settings, expected_version=standing.version)


def read(answer):
    html = answer.get_data(as_text=True)
    html = html[html.find("<main") :] if "<main" in html else html
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# -- the list


def test_the_list_has_every_kind_and_says_what_is_the_offices_own(client, connected):
    saved(connected, PAULA, subject="Own subject")
    page = read(client.get(TEXTS))
    assert "Decision: granted Subject now Own subject" in page
    assert "English : Decision: granted Edited" in page
    assert "Paula Päällikkö" in page
    assert "Link to a draft" in page and "Deed: published" in page
    only = read(client.get(f"{TEXTS}?only=edited"))
    assert "Own subject" in only and "Deed: published" not in only


def test_the_list_is_searched_in_every_language(client):
    assert "Decision: granted" in read(client.get(f"{TEXTS}?q=ohjelma maksaa sparrauksen"))
    assert "Deed: published" not in read(client.get(f"{TEXTS}?q=ohjelma maksaa sparrauksen"))
    assert "No texts here" in read(client.get(f"{TEXTS}?q=(ei löydy"))


def test_a_text_that_no_longer_fits_is_marked_and_told_why(client, connected):
    saved(connected, subject="Own {reference}")
    MailText.objects.update(set__source="subject: {gone}\nheading: a\ntag: info b\n\n[button] c")
    assert "Does not fit any more" in read(client.get(TEXTS))
    page = read(client.get(DECISION))
    assert "This text does not fit the service any more" in page
    assert "{gone} is not known here" in page


# -- one text


def test_the_page_lists_what_the_text_may_use(client):
    page = read(client.get(DECISION))
    assert "{expert} Name of the expert For example: Petri Sparraaja" in page
    assert "{grounds} Grounds of the decision (may be empty)" in page
    assert "[button] The button" in page
    assert "[link own]" not in page
    withdrawal = read(client.get(f"{TEXTS}/withdrawal/en"))
    assert "?had_order When the expert had an order already" in withdrawal


def test_the_other_languages_stand_beneath(client):
    page = read(client.get(DECISION))
    assert text_of("decision", "fi").subject in page
    assert text_of("decision", "sv").subject in page


def test_a_saved_text_is_in_use(client):
    answer = client.post(DECISION, data=typed(subject="Granted: {reference}"))
    assert (answer.status_code, answer.location) == (303, DECISION)
    assert "The text was saved" in read(client.get(DECISION))
    stored = find_text("decision", "en")
    assert text_in_use(stored).subject == "Granted: {reference}"
    assert stored.history[-1]["actor"]["email"] == "ville@kunteko.example"


def test_the_second_click_saves_nothing_twice(client):
    for _ in range(2):
        assert client.post(DECISION, data=typed(heading="Yes")).status_code == 303
    assert find_text("decision", "en").version == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"subject": "Hello {nimi}"}, "{nimi} is not known here"),
        ({"subject": ""}, "Fill in “Subject”"),
        ({"subject": "x" * 201}, "can have at most 200 characters"),
        ({"body": "Hello { name }\n\n[button] Go"}, "{ name } is not written as a placeholder"),
        ({"body": "Hello {name}"}, "[button] is missing. Without it the recipient cannot act."),
        ({"body": "[foo]\n\n[button] Go"}, "[foo] is not known here"),
        ({"body": "{{7*7}}\n\n[button] Go"}, "{{7*7}} is not written as a placeholder"),
        ({"tag_kind": "pink"}, "Choose one of the given answers"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(client, changes, told):
    answer = client.post(DECISION, data=typed(heading="Kept as typed", **changes))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert told in unescape(page)
    assert 'value="Kept as typed"' in page
    (name,) = changes
    assert (
        f'id="field-{name.replace("_", "-")}-error"' in page or f'id="field-{name}-error"' in page
    )
    assert MailText.objects.count() == 0


def test_a_subject_is_one_line_without_control_characters(client):
    client.post(DECISION, data=typed(subject="One\r\nBcc: x@evil.example\x00 {reference}"))
    assert text_in_use(find_text("decision", "en")).subject == "One Bcc: x@evil.example {reference}"


def test_hostile_words_are_shown_as_words(client):
    hostile = "<script>alert(1)</script>"
    client.post(DECISION, data=typed(subject=hostile, heading=hostile, tag=hostile))
    for path in (DECISION, TEXTS, f"{DECISION}/versions", f"{DECISION}/default"):
        assert hostile not in client.get(path).get_data(as_text=True)
    frame = client.get(f"{DECISION}/preview").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in frame and "<script" not in frame


def test_who_has_an_old_page_sees_what_the_other_wrote_and_decides(client, connected):
    saved(connected, PAULA, heading="Paula's heading")
    answer = client.post(DECISION, data=typed(heading="Ville's heading"))
    page = read(answer)
    assert answer.status_code == 409
    assert "Paula Päällikkö changed it" in page
    assert "Taken away: Heading in the mail: Paula's heading" in page
    assert "Added: Heading in the mail: Ville's heading" in page
    html = answer.get_data(as_text=True)
    assert 'name="version" value="1"' in html and "Save anyway" in html
    assert client.post(DECISION, data=typed(1, heading="Ville's heading")).status_code == 303
    assert text_in_use(find_text("decision", "en")).heading == "Ville's heading"


# -- the preview


def test_the_preview_shows_what_is_typed_on_sample_data_and_saves_nothing(client):
    answer = client.post(f"{DECISION}/preview", data=typed(subject="For {name}: {reference}"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "For Maija Meikäläinen: SP-2026-0007" in page
    assert "The same as plain text" in page
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert MailText.objects.count() == Message.objects.count() == 0


def test_the_preview_of_an_unready_text_says_what_is_wrong_and_shows_the_rest(client):
    body = "Hello {nimi}\n\n[list none]\n\n[link none]\n\n[foo] bar\n\n?none x"
    answer = client.post(f"{DECISION}/preview", data=typed(subject="", body=body, tag_kind="x"))
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 200
    assert "The text cannot be saved like this" in page
    assert "{nimi} is not known here" in page and "[list none] is not known here" in page
    assert "Hello {nimi}" in page


def test_the_preview_lets_nobody_act_as_the_recipient(client):
    page = client.get(f"{DECISION}/preview").get_data(as_text=True)
    assert "/sparring/status/…" in page
    assert not re.search(r"/sparring/status/[\w.-]{10}", page)


def test_the_preview_button_works_without_script(client):
    page = client.get(DECISION).get_data(as_text=True)
    assert f'formaction="{DECISION}/preview" formtarget="text-preview"' in page
    assert 'name="text-preview"' in page


# -- versions and the way back


def test_each_version_says_who_wrote_what(client, connected):
    saved(connected, heading="First")
    saved(connected, PAULA, heading="Second")
    page = read(client.get(f"{DECISION}/versions"))
    assert page.index("Version 2") < page.index("Version 1")
    assert "Paula Päällikkö" in page and "Ville Virkailija" in page
    assert "Taken away: Heading in the mail: First" in page
    assert "Added: Heading in the mail: Second" in page
    assert "Taken away: Heading in the mail: Decision on sparring" in page


def test_an_earlier_version_is_taken_into_use_as_a_new_one(client, connected):
    saved(connected, heading="First")
    saved(connected, heading="Second")
    answer = client.post(f"{DECISION}/versions/1", data={"version": "2"})
    assert answer.status_code == 303
    stored = find_text("decision", "en")
    assert (text_in_use(stored).heading, stored.version) == ("First", 3)
    assert client.post(f"{DECISION}/versions/9", data={"version": "3"}).status_code == 404
    stale = client.post(f"{DECISION}/versions/2", data={"version": "2"})
    assert stale.status_code == 409
    assert "Nothing was changed by you" in read(stale)


def test_an_earlier_version_that_fits_no_more_goes_to_the_form(client, connected):
    saved(connected, heading="First")
    old = find_text("decision", "en").history[0]["data"]["source"]
    MailText.objects.update(set__history__0__data__source=old.replace("First", "{gone}"))
    saved(connected, heading="Second")
    answer = client.post(f"{DECISION}/versions/1", data={"version": "2"})
    assert answer.status_code == 422
    assert "{gone} is not known here" in read(answer)
    assert find_text("decision", "en").version == 2


def test_the_way_back_shows_first_what_changes(client, connected):
    saved(connected, heading="Own")
    page = read(client.get(f"{DECISION}/default"))
    assert "Taken away: Heading in the mail: Own" in page
    assert "Added: Heading in the mail: Decision on sparring" in page
    assert find_text("decision", "en").state == "edited"
    stale = client.post(f"{DECISION}/default", data={"version": "0"})
    assert stale.status_code == 409
    for _ in range(2):
        assert client.post(f"{DECISION}/default", data={"version": "1"}).status_code == 303
    stored = find_text("decision", "en")
    assert (stored.state, stored.version) == ("default", 2)
    assert "The text is the default already" in read(client.get(f"{DECISION}/default"))
    assert "Take this version into use" in read(client.get(f"{DECISION}/versions"))


# -- who may


def test_an_auditor_reads_and_changes_nothing(app, connected):
    saved(connected, heading="Own")
    auditor = signed_in(app, "aino")
    page = read(auditor.get(DECISION))
    assert "What the text may use" in page and "Save" not in page and "Back to" not in page
    for path in ("versions", "default", "preview"):
        answer = auditor.get(f"{DECISION}/{path}")
        assert answer.status_code == 200
        assert f'action="{DECISION}' not in answer.get_data(as_text=True)
    for path in ("", "/preview", "/default", "/versions/1"):
        assert auditor.post(DECISION + path, data=typed(1)).status_code == 403
    assert find_text("decision", "en").version == 1


def test_nobody_else_sees_the_pages(app):
    for path in (TEXTS, DECISION, f"{DECISION}/preview", f"{DECISION}/versions"):
        assert app.test_client().get(path).status_code == 303
        assert signed_in(app, "eeva").get(path).status_code == 403


def test_there_is_no_page_of_another_kind_or_language(client):
    for path in ("nothing/fi", "decision/de", "words/fi", "..%2fconfig/fi"):
        assert client.get(f"{TEXTS}/{path}").status_code == 404
