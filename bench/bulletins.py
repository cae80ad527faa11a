"""A newsletter to 50,000: the office's pages, and the sending, killed and paused on the way.

    python -m bench bulletins
    BULLETIN_SUBSCRIBERS=5000 BULLETIN_LANGUAGES=sv python -m bench.bulletins

Every fifth subscriber reads Swedish, every fifth English. BULLETIN_LANGUAGES sends to the readers
of these only; the pages are measured with all. Processor time is what a page costs the web process
and the store together: about how long it takes on an idle core, however busy the machine was.
The worker's lease is a minute here, not ten: the sink answers at once.
"""

import logging
import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import structlog
from pymongo import MongoClient

from bench.mail import spent
from services.notifications.app import create_app
from services.notifications.bulletin_rendering import To
from services.notifications.delivery.bulletins import presses_of
from services.notifications.documents import (
    ALL,
    SERVICE,
    Bulletin,
    BulletinRecipient,
    Subscriber,
    subscriber_id,
)
from services.notifications.handlers import subscriptions
from services.notifications.handlers.bulletins import start_bulletin
from services.notifications.roll_keeping import RollKeeping
from services.notifications.tallies import progress_of
from shared import ambient
from shared import store as stores
from shared.roles import Role
from shared.workflow.pin import Pin
from shared.workflow.table import Actor
from tests.support.desk import Desk, hidden_fields
from tests.support.settings import environment, make_settings
from tests.support.store import StoreServer

SUBSCRIBERS = int(os.environ.get("BULLETIN_SUBSCRIBERS", "50000"))
LANGUAGES = os.environ.get("BULLETIN_LANGUAGES", "").split()
RUNS = 3
BARE = 1000
OFFICE, LIST = "/staff/bulletins", "/staff/subscribers"
TEXT = (
    "# Kunteko\n\n" + "Hyvä lukija, tässä on **marraskuun** [kirje](https://kunteko.example). " * 20
)
WORKER = """
import os
from datetime import timedelta
from services.notifications.delivery import bulletin_hand
from services.notifications.delivery.bulletins import bulletin_sending
from services.notifications.documents import SERVICE
from shared import store
from shared.settings import load
from time import sleep
bulletin_hand.LEASE = timedelta(minutes=1)
settings = load(os.environ)
store.connect(settings, SERVICE)
work = bulletin_sending(settings)
while True:
    work() or sleep(1)
"""


def fill(count):
    """Confirmed subscribers as the product stores them, histories and all, of a day ago."""
    subscriptions.sign_up("first@kunta.example", "fi")
    first = subscriptions.find_subscriber(subscriber_id("first@kunta.example"))
    subscriptions.confirm(first, Pin(first.version, ambient.new_id()))
    like = subscriptions.find_subscriber(first.id).to_mongo().to_dict() | {"outbox": []}
    Subscriber._get_collection().delete_many({})
    for start in range(0, count, 1000):
        numbers = range(start, min(start + 1000, count))
        Subscriber._get_collection().insert_many([one_of(like, number) for number in numbers])


def one_of(like, number):
    email = f"lukija{number}@kunta{number % 300}.example"
    at = ambient.now() - timedelta(days=1, seconds=number)
    made = {"_id": subscriber_id(email), "email": email, "created_at": at, "updated_at": at}
    made["history"] = [{**step, "at": at} for step in like["history"]]
    made["language"] = ("fi", "fi", "fi", "sv", "en")[number % 5]
    if number % 20 == 0:
        made |= {"name": f"Kaisa {number}", "organisation": f"Kunta {number % 300}"}
        made["kinds"] = ["newsletter", "contact_letter"]
    return {**like, **made}


def gather():
    keep = RollKeeping().run_once
    while keep():
        pass


class Pages:
    """Times what the office opens, by the clock and in processor time."""

    def __init__(self, desk, pids):
        self.desk, self.pids = desk, pids

    def show(self, name, path, runs=RUNS):
        self.timed(name, lambda: self.opened(path), runs)

    def opened(self, path):
        answer = self.desk.get(path)
        if answer.status_code != 200 or not answer.get_data():
            raise RuntimeError(f"{path}: {answer.status_code}")

    def timed(self, name, work, runs=RUNS):
        clocks, costs = [], []
        for _ in range(runs):
            before, started = sum(map(spent, self.pids)), perf_counter()
            work()
            clocks.append(perf_counter() - started)
            costs.append((sum(map(spent, self.pids)) - before) / 1000)
        print(f"{name:52} {median(clocks):7.2f} s {median(costs):9.2f} s")


