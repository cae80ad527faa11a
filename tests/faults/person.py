"""Somebody who does not give up: after an error they look again and press again."""

import json
import time
from http.client import HTTPException
from random import Random
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.support.visitor import Visitor

PATIENCE = 90.0  # seconds for one step, however often it is repeated
UNREACHED = (OSError, HTTPException)  # refused, reset, cut off, timed out


class Trouble(Exception):
    """Nobody answered, or with an error of the system's own: worth another try."""


class GaveUp(Exception):
    """A step that would not go through for PATIENCE seconds."""


class Person:
    def __init__(self, system, name, seed):
        self.system, self.name = system, name
        self.chance = Random(seed)
        self.troubles = []

    def persist(self, step, *arguments):
        """The step's result; it is repeated from its beginning after any trouble."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return step(*arguments)
            except Trouble as trouble:
                self.troubles.append(str(trouble))
                if time.monotonic() > deadline:
                    raise GaveUp(f"{self.name}: {step.__name__}: {trouble}") from trouble
                time.sleep(0.2 + self.chance.random() / 2)


class Browser(Person):
    """With pages and forms."""

    def __init__(self, system, name, seed):
        super().__init__(system, name, seed)
        self.visitor = Visitor(system.base_url)

    def open(self, address):
        return self._look(lambda: self.visitor.open(address))

    def submit(self, answers=None, **options):
        return self._look(lambda: self.visitor.submit(answers, **options))

    def _look(self, act):
        self.visitor.status = 0
        try:
            return act()
        except UNREACHED as error:
            raise Trouble(repr(error)) from error
        except AssertionError as error:
            if self.visitor.status >= 500 or self.visitor.status in (409, 429):
                raise Trouble(str(error)[:300]) from error
            raise


class Program(Person):
    """With the JSON API and a token. `ask` gives (status, answer)."""

    def __init__(self, system, name, seed, token):
        super().__init__(system, name, seed)
        self.token = token

    def ask(self, path, body=None, *, key=""):
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
        if key:
            headers["Idempotency-Key"] = key
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            headers["Content-Type"] = "application/json"
        try:
            with urlopen(
                Request(self.system.base_url + path, content, headers), timeout=20
            ) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            with error:
                text = error.read().decode()
            if error.code >= 500 or error.code == 429:
                raise Trouble(f"{error.code} of {path}: {text[:300]}") from error
            return error.code, json.loads(text)
        except UNREACHED as error:
            raise Trouble(repr(error)) from error
