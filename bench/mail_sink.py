"""A mail server that takes everything and keeps nothing, in a process of its own.

As light as one can be, so that what is measured is the sender. It prints its port.
"""

import asyncio

END = b"\r\n.\r\n"
GREETING, HELLO = b"220 sink\r\n", b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
OK, GO_ON, TAKEN, BYE = b"250 OK\r\n", b"354 go on\r\n", b"250 2.0.0 taken\r\n", b"221 bye\r\n"


class Sink(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.read, self.in_content = b"", False
        transport.write(GREETING)

    def data_received(self, data):
        self.read += data
        answers = b"".join(self.answers())
        if answers:
            self.transport.write(answers)

    def answers(self):
        """To all that has been read; one write, as servers do it."""
        while True:
            end = END if self.in_content else b"\r\n"
            part, found, rest = self.read.partition(end)
            if not found:
                return
            self.read = rest
            if self.in_content:
                self.in_content = False
                self.took()
                yield TAKEN
            else:
                self.heard(part)
                yield self.answer(part[:4].upper())

    def heard(self, line):
        """For a sink that notes something."""

    def took(self):
        """Before it is told so."""

    def answer(self, word):
        if word == b"DATA":
            self.in_content = True
            return GO_ON
        if word == b"QUIT":
            asyncio.get_running_loop().call_soon(self.transport.close)
            return BYE
        return HELLO if word == b"EHLO" else OK


async def serve():
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
