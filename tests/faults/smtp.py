"""A mail server that is slow, or gone before it can say that it took a mail."""

import asyncio

from tests.support.smtp import SmtpSink


class TroubledSmtp(SmtpSink):
    """While `dying` it keeps what it is given, and cuts the connection instead of answering.

    pause   seconds before it takes a mail, after which it answers
    """

    def __init__(self):
        super().__init__()
        self.dying = False
        self.pause = 0.0
        self.unanswered = 0

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.pause)
        answer = await super().handle_DATA(server, session, envelope)
        if self.dying and answer.startswith("250"):
            self.unanswered += 1
            server.transport.abort()
        return answer
