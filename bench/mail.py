"""Mails a second, from rows in the store to accepted and recorded, beside bare smtplib.

    python -m bench mail

Bare smtplib hands the same ready bytes to the same sink over one connection that stays open, and
records nothing. Both are taken in turns; the figures are medians. Starts its own store and sink.
"""

import logging
import os
import smtplib
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import structlog

import services.notifications.delivery.mails as engine
import services.notifications.handlers.events  # noqa: F401 (every mail there is)
from services.notifications.delivery.hand import READ_AT_ONCE, due_mails, parts_of, read
from services.notifications.delivery.journal import take_in_hand, write_down
from services.notifications.delivery.line import WINDOW
from services.notifications.delivery.mails import CONNECTIONS, Delivery, letter_of
from services.notifications.delivery.outcomes import settle_all, tried
from services.notifications.documents import (
    ALL,
    SERVICE,
    HandOver,
    HandOverOutcomes,
    MailContent,
    Message,
)
from services.notifications.handlers.queueing import content_of, queue_mail
from services.notifications.mails import to_applicant
from services.notifications.smtp import Accepted, SmtpMailer
from services.notifications.verp import return_address
from shared import ambient
from shared import store as stores
from tests.support.events import event
from tests.support.settings import make_settings
from tests.support.store import StoreServer

RUNS = 3
MAILS = 2000
RENDERED = 100
TAKEN_APART = 500


def decision(settings):
    """A mail as people get it: words, a table of facts, a button."""
    return to_applicant.decision(event("application.granted.v1"), settings)


def fill(count, settings):
    """Queued mails with their contents, as `queue_mail` stores them; none of them told yet."""
    Message._get_collection().delete_many({})
    MailContent._get_collection().delete_many({})
    first = queue_mail(decision(settings), settings, cause="bench")
    mail = {**first.to_mongo().to_dict(), "state": "queued", "tasks": []}
    content = first.content.to_mongo().to_dict()
    Message._get_collection().delete_many({})
    keys = [ambient.new_id() for _ in range(count)]
    mails = [{**mail, "_id": key, "content_id": f"{key}.1"} for key in keys]
    contents = [{**content, "_id": f"{key}.1"} for key in keys]
    for start in range(0, count, 200):
        MailContent._get_collection().insert_many(contents[start : start + 200])
        Message._get_collection().insert_many(mails[start : start + 200])
    return bytes(content["raw"])


def bare(settings, raw, count):
    """Mails a second of smtplib alone: it is told the sender, the recipient and the bytes."""
    sender = return_address(settings, "0" * 32)
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port) as connection:
        connection.ehlo()
        started = perf_counter()
        for _ in range(count):
            connection.sendmail(sender, ["maija@kunta.example"], raw)
        return count / (perf_counter() - started)


def ours(settings, mailers, count):
    """Mails a second from the rows to the last one accepted and in the journal; and to the last
    one recorded as sent on its case. The parts of a round, one after the other."""
    engine.ROUND = timedelta(minutes=5)  # one round, however slow the machine
    delivery = Delivery(settings, mailers)
    started = perf_counter()
    delivery.settle()
    delivery.hand_over(ambient.now())
    accepted = perf_counter() - started
    delivery.settle()
    settled = perf_counter() - started
    sent = Message.objects(state="sent").count()
    left = HandOver.objects.count() + HandOverOutcomes.objects.count()
    if (sent, left) != (count, 0):
        raise RuntimeError(f"{sent} of {count} mails are recorded as sent, {left} left in hand")
    return count / accepted, count / settled


def rendered(settings, count):
    """Mails a second: the words filled in, drawn, and written as MIME."""
    mail = decision(settings)
    started = perf_counter()
    for _ in range(count):
        content_of(mail, settings, "0" * 32)
    return count / (perf_counter() - started)


def spent(pid):
    """Milliseconds of processor time that a process has used so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


class Parts:
    """Where one mail's time goes when its parts run one after the other, in milliseconds.

    Processor time holds on a busy machine too; by the clock it does not.
    """

    def __init__(self, store_pid, count):
        self.pids, self.count = (os.getpid(), store_pid), count
        self.taken = {}

    @contextmanager
    def part(self, name):
        before = [perf_counter() * 1000, *map(spent, self.pids)]
        yield
        after = [perf_counter() * 1000, *map(spent, self.pids)]
        taken = [end - start for start, end in zip(before, after, strict=True)]
        sums = self.taken.setdefault(name, [0.0, 0.0, 0.0])
        self.taken[name] = [total + one for total, one in zip(sums, taken, strict=True)]

    def show(self):
        print(f"\n{'one mail, part after part, in ms':36} clock   sender's CPU   store's CPU")
        for name, taken in self.taken.items():
            clock, sender, store = (value / self.count for value in taken)
            print(f"{name:36} {clock:5.2f} {sender:14.2f} {store:13.2f}")


def take_apart(settings, mailer, store_pid, count):
    parts = Parts(store_pid, count)
    with parts.part("find what is due"):
        ids = due_mails(ambient.now())
    with parts.part("take in hand, and read"):
        batch = take_in_hand("bench", ids)
        held = [each for few in parts_of(ids, READ_AT_ONCE) for each in read(batch, few)]
    with parts.part("SMTP, one connection"):
        for each in held:
            letter = letter_of(each, settings)
            mailer.send(letter.content, letter.recipient, letter.return_address)
    said = Accepted("250 2.0.0 taken")
    with parts.part("write to the journal"):
        for start in range(0, count, WINDOW // 2):
            write_down([tried(each, said) for each in held[start : start + WINDOW // 2]])
    with parts.part("settle"):
        settle_all()
    parts.show()


@contextmanager
def sink():
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.mail_sink"], stdout=subprocess.PIPE, text=True
    )
    try:
        yield int(child.stdout.readline())
    finally:
        child.kill()
        child.wait()


def measure(settings, store_pid, count, runs):
    busy = os.getloadavg()[0]
    mailers = [SmtpMailer(settings) for _ in range(CONNECTIONS)]
    raw = fill(1, settings)
    bares, journaled, settled = [], [], []
    for _ in range(runs):
        bares.append(bare(settings, raw, count))
        fill(count, settings)
        for kept, figure in zip((journaled, settled), ours(settings, mailers, count), strict=True):
            kept.append(figure)
    floor = median(bares)
    drawn = median(rendered(settings, RENDERED) for _ in range(runs))
    print(f"mails of {len(raw):,} bytes, {count} a run, medians of {runs} runs")
    print(f"other work on the machine when it began: load {busy:.1f}")
    for name, figure in (
        ("bare smtplib, one open connection, nothing recorded", floor),
        (f"rows to accepted and in the journal, {CONNECTIONS} connections", median(journaled)),
        ("rows to recorded as sent, each on its case", median(settled)),
        ("rendering: words, HTML and text, MIME", drawn),
    ):
        print(f"{name:52} {figure:7,.0f} mails/s   {figure / floor:.2f}")
    fill(TAKEN_APART, settings)
    take_apart(settings, mailers[0], store_pid, TAKEN_APART)
    for mailer in mailers:
        mailer.close()


def main(count=MAILS, runs=RUNS):
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as directory, sink() as port:
        store = StoreServer(Path(directory)).start()
        try:
            settings = replace(make_settings(store_url=store.url), smtp_port=port)
            stores.connect(settings, SERVICE)
            for document in ALL:
                document.ensure_indexes()
            measure(settings, store.child.pid, count, runs)
        finally:
            store.stop()


if __name__ == "__main__":
    main()
