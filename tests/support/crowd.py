"""Many people at once, each at an address of their own (127.x.y.z), on one event loop."""

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(r'name="(csrf_token|key)" value="([^"]+)"')
SENT = re.compile(r"/tips/sent/([0-9a-f]{32})$")
PATIENCE = 90  # seconds for one answer: nothing here asserts how quick the machine is
NOT_AT_ALL = 0  # the status of a connection that gave no answer


@dataclass
class Answer:
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    seconds: float = 0.0


def address_of(number):
    """Every number its own loopback address: the system sees as many clients."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


async def ask(base_url, method, path, *, source, headers=None, body=b""):
    """One request on one connection."""
    split = urlsplit(base_url)
    lines = {"Host": split.netloc, "Connection": "close", **(headers or {})}
    if method == "POST":
        lines["Content-Length"] = str(len(body))
    head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items())
    started = time.perf_counter()
    try:
        raw = await asyncio.wait_for(
            _exchange(split.hostname, split.port, source, head.encode() + b"\r\n" + body), PATIENCE
        )
        answer = _parsed(raw)
    except (OSError, ValueError, asyncio.IncompleteReadError, TimeoutError) as error:
        answer = Answer(NOT_AT_ALL, text=repr(error))
    answer.seconds = time.perf_counter() - started
    return answer


async def _exchange(host, port, source, request):
    reader, writer = await asyncio.open_connection(host, port, local_addr=(source, 0))
    try:
        writer.write(request)
        await writer.drain()
        return await reader.read()
    finally:
        writer.close()


def _parsed(raw):
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
    if len(body) < int(headers.get("content-length", 0)):
        raise ValueError("the answer broke off")
    return Answer(int(first.split(" ")[1]), headers, body.decode("utf-8", "replace"))


class Crowd:
    """People who give tips, one after another, until the time is over; each sends a form again
    that was refused or got no answer.

    confirmed  text of the tip → id, as the system told the one who sent it
    tried      texts of all tips that were sent at least once
    posts      how often each status answered a form; `pages` the same for pages
    seconds    of each form that was taken; `complaints`: what nobody should have met
    """

    def __init__(self, base_url, people, seconds, pace=0.0):
        self.base_url, self.people, self.pace = base_url, people, pace
        self.duration = seconds
        self.confirmed, self.tried = {}, set()
        self.posts, self.pages = Counter(), Counter()
        self.seconds, self.complaints = [], []

    def run(self):
        asyncio.run(self.come())
        return self

    async def come(self):
        self.ends = time.monotonic() + self.duration
        await asyncio.gather(*(self._stay(number) for number in range(self.people)))

    async def _stay(self, number):
        source, count = address_of(number), 0
        while time.monotonic() < self.ends:
            await self._tip(source, f"Tip {count} of {source}")
            count += 1
            await asyncio.sleep(self.pace)

    async def _tip(self, source, about):
        form = await self._form(source)
        if form is None:
            return
        cookie, hidden = form
        body = urlencode({**hidden, "about": about, "organisation": "Porvoon kaupunki"}).encode()
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.tried.add(about)
        while True:
            answer = await ask(
                self.base_url, "POST", "/tips/new", source=source, headers=headers, body=body
            )
            self.posts[answer.status] += 1
            if found := SENT.search(answer.headers.get("location", "")):
                self.confirmed[about] = found[1]
                self.seconds.append(answer.seconds)
                return
            self._look_at_refusal("form", answer)
            if time.monotonic() > self.ends:
                return
            await asyncio.sleep(self._wait(answer))

    async def _form(self, source):
        """The cookie and the hidden fields of a fresh form; None when the time is over."""
        while time.monotonic() < self.ends:
            answer = await ask(self.base_url, "GET", "/tips/new", source=source)
            self.pages[answer.status] += 1
            if answer.status == 200:
                cookie = answer.headers["set-cookie"].partition(";")[0]
                return cookie, dict(HIDDEN.findall(answer.text))
            self._look_at_refusal("page", answer)
            await asyncio.sleep(self._wait(answer))
        return None

    def _wait(self, answer):
        """As long as was said, but not past the end, and no two at the very same moment."""
        left = max(0.0, self.ends - time.monotonic())
        return min(float(answer.headers.get("retry-after", 1)), left + 0.01)

    def _look_at_refusal(self, what, answer):
        if answer.status not in (429, 503):
            self.complaints.append(f"{what}: {answer.status} {answer.text[:300]}")
        elif not answer.headers.get("retry-after", "").isdigit():
            self.complaints.append(
                f"{what}: {answer.status} without Retry-After: {answer.text[:300]}"
            )

    @property
    def refused(self):
        return self.posts[429] + self.posts[503]
