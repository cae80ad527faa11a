"""The limit of an address as it stands before the public: nginx, three processes of one service."""

import asyncio
import time
from collections import Counter

import pytest

from tests.support.besieged import Besieged
from tests.support.crowd import ask
from tests.support.visitor import Visitor
from tests.support.waiting import until

LIMIT = 6  # ten seconds from one to the next: time enough for a test on a slow machine
TIP = {"about": 'Aamukahvit <b>"naapurin"</b> kanssa\ntoinen rivi', "organisation": "Inarin kunta"}


@pytest.fixture(scope="module")
def site(tmp_path_factory, store_server):
    directory = tmp_path_factory.mktemp("site")
    # after a burst of 200 nginx lets one a second through: however slow this machine is
    system = Besieged(directory, store_server, ["deeds"], a_minute=LIMIT, posts_a_second=1)
    system.extra["web-deeds"]["WEB_CONCURRENCY"] = "3"
    yield system.start()
    system.stop()


def send(site, source, times, **headers):
    """Posts of an address on connections of their own: they meet all the processes."""

    async def all_of_them():
        asked = (
            ask(site.base_url, "POST", "/api/v1/nowhere", source=source, headers=headers)
            for _ in range(times)
        )
        return await asyncio.gather(*asked)

    return asyncio.run(all_of_them())


def test_the_processes_of_a_service_count_together(site):
    started = time.monotonic()
    answers = send(site, "127.3.0.1", 3 * LIMIT)
    more = int((time.monotonic() - started) * LIMIT / 60) + 1
    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) == {404, 429}
    assert LIMIT <= statuses[404] <= LIMIT + more
    refused = [answer for answer in answers if answer.status == 429]
    assert all(1 <= int(answer.headers["retry-after"]) <= 10 for answer in refused)


def test_others_go_on_and_a_forged_header_makes_nobody_another(site):
    send(site, "127.3.0.2", 2 * LIMIT)
    [other] = send(site, "127.3.0.3", 1)
    assert other.status == 404
    headers = {
        "X-Forwarded-For": "203.0.113.7",
        "X-Real-IP": "203.0.113.7",
        "Forwarded": "for=203.0.113.7",
    }
    assert 429 in [answer.status for answer in send(site, "127.3.0.2", 5, **headers)]


def test_who_is_held_back_waits_presses_once_and_has_lost_nothing(site):
    person = Visitor(site.base_url).open("/tips/new?lang=fi")
    assert 429 in [answer.status for answer in send(site, "127.0.0.1", 2 * LIMIT)]
    person.submit(TIP, to="/tips/new", expect=429)
    assert "Mitään kirjoittamaasi ei ole kadonnut" in person.words
    until(lambda: again(person), within=90, every=1, what="the form goes through")
    assert "/tips/sent/" in person.url
    with site.store.client() as client:
        [tip] = client[f"{site.store.prefix}deeds"]["tips"].find()
    assert tip["about"].replace("\r\n", "\n") == TIP["about"]
    assert tip["organisation"] == TIP["organisation"]


def again(person):
    """Whether it was taken; else the page holds it still."""
    try:
        person.submit()
    except AssertionError:
        assert person.status == 429
    return person.status == 200


def test_nginx_stops_what_no_person_does(site):
    answers = send(site, "127.3.0.4", 320)
    from_nginx = [answer for answer in answers if "Too many requests at once" in answer.text]
    assert len(from_nginx) >= 20
    assert {answer.status for answer in answers} <= {404, 429, 503}
    assert all(answer.headers["retry-after"].isdigit() for answer in from_nginx)
