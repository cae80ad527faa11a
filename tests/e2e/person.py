"""Somebody with a browser: opens pages, fills in forms, reads mail. axe looks at every page."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e import scanner
from tests.support.waiting import until

AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    },
    # else it describes every element that passes, too: three quarters of its time
    "resultTypes": ["violations"],
}

MAILS = 'main a[href^="/mailbox/"]'


class Person:
    """`page` is Playwright's. Fields are named as in the form, so that any language will do."""

    def __init__(self, context, base_url, *, axe=True):
        self.page = context.new_page()
        self.base_url = base_url
        self.axe = axe
        self.page.set_default_timeout(30_000)

    def open(self, path):
        answer = self.page.goto(path if path.startswith("http") else self.base_url + path)
        assert answer.status < 500, f"{path}: {answer.status}"
        self.look()
        return answer

    def look(self):
        """No finding of axe, nothing wider than the window."""
        self.page.wait_for_load_state("domcontentloaded")
        self.look_at_width()
        if self.axe:
            results = Axe().run(self.page, options=AXE)
            found = [
                (v["id"], v["help"], [node["html"][:160] for node in v["nodes"]][:3])
                for v in results.response["violations"]
            ]
            assert not found, f"axe on {self.page.url}: {found}"

    def look_at_width(self):
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the window"

    def fill(self, **answers):
        """Text goes into inputs; radios and checkboxes take the value; "__" in a name is a dot."""
        for key, value in answers.items():
            self._fill(key.replace("__", "."), value)

    def _fill(self, name, value):
        field = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
        kind = field.first.evaluate("node => node.type || node.tagName")
        if kind in ("radio", "checkbox"):
            for item in value if isinstance(value, list) else [value]:
                self.page.locator(f'main [name="{name}"][value="{item}"]').check()
        elif kind == "select-one":
            field.select_option(value)
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(str(value))

    def send(self, button=None):
        """Press the page's main button, or the one with these words."""
        named = self.page.get_by_role("button", name=button, exact=True)
        self.press(named if button else self._main_button())

    def _main_button(self):
        others = ".hidden-visually", ".link-button", '[value="picture"]'
        wanted = "button[type=submit]" + "".join(f":not({each})" for each in others)
        return self.page.locator(f"main form:not(.filters) {wanted}").first

    def press(self, what):
        with self.page.expect_navigation():
            what.click()
        self.look()

    def follow(self, name):
        self.press(self.page.locator("main").get_by_role("link", name=name).first)

    def sees(self, text):
        expect(self.page.locator("body")).to_contain_text(text)

    @property
    def path(self):
        return self.page.url.removeprefix(self.base_url)

    def open_mail(self, address, *, subject="", link, after=0):
        """Open the newest mail to `address`, once there are more than `after`; follow its link."""
        self.find_mail(address, subject, after=after)
        frame = self.page.frame_locator("iframe")
        target = frame.locator(f'a[href*="{link}"]').first
        href = target.get_attribute("href")
        self._scanners_come_first(frame)
        target.click()
        until(lambda: link in self.newest.url, what=f"{href} opens", within=30)
        self.page = self.newest
        self.look()

    def _scanners_come_first(self, frame):
        """What checks the mail before its reader opens every link, and spends none of them."""
        links = frame.locator("a").evaluate_all("all => all.map(each => each.href)")
        links = sorted({link for link in links if link.startswith(self.base_url)})
        assert all(max(found) < 400 for found in scanner.open_links(links).values())
        scanner.open_in_browser(self.page.context.browser, links)

    @property
    def newest(self):
        """Links in mails open in a new tab, or in this one."""
        return self.page.context.pages[-1]

    def count_mails(self, address):
        self.page.goto(f"{self.base_url}/mailbox?to={address}")
        return self.page.locator(MAILS).count()

    def find_mail(self, address, subject="", *, after=0):
        """Mails go out on their own time: look until it is there."""

        def found():
            self.page.goto(f"{self.base_url}/mailbox?to={address}")
            mails = self.page.locator(MAILS, has_text=re.compile(subject))
            return mails.count() > after and mails.first

        until(found, within=60, every=0.3, what=f"a mail to {address} ({subject})").click()
        self.page.wait_for_load_state("domcontentloaded")
