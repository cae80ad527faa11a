"""So many forms a minute from one address: who counts, what the refused one is shown."""

import html
import io
from dataclasses import replace

import pytest
from flask import request

from shared import meter
from shared.settings import load
from shared.web import create_base_app
from shared.web.limits import network_of, without_limit
from tests.support.settings import environment
from tests.support.visitor import Forms
from tests.unit.web.conftest import STAFF_TOKEN, add_api, add_pages

LIMIT = 3
HOSTILE = '<b>"Päiväkoti" & co\'s</b>\nsecond line </textarea><script>alert(1)</script>'


def limited_app(web_settings, **changes):
    settings = replace(web_settings, **{"requests_a_minute": LIMIT, **changes})
    app = create_base_app("applications", settings, package=__name__, store=False)
    add_pages(app)
    add_api(app)
    app.add_url_rule("/draft", "draft", lambda: "taken", methods=["POST"])
    for_programs = without_limit(lambda: "left")
    app.add_url_rule("/programs", "programs", for_programs, methods=["POST"])
    app.add_url_rule("/who", "who", lambda: str(request.remote_addr))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def app(web_settings):
    return limited_app(web_settings)


@pytest.fixture(autouse=True)
def fresh_meter():
    meter.shared_meter.cache_clear()
    yield
    meter.shared_meter().file.close()
    meter.shared_meter.cache_clear()


def send(client, path="/draft", times=LIMIT, address="192.0.2.7", **options):
    return [
        client.post(path, environ_base={"REMOTE_ADDR": address}, **options).status_code
        for _ in range(times)
    ]


def one_more(client, path="/draft", address="192.0.2.7", **options):
    return client.post(path, environ_base={"REMOTE_ADDR": address}, **options)


def test_the_limit_may_be_used_up_and_then_429_says_when_to_come_again(client):
    assert send(client) == [200] * LIMIT
    answer = one_more(client)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 20
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Mitään kirjoittamaasi ei ole kadonnut"),
        ("sv", "Inget av det du skrev har försvunnit"),
        ("en", "Nothing you typed is lost"),
    ],
)
def test_it_says_so_in_the_readers_language(client, language, words):
    send(client)
    assert words in one_more(client, f"/draft?lang={language}").text


def test_all_that_was_typed_stands_on_the_page_to_be_sent_again(client):
    send(client)
    typed = {"organisation": HOSTILE, "themes": ["a", "b"], "key": "0" * 32, "then": "check"}
    page = one_more(client, data=typed).text
    assert "<script>alert" not in page and "<b>" not in page
    held = next(form for form in Forms(page).found if form["action"] == "")["held"]
    assert held["organisation"] == HOSTILE
    assert {name: held[name] for name in ("key", "then")} == {"key": "0" * 32, "then": "check"}
    assert page.count('name="themes"') == 2
    assert "csrf_token" not in held, "only what was sent is on it: no token for another's form"


def test_a_file_is_asked_for_again_by_its_name(client):
    send(client)
    files = {
        "title": "Teko",
        "picture": (io.BytesIO(b"x"), "kuva <1>.png"),
        "none": (io.BytesIO(), ""),
    }
    page = one_more(client, data=files, content_type="multipart/form-data").text
    assert 'enctype="multipart/form-data"' in page
    assert html.escape("kuva <1>.png") in page
    assert page.count('type="file"') == 1 and 'name="picture" required' in page
    assert 'name="title" value="Teko"' in page


def test_another_address_goes_on(client):
    send(client, times=LIMIT + 1)
    assert send(client, address="192.0.2.8") == [200] * LIMIT


def test_reading_is_never_limited(client):
    send(client, times=LIMIT + 1)
    assert client.get("/form", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200


def test_who_has_signed_in_is_not_limited(client):
    client.get("/act-as/staff")
    assert send(client, times=3 * LIMIT) == [200] * 3 * LIMIT


def test_who_only_says_so_is(client):
    client.set_cookie("kunteko_session", "eyJwZXJzb24iOnsiZW1haWwiOiJzdGFmZkBrdW50ZWtvIn19.x.y")
    assert send(client, times=LIMIT + 1)[-1] == 429


def test_a_program_that_sends_for_many_is_not_limited(client):
    assert send(client, "/programs", times=3 * LIMIT) == [200] * 3 * LIMIT


def test_a_form_that_fails_the_csrf_check_is_not_shown_again(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    send(client, times=LIMIT + 2)
    answer = one_more(client, data={"organisation": "planted by another site"})
    assert answer.status_code == 400
    assert "planted" not in answer.text


def test_posts_to_nowhere_count_too(client):
    assert send(client, "/nowhere", times=LIMIT + 1) == [404] * LIMIT + [429]


class TestTheProgrammingInterface:
    PATH = "/api/v1/things"

    def test_without_a_valid_token_it_is_limited_in_the_interfaces_own_words(self, client):
        assert send(client, self.PATH, json={}) == [401] * LIMIT
        answer = one_more(client, self.PATH, json={}, headers={"Accept-Language": "en"})
        assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
        assert answer.json["code"] == 429 and answer.json["status"] == "Too Many Requests"
        assert "without a valid token" in answer.json["message"]

    def test_guessing_tokens_is_limited(self, client):
        wrong = {"Authorization": "Bearer " + "g" * 40}
        assert send(client, self.PATH, json={}, headers=wrong, times=LIMIT + 1)[-1] == 429

    def test_with_one_it_is_not(self, client):
        token = {"Authorization": f"Bearer {STAFF_TOKEN}"}
        assert 429 not in send(client, self.PATH, json={}, headers=token, times=3 * LIMIT)


class TestWhoCountsAsOne:
    def test_an_ipv6_network_of_64_bits(self, client):
        assert send(client, address="2001:db8:1:2::a") == [200] * LIMIT
        assert send(client, address="2001:db8:1:2:ffff::b", times=1) == [429]
        assert send(client, address="2001:db8:1:3::a", times=1) == [200]

    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("fe80::1%eth0", "fe80::"),
            ("", ""),
            ("unix:", "unix:"),
        ],
    )
    def test_every_way_of_writing_it(self, address, network):
        assert network_of(address) == network

    def test_without_a_proxy_nobody_can_say_to_be_another(self, client):
        codes = [
            one_more(client, headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
            for n in range(LIMIT + 1)
        ]
        assert codes == [200] * LIMIT + [429]

    @pytest.mark.parametrize("changes", [{"proxies": 1}, {"base_url": "https://kunteko.test"}])
    def test_behind_one_it_is_whom_the_proxy_names_last(self, web_settings, changes):
        client = limited_app(web_settings, **changes).test_client()
        for who in ("198.51.100.1", "198.51.100.2"):
            for n in range(LIMIT):
                claimed = {"X-Forwarded-For": f"203.0.113.{n}, {who}"}
                assert one_more(client, headers=claimed, address="10.0.0.1").status_code == 200
        claimed = {"X-Forwarded-For": "203.0.113.99, 198.51.100.1"}
        assert one_more(client, headers=claimed, address="10.0.0.1").status_code == 429


def test_nought_is_no_limit(web_settings):
    client = limited_app(web_settings, requests_a_minute=0).test_client()
    assert send(client, times=50) == [200] * 50


def test_the_limit_of_the_product_lets_a_whole_workshop_through():
    environ = environment()
    del environ["KUNTEKO_REQUESTS_A_MINUTE"]
    assert load(environ).requests_a_minute == 120