def measure_pages(pages, letter, store_url, database):
    here = f"{OFFICE}/{letter.id}"
    print(f"{'median of ' + str(RUNS):52} {'clock':>9} {'processor':>11}")
    with MongoClient(store_url) as client:  # its own: the product's would give up after 20 s
        documents = client[database]["subscribers"]
        is_so = {"state": "subscribed"}
        pages.timed("beside it: the store counts them", lambda: documents.count_documents(is_so), 1)
    pages.show("subscribers, first page, tabs with counts", LIST)
    pages.show("subscribers, page 1000", f"{LIST}?page=1000")
    pages.show("subscribers, search in addresses and organisations", f"{LIST}?q=kunta+17")
    pages.show("contact persons as a table, to the end", f"{LIST}/contact-persons.csv")
    pages.show("audience: counts by language, the first recipients", f"{here}/audience")
    pages.show("audience: the next recipients", f"{here}/audience?after=8")
    pages.show("audience: is this address on it", f"{here}/audience?address=lukija7@kunta7.example")
    pages.show("audience: all of it as a table, to the end", f"{here}/audience.csv")


def bare(settings, raw):
    """Mails a second of smtplib alone, with ready bytes over one open connection."""
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port) as connection:
        connection.ehlo()
        started = perf_counter()
        for _ in range(BARE):
            connection.sendmail("kunteko@kunteko.example", ["bare@kunta.example"], raw)
        return BARE / (perf_counter() - started)


def raw_of(letter, settings):
    to = To("0" * 32, "bare@kunta.example", "<1@kunteko.example>")
    return presses_of(letter, settings)["fi"].letter(to, ambient.now())


