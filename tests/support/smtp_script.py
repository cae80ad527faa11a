"""A mail server that misbehaves as it is told, at any stage of the dialogue.

    server.fails("end", DROP)                              the next mail is taken, and not answered
    server.fails("rcpt", "550 no such", to=PETRI, times=9) this recipient is refused nine times

Stages: connect, ehlo, starttls, auth, mail, rcpt, data (the command), content (in the middle of
it), end (after the last line, before the answer), answered. A fault is DROP, STALL, GARBAGE, or an
answer. What the server has read to the end counts as arrived unless the fault is an answer.
"""

import socket
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy

from tests.support.ports import free_port
from tests.support.waiting import until

DROP, STALL, GARBAGE = "drop", "stall", "garbage"
NONSENSE = b"\xff\xfe 7 !!\r\n"


@dataclass
class Fault:
    stage: str
    kind: str
    to: str | None
    times: int


@dataclass(frozen=True)
class Arrived:
    sender: str
    to: str
    raw: bytes

    @property
    def message(self):
        return message_from_bytes(self.raw, policy=policy.default)


class Gone(Exception):
    """This conversation is over."""


class SmtpScript:
    host = "127.0.0.1"

    def __init__(self, port=None, *, extensions=("8BITMIME", "SMTPUTF8")):
        self.port = port or free_port()
        self.extensions = extensions
        self.connections = 0
        self.arrived = []
        self.when_read = lambda arrived: None  # called before the answer to a mail's content
        self._faults = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._open = set()
        self._listener = None

    # -- what a test tells and asks it

    def fails(self, stage, kind, *, to=None, times=1):
        with self._lock:
            self._faults.append(Fault(stage, kind, to, times))

    def is_well(self):
        with self._lock:
            self._faults.clear()

    def to(self, address):
        return [mail for mail in self.arrived if mail.to == address]

    # -- the server

    def start(self):
        self._listener = socket.create_server((self.host, self.port))
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def stop(self):
        self._over.set()
        self._listener.close()
        self.hang_up()
        until(lambda: not self._open, what="every conversation is over")

    def hang_up(self):
        """Close every connection, as a server does with quiet ones."""
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _accept(self):
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            Conversation(self, connection).run()
        except (Gone, OSError):
            pass
        finally:
            connection.close()
            self._open.discard(connection)

    def take_fault(self, stage, to):
        with self._lock:
            for fault in self._faults:
                if fault.stage == stage and fault.times and fault.to in (None, to):
                    fault.times -= 1
                    return fault.kind
        return None


class Conversation:
    def __init__(self, server, connection):
        self.server = server
        self.connection = connection
        self.lines = connection.makefile("rb")
        self.sender = self.to = ""

    def run(self):
        self.answer("connect", "220 script")
        while line := self.lines.readline():
            word, _, rest = line.decode().strip().partition(" ")
            getattr(self, f"do_{word.lower()}", self.do_unknown)(rest)

    def answer(self, stage, words):
        """The stage's fault if there is one; whether the usual answer was given."""
        kind = self.server.take_fault(stage, self.to)
        if kind == DROP:
            raise Gone
        if kind == STALL:
            # the other side loses its patience and hangs up
            while self.connection.recv(65536):
                pass
            raise Gone
        if kind == GARBAGE:
            self.connection.sendall(NONSENSE)
            return False
        self.connection.sendall((kind or words).encode() + b"\r\n")
        if kind and kind.startswith("421"):
            raise Gone
        return kind is None

    def do_ehlo(self, _rest):
        names = ["script", *self.server.extensions]
        lines = [f"250-{name}" for name in names[:-1]] + [f"250 {names[-1]}"]
        self.answer("ehlo", "\r\n".join(lines))

    def do_helo(self, _rest):
        self.answer("helo", "250 script")

    def do_starttls(self, _rest):
        self.answer("starttls", "454 TLS not available")

    def do_auth(self, _rest):
        self.answer("auth", "235 welcome")

    def do_mail(self, rest):
        self.sender, self.to = _address(rest), ""
        self.answer("mail", "250 OK")

    def do_rcpt(self, rest):
        self.to = _address(rest)
        self.answer("rcpt", "250 OK")

    def do_data(self, _rest):
        if not self.answer("data", "354 go on"):
            return
        content = []
        while (line := self.lines.readline()) != b".\r\n":
            if not line:
                raise Gone
            if not content and (kind := self.server.take_fault("content", self.to)):
                self.break_off(kind)
            content.append(line[1:] if line.startswith(b".") else line)
        self.read_all(Arrived(self.sender, self.to, b"".join(content)))

    def break_off(self, kind):
        if kind == STALL:
            while self.connection.recv(65536):
                pass
        raise Gone

    def read_all(self, mail):
        kind = next(
            (f.kind for f in self.server._faults if f.stage == "end" and f.times
             and f.to in (None, mail.to)), None
        )  # fmt: skip
        if kind in (None, DROP, STALL, GARBAGE):
            self.server.arrived.append(mail)
            self.server.when_read(mail)
        if self.answer("end", "250 2.0.0 taken"):
            kind = self.server.take_fault("answered", self.to)
            if kind:
                self.break_off(kind)

    def do_rset(self, _rest):
        self.answer("rset", "250 OK")

    def do_quit(self, _rest):
        self.answer("quit", "221 bye")
        raise Gone

    def do_unknown(self, _rest):
        self.answer("unknown", "500 what?")


def _address(rest):
    return rest[rest.index("<") + 1 : rest.index(">")]
