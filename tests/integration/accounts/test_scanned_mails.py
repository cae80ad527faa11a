"""A scanner opens the link of the mail that signs in: the person's click still works."""

from services.accounts.documents import SignIn
from tests.support.scanning import kinds_with_links_to, scan
from tests.support.told import events_of, mails_because_of


def test_the_click_works_after_every_scanner(app, browser, settings):
    browser.ask("ville@kunteko.example", next="/staff/rounds")
    mails = mails_because_of(events_of((SignIn,)), settings)
    assert kinds_with_links_to("accounts", settings) == {mail.template for mail in mails}
    [(path, status)] = scan(app, "accounts", mails, settings).items()
    assert status == 200
    assert browser.person() is None
    browser.get(path)
    assert browser.post(path).location == "/staff/rounds"
    assert browser.person() == {"email": "ville@kunteko.example"}
