"""Somebody with a plain browser, over the network: cookies, pages, forms. No JavaScript."""

import re
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

BOUNDARY = "----a-form-of-the-tests"


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what a browser would send of what it holds."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self._form = self._select = self._textarea = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = values.get("method", "get").lower()
            self._form = {"action": values.get("action", ""), "method": method, "held": {}}
            self.found.append(self._form)
        elif self._form is None:
            return
        elif tag == "input":
            self._input(values)
        elif tag == "select":
            self._select = values.get("name")
        elif tag == "option" and self._select and "selected" in values:
            self._hold(self._select, values.get("value", ""))
        elif tag == "textarea":
            self._textarea = values.get("name")
            self._hold(self._textarea, "")

    def _input(self, values):
        kind = values.get("type", "text")
        if not values.get("name") or kind in ("file", "submit"):
            return
        if kind in ("radio", "checkbox"):
            if "checked" in values:
                held = self._form["held"].get(values["name"], [])
                self._hold(values["name"], [*held, values.get("value", "on")])
        else:
            self._hold(values["name"], values.get("value", ""))

    def handle_data(self, data):
        if self._textarea:
            self._form["held"][self._textarea] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def _hold(self, name, value):
        self._form["held"][name] = value


class Visitor:
    """After each step: `status`, `text`, `url` and `correlation_id` of the page shown."""

    def __init__(self, base_url):
        self.base_url = base_url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.status, self.text, self.url, self.correlation_id = 0, "", base_url, ""

    def open(self, address, expect=200):
        return self._go(Request(urljoin(self.base_url, address)), expect)

    def submit(self, answers=None, *, to="", files=None, expect=200):
        """Send the POST form whose address ends in `to`, by default the page's own, with all it
        already holds."""
        forms = [form for form in Forms(self.text).found if form["method"] == "post"]
        wanted = to or self.path
        fitting = [form for form in forms if self._target(form).split("?")[0].endswith(wanted)]
        assert fitting, f"no form to {wanted} on {self.url}: {[f['action'] for f in forms]}"
        answers = fitting[0]["held"] | (answers or {})
        body, kind = _multipart(answers, files) if files else _encoded(answers)
        target = self._target(fitting[0])
        headers = {"Content-Type": kind, "Referer": self.url}
        return self._go(Request(target, body, headers), expect)

    def link(self, part):
        """The first address on the page with `part` in it."""
        found = re.search(rf'href="([^"]*{part}[^"]*)"', self.text)
        assert found, f"no link with {part} on {self.url}"
        return found[1].replace("&amp;", "&")

    @property
    def path(self):
        return urlsplit(self.url).path

    def _target(self, form):
        return urljoin(self.url, form["action"])

    @property
    def words(self):
        return " ".join(re.sub(r"<[^>]+>", " ", self.text).split())

    def _go(self, request, expect):
        try:
            answer = self._opener.open(request, timeout=20)
        except HTTPError as error:
            answer = error
        with answer:
            self.status, self.text = answer.status, answer.read().decode()
            self.url = answer.url
            self.correlation_id = answer.headers.get("X-Correlation-ID", "")
        assert self.status == expect, f"{self.status} on {self.url}: {self.words[:1500]}"
        return self


def _encoded(answers):
    return urlencode(answers, doseq=True).encode(), "application/x-www-form-urlencoded"


def _multipart(answers, files):
    """`files`: field → (file name, bytes)."""
    parts = []
    for name, value in answers.items():
        parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode())
    for name, (filename, content) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
        parts.append(head.encode() + content)
    start = f"--{BOUNDARY}\r\n".encode()
    body = b"".join(start + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()
    return body, f"multipart/form-data; boundary={BOUNDARY}"
