"""A mail server that takes everything and notes to whom, a line each, in the file it is given.

It prints its port.
"""

import asyncio
import re
import sys

from bench.mail_sink import Sink

TO = re.compile(rb"RCPT TO:<([^>]+)>", re.IGNORECASE)


class Noting(Sink):
    def __init__(self, notes):
        self.notes, self.recipient = notes, b""

    def heard(self, line):
        found = TO.match(line)
        if found:
            self.recipient = found[1]

    def took(self):
        self.notes.write(self.recipient + b"\n")


async def serve(path):
    with open(path, "ab", buffering=0) as notes:  # what it took is noted when it says so
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Noting(notes), "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
