"""More people than can be served, slow ones, and one who floods: what was confirmed is kept, once;
what was refused says when to come again; nobody meets an error."""

import asyncio
import time
from collections import Counter
from urllib.parse import urlencode

import pytest

from shared.settings import PREFIX
from tests.support.besieged import Besieged
from tests.support.crowd import HIDDEN, Crowd, address_of, ask
from tests.support.distributed import Distributed
from tests.support.names import fresh_name
from tests.support.rabbitmq import Broker
from tests.support.smtp import SmtpSink
from tests.support.store import Store
from tests.support.waiting import until

pytestmark = pytest.mark.faults
REFUSALS = {429, 503}
FLOODER = "127.2.0.1"


@pytest.fixture(scope="module")
def site(tmp_path_factory, store_server):
    """nginx and the one web process that the forms need."""
    system = Besieged(tmp_path_factory.mktemp("site"), store_server, ["deeds"])
    yield system.start()
    system.stop()


@pytest.fixture
def whole(tmp_path, store_server, broker_server):
    """Every process of the distributed form, with the limits of the product."""
    store = Store(store_server.url, fresh_name("d") + "_")
    broker = Broker(broker_server, broker_server.virtual_host())
    mail = SmtpSink().start()
    system = Distributed(tmp_path, store, broker, mail)
    system.extra["web-deeds"] = {PREFIX + "REQUESTS_A_MINUTE": "120"}
    system.posts_a_second = 20
    try:
        yield system.start()
    finally:
        system.stop()
        mail.stop()
        store.clear()


def tips_of(system):
    with system.store.client() as client:
        found = client[f"{system.store.prefix}deeds"]["tips"].find({}, {"about": 1, "number": 1})
        return list(found)


def check_the_books(system, crowd):
    """What was confirmed is in the store, once, as it was confirmed; nothing is there twice."""
    tips = [tip for tip in tips_of(system) if tip["about"] in crowd.tried]
    times = Counter(tip["about"] for tip in tips)
    stored = {tip["about"]: tip["_id"] for tip in tips}
    assert {about: stored.get(about) for about in crowd.confirmed} == crowd.confirmed, "lost"
    assert [about for about, count in times.items() if count > 1] == [], "stored twice"
    assert len({tip["number"] for tip in tips}) == len(tips), "a number was given twice"


def check_the_answers(crowd):
    assert crowd.complaints == [], crowd.complaints[:5]
    assert set(crowd.posts) <= {303} | REFUSALS, crowd.posts
    assert set(crowd.pages) <= {200} | REFUSALS, crowd.pages
    assert crowd.confirmed, "nobody got through"


