"""The page behind the link: looking is harmless, the button works once."""

import re
from datetime import timedelta

import pytest

from services.accounts.documents import SignIn
from services.accounts.handlers import use_sign_in
from shared import ambient
from shared.errors import NotFound
from shared.links import make_link, read_link
from tests.integration.accounts.conftest import Later, newest
from tests.support.settings import make_settings


def use(browser, link):
    browser.get(link)
    return browser.post(link)


def token_of(browser, path):
    return re.search(r'name="csrf_token" value="([^"]+)"', browser.get(path).text)[1]


def test_opening_the_link_however_often_changes_nothing(browser, another_browser, link):
    before = newest().to_mongo().to_dict()
    for visitor in (browser, another_browser):
        for method in ("get", "head", "options"):
            getattr(visitor.client, method)(link)
    assert newest().to_mongo().to_dict() == before
    assert browser.person() is None


def test_the_page_of_the_link_says_who_and_is_kept_by_nobody(browser, link):
    page = browser.get(link)
    assert page.status_code == 200
    assert "Ville Virkailija (ville@kunteko.example)" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_the_button_signs_in_and_leads_on(browser, link):
    answer = use(browser, link)
    assert (answer.status_code, answer.location) == (303, "/staff/rounds?state=open")
    assert browser.person() == {"email": "ville@kunteko.example"}
    assert newest().state == "used"


def test_a_scanner_that_posts_without_the_page_changes_nothing(another_browser, link):
    assert another_browser.client.post(link).status_code == 400
    assert newest().state == "requested"


def test_a_double_click_is_harmless(app, browser, link):
    browser.get(link)
    token = browser.csrf_token()
    cookie = browser.client.get_cookie("kunteko_session").value
    first = browser.client.post(link, data={"csrf_token": token})
    # the browser has dropped the first answer: the second click carries the old cookie
    browser.client.set_cookie("kunteko_session", cookie)
    second = browser.client.post(link, data={"csrf_token": token})
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.location == "/staff/rounds?state=open"
    assert browser.person()["email"] == "ville@kunteko.example"
    assert [entry["action"] for entry in newest().history] == ["request", "use"]


def test_a_second_post_after_signing_in_is_harmless(browser, link):
    use(browser, link)
    again = browser.client.post(link, data={"csrf_token": token_of(browser, link)})
    assert (again.status_code, again.location) == (303, "/staff/rounds?state=open")
    assert len(newest().history) == 2


def test_a_spent_link_signs_in_nobody_else_and_offers_a_fresh_one(browser, another_browser, link):
    use(browser, link)
    page = another_browser.post(link)
    assert page.status_code == 410
    assert "Linkki on jo käytetty" in page.text
    assert f'action="{link}/again"' in page.text
    assert another_browser.person() is None
    assert another_browser.get(link).status_code == 410


def test_after_signing_out_the_spent_link_is_spent_here_too(browser, link):
    use(browser, link)
    browser.client.post(
        "/account/sign-out", data={"csrf_token": token_of(browser, "/account/sign-in")}
    )
    assert browser.person() is None
    assert use(browser, link).status_code == 410


def test_a_spent_link_sends_a_fresh_one_to_the_same_address_only(browser, another_browser, link):
    use(browser, link)
    page = another_browser.post(link + "/again", email="evil@elsewhere.example")
    assert page.status_code == 200
    fresh = newest()
    assert (fresh.email, fresh.state, fresh.next) == (
        "ville@kunteko.example",
        "requested",
        "/staff/rounds?state=open",
    )


def test_an_old_link_says_so_and_offers_a_fresh_one(browser, link):
    token = browser.csrf_token()
    with ambient.use(Later(minutes=11)):
        for page in (browser.get(link), browser.client.post(link, data={"csrf_token": token})):
            assert page.status_code == 410
            assert "Linkki on vanhentunut" in page.text
        again = browser.client.post(link + "/again", data={"csrf_token": token})
    assert again.status_code == 200
    assert SignIn.objects(state="requested").count() == 2
    assert browser.person() is None