class Sending:
    """The worker in a process of its own, and what has arrived."""

    def __init__(self, env, notes, letter, store_pid):
        self.env, self.notes, self.letter, self.store_pid = env, notes, letter, store_pid
        self.worker = None

    def start(self):
        self.worker = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            env={**os.environ, **self.env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self):
        self.worker.kill()
        self.worker.wait()

    def peak(self):
        """Megabytes of memory that the worker has had at most."""
        status = Path(f"/proc/{self.worker.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) // 1024

    def costs(self):
        """Milliseconds of processor time so far: the worker's, the store's."""
        return spent(self.worker.pid), spent(self.store_pid)

    def arrived(self):
        got = self.notes.read_bytes().decode().split() if self.notes.exists() else []
        return [email for email in got if not email.startswith("bare@")]

    def stored(self):
        return Bulletin.objects.get(id=self.letter.id)

    def until(self, holds, every=0.5):
        while not holds():
            if self.worker.poll() is not None:
                raise RuntimeError("the worker has ended")
            time.sleep(every)

    def counts(self):
        return progress_of(self.letter).counts


def measure_sending(pages, sending, floor):
    desk, here = pages.desk, f"{OFFICE}/{sending.letter.id}"
    form = hidden_fields(desk.get(f"{here}/audience").text)
    pages.timed("the click on “send”", lambda: desk.post(f"{here}/send", form, follow=False), 1)
    total = sending.stored().audience
    sending.start()
    started = perf_counter()
    sending.until(lambda: progress_of(sending.letter).all_listed)
    print(f"{total:,} recipients listed, from the worker's start: {perf_counter() - started:.0f} s")
    speeds = [speed_until(sending, total // 3)]
    pages.show("the letter's page while it is being sent", here)
    show_pause(desk, sending, here)
    sending.until(is_past(sending, 200), every=0.01)  # in the middle of some group
    peak = sending.peak()
    sending.kill()
    at_kill = len(sending.arrived())
    sending.start()
    sending.until(is_past(sending, 200))
    print(f"killed (-9) after {at_kill:,} mails; the next worker went on without being told")
    costs = sending.costs()
    arrived = len(sending.arrived())
    speeds.append(speed_until(sending, total - 500))
    arrived = len(sending.arrived()) - arrived
    worker, store = (
        (after - before) / arrived for before, after in zip(costs, sending.costs(), strict=True)
    )
    sending.until(lambda: sending.stored().state == "sent")
    for name, speed in (
        ("bare smtplib, one open connection, nothing recorded", floor),
        ("mails a second, before the kill", speeds[0]),
        ("mails a second, after it", speeds[1]),
    ):
        print(f"{name:52} {speed:7,.0f} mails/s   {speed / floor:.2f}")
    print(f"processor time a mail: worker {worker:.1f} ms, store {store:.1f} ms")
    print(f"the worker's memory at most: {max(peak, sending.peak())} MB")
    pages.show("those who are unclear, listed", f"{here}/recipients/unclear")
    show_end(sending, total)


def is_past(sending, more):
    """Whether so many more than now have arrived."""
    wanted = len(sending.arrived()) + more
    return lambda: len(sending.arrived()) >= wanted


def speed_until(sending, wanted):
    before, started = len(sending.arrived()), perf_counter()
    sending.until(lambda: len(sending.arrived()) >= wanted)
    return (len(sending.arrived()) - before) / (perf_counter() - started)


def show_pause(desk, sending, here):
    form = hidden_fields(desk.get(here).text)
    desk.post(f"{here}/pause", form, follow=False)
    at_once = len(sending.arrived())
    time.sleep(10)
    later = len(sending.arrived())
    time.sleep(3)
    if len(sending.arrived()) != later or sending.stored().state != "paused":
        raise RuntimeError("it goes on though it is paused")
    print(f"mails that still went out after the click on “pause”: {later - at_once}")
    desk.post(f"{here}/resume", desk.hidden(here), follow=False)


def show_end(sending, total):
    got = Counter(sending.arrived())
    rows = BulletinRecipient.objects(bulletin_id=sending.letter.id).only("state", "subscriber_id")
    states = {row.subscriber_id: row.state for row in rows}
    unclear = {key for key, state in states.items() if state == "unclear"}
    arrived = {subscriber_id(email) for email in got}
    neither = set(states) - arrived - unclear
    twice = sum(1 for times in got.values() if times > 1)
    print(f"recipients {total:,}; arrived once {len(got) - twice:,}, twice {twice}")
    print(f"unclear after the kill {len(unclear)}, of them arrived {len(unclear & arrived)}")
    print(f"neither arrived nor unclear {len(neither)}; the page says {sending.counts()}")
    if twice or neither or len(states) != total:
        raise RuntimeError("not each recipient exactly once")


@contextmanager
def sink(notes):
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.bulletin_sink", str(notes)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield int(child.stdout.readline())
    finally:
        child.kill()
        child.wait()


def measure(store, env, notes):
    settings = make_settings(**env)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    stores.connect(settings, SERVICE)
    for document in ALL:
        document.ensure_indexes()
    pages = Pages(Desk(app, Role.STAFF), (os.getpid(), store.child.pid))
    print(f"other work on the machine when it began: load {os.getloadavg()[0]:.1f}")
    started = perf_counter()
    fill(SUBSCRIBERS)
    print(f"{SUBSCRIBERS:,} subscribers written: {perf_counter() - started:.0f} s")
    pages.timed("the roll gathered, as when a worker starts", gather, 1)
    answers = {"kind": "newsletter", "title": {"fi": "Marraskuun kirje"}, "text": {"fi": TEXT}}
    by = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
    letters = [
        start_bulletin({**answers, "languages": only}, by=by, pin=Pin(0, ambient.new_id()))
        for only in ([], LANGUAGES)
    ]
    measure_pages(pages, letters[0], store.url, "kunteko_" + SERVICE)
    floor = median(bare(settings, raw_of(letters[1], settings)) for _ in range(RUNS))
    sending = Sending(environment(**env), notes, letters[1], store.child.pid)
    try:
        measure_sending(pages, sending, floor)
    finally:
        if sending.worker:
            sending.kill()


def main():
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        notes = directory / "arrived"
        store = StoreServer(directory).start()
        try:
            with sink(notes) as port:
                env = {"store_url": store.url, "smtp_host": "127.0.0.1", "smtp_port": port}
                measure(store, env, notes)
        finally:
            store.stop()


if __name__ == "__main__":
    main()