class Flood:
    """One address that sends forms without a pause, on several connections."""

    def __init__(self, base_url, ends):
        self.base_url, self.ends = base_url, ends
        self.answers, self.wrong = Counter(), []

    async def come(self, connections=40):
        page = await ask(self.base_url, "GET", "/tips/new", source=FLOODER)
        self.headers = {
            "Cookie": page.headers["set-cookie"].partition(";")[0],
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.token = dict(HIDDEN.findall(page.text))["csrf_token"]
        await asyncio.gather(*(self._send() for _ in range(connections)))

    async def _send(self):
        while time.monotonic() < self.ends:
            body = urlencode({"csrf_token": self.token, "about": "roskaa", "organisation": "x"})
            answer = await ask(
                *(self.base_url, "POST", "/tips/new"),
                source=FLOODER,
                headers=self.headers,
                body=body.encode(),
            )
            self.answers[answer.status] += 1
            if answer.status != 303:
                self._look_at(answer)
            await asyncio.sleep(0.02)

    def _look_at(self, answer):
        if answer.status not in REFUSALS or not answer.headers.get("retry-after", "").isdigit():
            self.wrong.append(f"{answer.status} {answer.text[:300]}")


@pytest.mark.timeout(400)
def test_200_people_and_a_flood_for_a_minute_lose_nothing(whole):
    async def all_of_them():
        crowd = Crowd(whole.base_url, people=200, seconds=60)
        flood, begun = Flood(whole.base_url, time.monotonic() + 60), time.monotonic()
        await asyncio.gather(crowd.come(), flood.come())
        return crowd, flood, time.monotonic() - begun

    crowd, flood, took = asyncio.run(all_of_them())
    print(f"\npeople: forms {dict(crowd.posts)}, pages {dict(crowd.pages)}")
    print(f"flood: {dict(flood.answers)}")
    check_the_answers(crowd)
    check_the_books(whole, crowd)
    assert flood.wrong == [], flood.wrong[:5]
    assert flood.answers[303] <= 120 + 120 * took / 60 + 1, "the flood was not held back"
    assert crowd.posts[429] == 0, "others were held back with it"
    assert len([t for t in tips_of(whole) if t["about"] == "roskaa"]) == flood.answers[303]
    until(lambda: untold(whole) == 0, within=120, every=1, what="every tip has been told of")


def untold(system):
    with system.store.client() as client:
        tips = client[f"{system.store.prefix}deeds"]["tips"]
        return tips.count_documents({"outbox.0": {"$exists": True}})


@pytest.mark.short
@pytest.mark.timeout(180)
def test_more_people_than_can_be_served_for_a_few_seconds_lose_nothing(site):
    crowd = Crowd(site.base_url, people=200, seconds=6).run()
    print(f"\nforms {dict(crowd.posts)}, pages {dict(crowd.pages)}")
    check_the_answers(crowd)
    check_the_books(site, crowd)


async def drip(site, source, head, byte, until_closed):
    """Send `head`, then one byte a second. Seconds it was endured, and what was answered."""
    host, port = site.base_url.removeprefix("http://").split(":")
    started = time.monotonic()
    reader, writer = await asyncio.open_connection(host, int(port), local_addr=(source, 0))
    try:
        writer.write(head)
        while time.monotonic() - started < until_closed:
            try:
                answer = await asyncio.wait_for(reader.read(4096), 1)
                return time.monotonic() - started, answer
            except TimeoutError:
                writer.write(byte)
    except OSError:
        pass
    finally:
        writer.close()
    return time.monotonic() - started, b""


SLOW_HEAD = b"GET / HTTP/1.1\r\nHost: kunteko.example\r\nX-Slow: "
SLOW_BODY = (
    b"POST /tips/new HTTP/1.1\r\nHost: kunteko.example\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nabout="
)


@pytest.mark.timeout(300)
def test_hundreds_of_slow_clients_keep_nobody_from_a_page_or_a_form(site):
    async def all_of_them():
        heads = [drip(site, address_of(1000 + n), SLOW_HEAD, b"a", 60) for n in range(300)]
        bodies = [drip(site, address_of(2000 + n), SLOW_BODY, b"a", 18) for n in range(200)]
        slow = asyncio.gather(*heads, *bodies)
        await asyncio.sleep(3)  # all eight threads of a service would be taken by now
        crowd = Crowd(site.base_url, people=5, seconds=12, pace=0.2)
        await crowd.come()
        return crowd, await slow

    crowd, slow = asyncio.run(all_of_them())
    check_the_answers(crowd)
    assert crowd.refused == 0 and crowd.pages[503] == 0, (crowd.posts, crowd.pages)
    assert max(seconds for seconds, _ in slow[:300]) < 55, "a head may take for ever"


@pytest.mark.timeout(300)
def test_one_address_holds_no_more_than_its_share_of_connections(site):
    async def all_of_them():
        return await asyncio.gather(*(drip(site, FLOODER, SLOW_BODY, b"a", 8) for n in range(300)))

    answers = [answer for _, answer in asyncio.run(all_of_them())]
    refused = [answer for answer in answers if answer]
    assert len(refused) >= 200
    assert {answer.split(b" ")[1] for answer in refused} == {b"429"}
    assert all(b"Retry-After: " in answer for answer in refused)
