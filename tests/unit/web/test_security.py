"""Headers, cookies, CSRF, static files, the correlation id."""

from dataclasses import replace

import pytest

from shared.web import create_base_app
from shared.web.assets import asset


def test_a_post_without_a_token_changes_nothing_and_shows_the_way_back(client):
    answer = client.post("/form?lang=fi", data={"organisation": "x"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "Lomaketta ei voitu tarkistaa" in text
    assert "lähetä lomake uudestaan" in text


def test_a_token_of_another_session_is_refused(app, client):
    page = app.test_client().get("/form").get_data(as_text=True)
    stranger = page.split('name="csrf_token" value="')[1].split('"')[0]
    client.get("/form")
    assert client.post("/form", data={"csrf_token": stranger}).status_code == 400


@pytest.mark.parametrize("path", ["/form", "/nowhere", "/api/v1/things", "/health/live"])
def test_every_answer_is_guarded_by_headers(client, path):
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_hold_no_inline_script_or_style(client):
    text = client.get("/form").get_data(as_text=True)
    assert "<style" not in text and " style=" not in text and "onclick" not in text
    assert text.count("<script") == text.count("<script src=") == 1


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(client):
    cookie = client.get("/form").headers["Set-Cookie"]
    assert cookie.startswith("kunteko_session=")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie


def test_over_https_the_cookie_is_secure_and_the_browser_told_to_stay(web_settings):
    settings = replace(web_settings, base_url="https://kunteko.test")
    app = create_base_app("applications", settings, package=__name__, store=False)
    app.add_url_rule("/in", "in", lambda: app.jinja_env.globals["csrf_token"]())
    answer = app.test_client().get("/in", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_session_signed_with_the_former_key_is_still_read(web_settings):
    old, new = "o" * 40, "n" * 40
    before = create_base_app(
        "a", replace(web_settings, secret_keys=(old,)), package=__name__, store=False
    )
    after = create_base_app(
        "b", replace(web_settings, secret_keys=(new, old)), package=__name__, store=False
    )
    signed = before.session_interface.get_signing_serializer(before).dumps({"a": 1})
    assert after.session_interface.get_signing_serializer(after).loads(signed) == {"a": 1}


def test_a_personal_page_is_kept_by_no_cache_and_no_search_engine(client):
    headers = client.get("/link").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_static_files_named_by_their_content_are_kept_for_ever(client):
    with client.get(asset("app.css")) as named, client.get("/static/app.css") as plain:
        assert named.status_code == 200
        assert named.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert plain.headers["Cache-Control"] == "public, max-age=3600"


def test_a_wrong_asset_name_is_noticed_at_once():
    with pytest.raises(FileNotFoundError):
        asset("nowhere.css")


def test_the_stylesheets_load_nothing_from_elsewhere(client):
    for name in ("app.css", "vendor/source-sans-3/fonts.css"):
        with client.get(f"/static/{name}") as sheet:
            assert "font" in sheet.text
            assert "http" not in sheet.text


def test_a_callers_correlation_id_is_kept_and_a_hostile_one_is_not(client):
    given = "0123456789abcdef"
    assert (
        client.get("/link", headers={"X-Correlation-ID": given}).headers["X-Correlation-ID"]
        == given
    )
    hostile = "<script>alert(1)</script>"
    own = client.get("/link", headers={"X-Correlation-ID": hostile}).headers["X-Correlation-ID"]
    assert len(own) == 32
