"""Texts, bulletins and subscribers as JSON: the office's own tools do what its pages do."""

import pytest

from services.notifications.documents import Bulletin, MailText, Subscriber
from tests.integration.notifications.lists import draft, sending, stored, subscribed
from tests.support.office import AUDITOR_TOKEN, bearer, browser, office_on

TEXTS, DECISION = "/api/v1/mails/texts", "/api/v1/mails/texts/decision/sv"
BULLETINS, SUBSCRIBERS = "/api/v1/bulletins", "/api/v1/subscribers"
BAIT = "=HYPERLINK(1) <script>alert(1)</script>"
ANNA, BEN = "anna@kunta.example", "ben@kunta.example"


class Tool:
    """Somebody's program at the office."""

    def __init__(self, app):
        self.client = browser(app)

    def get(self, path, token=None):
        headers = bearer(token) if token else bearer()
        return self.client.get(path, headers=headers).get_json()

    def ask(self, method, path, token=None, **body):
        headers = bearer(token) if token else bearer()
        answer = getattr(self.client, method)(path, json=body, headers=headers)
        return answer.status_code, answer.get_json()


@pytest.fixture
def tool(connected, store):
    return Tool(office_on(store))


# -- texts


def words_of(text, **changes):
    names = ("subject", "heading", "tag", "tag_kind", "body")
    return {name: text[name] for name in names} | changes


def test_a_text_is_read_with_all_that_it_may_ask_for_and_given_other_words(tool):
    text = tool.get(DECISION, AUDITOR_TOKEN)
    assert (text["state"], text["version"], text["usable"]) == ("default", 0, True)
    assert "{name}" in {each["notation"] for each in text["placeholders"]}
    status, edited = tool.ask("put", f"{DECISION}?version=0", **words_of(text, subject=BAIT))
    assert (status, edited["state"], edited["subject"]) == (200, "edited", BAIT)
    assert MailText.objects.get(id="decision.sv").source.startswith(f"subject: {BAIT}\n")
    (only,) = tool.get(f"{TEXTS}?state=edited")["texts"]
    assert (only["template"], only["language"], only["version"]) == ("decision", "sv", 1)
    (version,) = tool.get(f"{DECISION}/versions")["versions"]
    assert (version["version"], version["in_use"], version["subject"]) == (1, True, BAIT)


def test_a_text_that_could_not_be_sent_is_refused_at_its_field(tool):
    text = tool.get(DECISION)
    wrong = words_of(text, subject="Hej {okänd}", body="Utan knapp.")
    status, answer = tool.ask("put", f"{DECISION}?version=0", **wrong)
    assert status == 422
    assert answer["errors"]["subject"] == [
        "{okänd} is not known here. Use only what is listed beside the form."
    ]
    assert "missing" in answer["errors"]["body"][0]
    status, answer = tool.ask("put", f"{DECISION}?version=0", **words_of(text, tag_kind="pink"))
    assert (status, list(answer["errors"])) == (422, ["tag_kind"])
    assert MailText.objects.count() == 0


def test_a_text_changed_by_another_is_not_overwritten_and_goes_back_to_its_default(tool):
    text = tool.get(DECISION)
    tool.ask("put", f"{DECISION}?version=0", **words_of(text, heading="Beslut!"))
    late = tool.ask("put", f"{DECISION}?version=0", **words_of(text, heading="Mitt"))
    assert late[0] == 409
    assert tool.ask("put", DECISION, **words_of(text))[0] == 422  # without the version seen
    status, back = tool.ask("post", f"{DECISION}/default?version=1")
    assert (status, back["state"], back["heading"]) == (200, "default", text["heading"])


def test_every_kind_and_language_is_listed_and_found_by_its_words(tool):
    texts = tool.get(TEXTS)["texts"]
    assert {"fi", "sv", "en"} == {each["language"] for each in texts}
    assert len({each["template"] for each in texts}) == len(texts) / 3 > 50
    assert tool.get(f"{TEXTS}?q=ei-tällaista-sanaa")["texts"] == []
    other = words_of(tool.get(DECISION))
    assert tool.ask("put", f"{TEXTS}/nothing/fi?version=0", **other)[0] == 404
    assert tool.client.get(f"{TEXTS}/decision/de", headers=bearer()).status_code == 404


