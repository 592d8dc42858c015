"""A small SMTP server on this machine, which keeps every message it takes."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 localhost ready")
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb.startswith(b"DATA"):
                self._say("354 go on")
                lines = []
                while (data := self.rfile.readline()) != b".\r\n":
                    lines.append(data[1:] if data.startswith(b"..") else data)
                assert isinstance(self.server, MailServer)
                self.server.keep(b"".join(lines))
                self._say("250 taken")
            elif verb.startswith(b"QUIT"):
                self._say("221 bye")
                return
            else:
                self._say(
                    "250 localhost" if verb.startswith((b"EHLO", b"HELO", b"MAIL", b"RCPT")) else "502 no"
                )

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port; ``messages``: what was taken, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.messages: list[EmailMessage] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def keep(self, content: bytes) -> None:
        self.messages.append(message_from_bytes(content, policy=policy.default))


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that runs while the block does."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
