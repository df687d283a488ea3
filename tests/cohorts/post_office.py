"""A real mail server on a socket of this machine, small enough to see through."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any


class Office(socketserver.ThreadingTCPServer):
    """Keeps what was handed over. `answers` are given to the next RCPT commands instead of 250."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.kept: list[EmailMessage] = []
        self.answers: list[bytes] = []
        self.recipients: list[str] = []

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Counter(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self._say(b"220 office.test ESMTP")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say(b"354 go on")
                self._keep()
            elif verb == b"RCPT":
                self.server.recipients.append(line.decode().strip())
                self._say(self.server.answers.pop(0) if self.server.answers else b"250 ok")
            elif verb == b"QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(b"250 ok")

    def _keep(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        message = email.message_from_bytes(b"".join(lines), policy=default)
        self.server.kept.append(message)
        self._say(b"250 kept")

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


@contextmanager
def opened() -> Iterator[Office]:
    """The office, while it is open."""
    with Office() as office:
        thread = threading.Thread(target=office.serve_forever)
        thread.start()
        try:
            yield office
        finally:
            office.shutdown()
            thread.join()