def test_who_uses_the_links_is_not_held_up(browser, link, settings):
    for _ in range(6):
        use(browser, link)
        assert browser.ask("ville@kunteko.example").status_code == 200
        link = f"/account/sign-in/{make_link(settings, 'sign-in', newest().id, newest().email)}"


def test_fresh_links_are_limited_too(browser, link):
    for _ in range(4):
        assert browser.post(link + "/again").status_code == 200
    page = browser.post(link + "/again")
    assert page.status_code == 429
    assert "Odota kymmenen minuuttia" in page.text


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "x", lambda t: "x" + t, lambda t: "nonsense"]
)
def test_a_forged_link_opens_nothing(browser, link, change):
    base, _, token = link.rpartition("/")
    forged = f"{base}/{change(token)}"
    assert browser.get(forged).status_code == 404
    assert browser.post(forged).status_code == 404
    assert browser.person() is None


def test_a_link_of_another_purpose_or_key_opens_nothing(browser, link, settings):
    sign_in = newest()
    foreign = make_link(settings, "status", sign_in.id, sign_in.email)
    other = make_settings(secret_keys="a-key-of-somebody-else-long-enough-too")
    strange = make_link(other, "sign-in", sign_in.id, sign_in.email)
    for token in (foreign, strange):
        assert browser.get(f"/account/sign-in/{token}").status_code == 404
        assert browser.post(f"/account/sign-in/{token}").status_code == 404


def test_a_link_for_another_recipient_opens_nothing(browser, link, settings):
    token = make_link(settings, "sign-in", newest().id, "paula@kunteko.example")
    assert browser.get(f"/account/sign-in/{token}").status_code == 404
    assert browser.post(f"/account/sign-in/{token}").status_code == 404


def test_an_unknown_address_cannot_be_signed_in_by_a_link_of_ours(browser, settings):
    browser.ask("joku@muualla.example")
    token = make_link(settings, "sign-in", newest().id, "joku@muualla.example")
    assert browser.post(f"/account/sign-in/{token}").status_code == 404
    assert browser.person() is None


def test_signing_in_starts_a_fresh_session(browser, link):
    with browser.client.session_transaction() as session:
        session["planted"] = "by somebody"
    browser.get(link)
    old = browser.csrf_token()
    browser.post(link)
    with browser.client.session_transaction() as session:
        assert "planted" not in session
        assert session.permanent
    page = browser.client.post("/account/sign-out", data={"csrf_token": old})
    assert page.status_code == 400


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(browser, link):
    cookie = use(browser, link).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" in cookie


def test_a_session_is_over_after_twelve_hours(app, browser, link):
    use(browser, link)
    assert app.permanent_session_lifetime == timedelta(hours=12)


def test_signing_out_needs_a_post_with_a_token(browser, link):
    use(browser, link)
    assert browser.get("/account/sign-out").status_code == 405
    assert browser.client.post("/account/sign-out").status_code == 400
    assert browser.person() is not None
    answer = browser.client.post(
        "/account/sign-out", data={"csrf_token": token_of(browser, "/account/sign-in")}
    )
    assert (answer.status_code, answer.location) == (303, "/account/signed-out")
    assert browser.person() is None
    assert "Olet kirjautunut ulos" in browser.get(answer.location).text


def test_whoever_is_signed_in_is_told_so_instead_of_asked(browser, link):
    use(browser, link)
    page = browser.get("/account/sign-in?next=/staff/themes")
    assert "Ville Virkailija (ville@kunteko.example)" in page.text
    assert 'href="/staff/themes"' in page.text
    assert 'name="email"' not in page.text


def test_who_has_left_the_list_of_staff_cannot_use_a_link_any_more(link, settings):
    opened = read_link(settings, "sign-in", link.rpartition("/")[2])
    smaller = make_settings(staff="paula@kunteko.example,Paula Päällikkö,manager")
    with pytest.raises(NotFound):
        use_sign_in(smaller, opened, "a browser")
    assert newest().state == "requested"
