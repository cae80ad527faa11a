"""Somebody of the demo with a browser, who fills in the real forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.test import Client, TestResponse

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(?!csrf_token)([^"]+)" value="([^"]*)"')


class Refused(Exception):
    """A form did not take what the demo wrote: the demo no longer fits the product."""


class Visitor:
    """Someone with a browser, who fills in forms."""

    def __init__(self, site: Any) -> None:
        self.browser = Client(site)
        self.token = ""

    def read(self, path: str) -> str:
        return self.browser.get(path, follow_redirects=True).text

    def fill(self, path: str, answers: Mapping[str, Any], page: str = "") -> TestResponse:
        """Read the form at `path`, or on `page`, and post it with its hidden fields."""
        shown = self.read(page or path)
        token = TOKEN.search(shown)
        if token is None:
            raise Refused(f"no form at {path}: {plain(shown)}")
        self.token = token[1]
        return self.post(path, {**dict(HIDDEN.findall(shown)), **answers})

    def post(self, path: str, answers: Mapping[str, Any]) -> TestResponse:
        """Post a form without looking at it first. Raises Refused with what the page said."""
        answer = self.browser.post(path, data={**answers, "csrf_token": self.token})
        if answer.status_code >= 400:
            raise Refused(f"{path}: {plain(answer.text)}")
        return answer


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())[:1500]