# -- bulletins


LETTER = {"kind": "newsletter", "title_fi": BAIT, "text_fi": "Hei **kaikki**"}


def test_a_bulletin_is_written_counted_and_sent_by_a_tool(tool):
    subscribed(ANNA, BEN)
    status, letter = tool.ask("post", BULLETINS, **LETTER)
    assert (status, letter["state"], letter["title"]["fi"]) == (201, "draft", BAIT)
    here = f"{BULLETINS}/{letter['id']}"
    changed = {**LETTER, "title_sv": "Brev", "text_sv": "Hej"}
    status, letter = tool.ask("put", f"{here}?version=1", **changed)
    assert (status, letter["written_in"]) == (200, ["fi", "sv"])
    assert tool.get(f"{here}/audience") == {"total": 2, "by_language": {"fi": 2, "sv": 0, "en": 0}}
    status, refused = tool.ask("post", f"{here}/send?version=2", recipients=3)
    assert (status, stored(Bulletin.objects.get()).state) == (409, "draft")
    assert "The number of recipients has changed" in refused["message"]
    status, letter = tool.ask("post", f"{here}/send?version=2", recipients=2)
    assert (status, letter["state"], letter["audience"]) == (200, "sending", 2)
    assert set(letter["progress"]["recipients"]) >= {"queued", "sent", "unclear"}


def test_a_bulletin_with_half_a_language_is_refused_at_its_field(tool):
    status, answer = tool.ask("post", BULLETINS, **{**LETTER, "text_sv": "Hej", "kind": "spam"})
    assert status == 422
    assert set(answer["errors"]) == {"title_sv", "kind"}
    assert Bulletin.objects.count() == 0


def test_a_bulletin_is_paused_and_ended_and_no_step_is_taken_twice(tool):
    subscribed(ANNA)
    letter = sending()
    here = f"{BULLETINS}/{letter.id}"
    status, paused = tool.ask("post", f"{here}/pause?version={letter.version}")
    assert (status, paused["state"]) == (200, "paused")
    assert tool.ask("post", f"{here}/pause?version={letter.version}")[0] == 409
    assert tool.ask("post", f"{here}/pause?version={paused['version']}")[0] == 409
    assert tool.ask("post", f"{here}/cancel?version={paused['version']}")[1]["state"] == "cancelled"
    assert tool.ask("post", f"{here}/finish?version=9")[0] == 404


def test_bulletins_are_listed_newest_first_by_state(tool):
    subscribed(ANNA)
    first, second = draft(), sending()
    listed = tool.get(BULLETINS, AUDITOR_TOKEN)
    assert {each["id"] for each in listed["bulletins"]} == {first.id, second.id}
    only = tool.get(f"{BULLETINS}?state=draft")
    assert ([each["id"] for each in only["bulletins"]], only["total"]) == ([first.id], 1)
    assert "text" not in only["bulletins"][0]


# -- subscribers


def test_subscribers_are_found_and_removed_for_good_with_a_reason(tool):
    (anna, _) = subscribed(ANNA, BEN)
    found = tool.get(f"{SUBSCRIBERS}?q=anna", AUDITOR_TOKEN)
    assert ([each["email"] for each in found["subscribers"]], found["total"]) == ([ANNA], 1)
    here = f"{SUBSCRIBERS}/{anna.id}"
    assert tool.ask("post", f"{here}/remove")[0] == 422
    for _ in range(2):
        status, left = tool.ask("post", f"{here}/remove", reason="Soitti")
        assert (status, left["state"], left["email"]) == (200, "left", "")
    assert Subscriber.objects.get(id=anna.id).email == ""
    assert tool.get(f"{SUBSCRIBERS}?q=anna")["total"] == 0


# -- roles


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("put", f"{DECISION}?version=0"),
        ("post", f"{DECISION}/default?version=0"),
        ("post", BULLETINS),
        ("post", f"{BULLETINS}/x/send?version=0"),
        ("post", f"{SUBSCRIBERS}/x/remove"),
    ],
)
def test_an_auditor_reads_and_changes_nothing(tool, method, path):
    assert tool.ask(method, path, AUDITOR_TOKEN)[0] == 403
    assert getattr(tool.client, method)(path, json={}).status_code == 401
