"""The office at its outbox, readers of newsletters, and what comes back from mail servers."""

from mongoengine import NotUniqueError

from services.accounts.documents import SignIn
from services.accounts.handlers import request_sign_in, use_sign_in
from services.notifications.audience import members_of
from services.notifications.documents import Bulletin, Message, RoundWatch, Subscriber
from services.notifications.handlers import bulletins, casework, outbox, readdressing, subscriptions
from services.notifications.handlers.rounds import stop_watching, watch_rounds
from services.notifications.handlers.standing import changes_since
from services.notifications.intake import keep
from services.notifications.verp import return_address
from shared import ambient
from shared.links import Link
from shared.roles import Role
from shared.workflow.pin import Pin
from shared.workflow.table import Actor
from tests.simulation.people.person import Person

STAFF = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
READERS = 4


# the office


def release(turn):
    """Having looked whether the case went on meanwhile, or not."""
    mail = turn.any(Message, "waiting", "on_hold")
    pin = Pin(mail.version, turn.cause)
    seen = [step["event_id"] for step in changes_since(mail)] if turn.rng.random() < 0.7 else []
    outbox.release_mail(mail, STAFF, pin, seen=seen)


def hold(turn):
    mail = turn.any(Message, "waiting", "queued")
    outbox.hold_mail(mail, STAFF, Pin(mail.version, turn.cause), "Tarkistetaan vielä.")


def discard(turn):
    mail = turn.any(Message, "waiting", "on_hold", "queued", "failed")
    casework.discard_mail(
        mail, STAFF, "Ei tarvita.", expected_version=mail.version, cause=turn.cause
    )


def resend(turn):
    mail = turn.any(Message, "failed", "bounced")
    casework.resend_mail(mail, STAFF, expected_version=mail.version)


def correct_address(turn):
    mail = turn.any(Message, "failed", "bounced")
    right = f"oikea{turn.rng.randrange(10**6)}@kunta.example"
    readdressing.readdress_mail(mail, right, STAFF, turn.settings, expected_version=mail.version)


def write_bulletin(turn):
    words = {"fi": "Kuulumisia", "sv": "", "en": ""}
    answers = {"kind": "newsletter", "title": words, "text": words, "languages": []}
    bulletins.start_bulletin(answers, by=STAFF, pin=Pin(0, turn.cause))


def send_bulletin(turn):
    bulletin = turn.any(Bulletin, "draft")
    seen = len(members_of(bulletin))
    bulletins.send_bulletin(bulletin, by=STAFF, pin=Pin(bulletin.version, turn.cause), seen=seen)


def move_bulletin(turn):
    bulletin = turn.any(Bulletin, "sending", "paused")
    action = {"sending": "pause", "paused": "resume"}[bulletin.state]
    bulletins.move_bulletin(bulletin, action, by=STAFF, pin=Pin(bulletin.version, turn.cause))


# readers


def reader(turn):
    return f"lukija{turn.rng.randrange(READERS)}@koti.example"


def sign_up(turn):
    if turn.rng.random() < 0.7:
        return subscriptions.sign_up(reader(turn), "fi")
    answers = {"name": "Lilli", "organisation": "Espoo", "position": "", "wishes": "Lisää."}
    return subscriptions.register_contact_person(answers, reader(turn), "sv")


def confirm(turn):
    subscriber = turn.any(Subscriber)
    subscriptions.confirm(subscriber, Pin(subscriber.version, turn.cause))


def choose(turn):
    subscriber = turn.any(Subscriber, "subscribed")
    answers = {"kinds": ["newsletter"], "language": turn.rng.choice(("fi", "sv"))}
    subscriptions.choose(subscriber, answers, Pin(subscriber.version, turn.cause))


def leave(turn):
    subscriptions.leave(turn.any(Subscriber))


def lose_choices(turn):
    subscriptions.ask_for_link(reader(turn))


def watch(turn):
    if turn.rng.random() < 0.8:
        watch_rounds(reader(turn), "fi", turn.settings)
    else:
        stop_watching(turn.any(RoundWatch).id)


# mail servers


def bounce(turn):
    """A report that comes back, some time or other, perhaps twice."""
    mail = turn.any(Message, "sent", "queued", "bounced", "discarded")
    report = BOUNCE.format(to=mail.recipient.email, message_id=mail.message_id)
    try:
        keep(return_address(turn.settings, mail.id), "", report.encode())
    except NotUniqueError:
        pass


BOUNCE = """\
From: MAILER-DAEMON@kunta.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.kunta.example

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--b--
""".replace("\n", "\r\n")


# signing in


def ask_to_sign_in(turn):
    someone = turn.rng.choice(("ville@kunteko.example", "kuka@muualla.example"))
    request_sign_in(turn.settings, someone)


def sign_in(turn):
    asked = turn.any(SignIn)
    link = Link("sign-in", asked.id, asked.email, "", ambient.now())
    use_sign_in(turn.settings, link, f"browser{turn.rng.randrange(2)}")


def _notifications(act, weight):
    return Person(act, "notifications", weight)


PEOPLE = {
    "releases a mail": _notifications(release, 6),
    "holds a mail": _notifications(hold, 1),
    "discards a mail": _notifications(discard, 0.7),
    "sends a mail again": _notifications(resend, 1),
    "corrects an address": _notifications(correct_address, 1.5),
    "writes a bulletin": _notifications(write_bulletin, 0.7),
    "sends a bulletin": _notifications(send_bulletin, 1),
    "pauses or resumes a bulletin": _notifications(move_bulletin, 1),
    "signs up": _notifications(sign_up, 2),
    "confirms": _notifications(confirm, 2),
    "chooses what to get": _notifications(choose, 0.5),
    "leaves": _notifications(leave, 0.4),
    "asks for the link to the choices": _notifications(lose_choices, 0.5),
    "waits for a round": _notifications(watch, 1),
    "sends a report back": _notifications(bounce, 1),
    "asks to sign in": Person(ask_to_sign_in, "accounts", 1),
    "signs in": Person(sign_in, "accounts", 1),
}
BEFORE = ("signs up", "confirms", "releases a mail")
