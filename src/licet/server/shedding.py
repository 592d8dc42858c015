"""Requests that a full server refuses as soon as their bytes are here, before a head is parsed or a task begins.

Where three times as much comes as can be answered, most of what arrives is refused; what each refusal costs is
taken from the answers. Only whole requests of the API are refused here, by an answer that was made beforehand, and
only those of an organization that has enough waiting. Whatever else comes (pages, a head in pieces, a large body, an
API token that was not seen before) is refused by the intake.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from licet.server.admission import busy
from licet.server.problems import problem_response
from licet.server.security_headers import strict_headers
from licet.server.settings import Settings
from licet.server.telemetry import Metrics

__all__ = ["Refusal503", "Shedding"]

_LINE = re.compile(rb"(GET|POST|PUT|PATCH|DELETE) /api/[!-~]* HTTP/1\.1\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*(?:\r\n|$)")
_TOKEN = re.compile(rb"\r\nauthorization:[ \t]*bearer[ ]([^\r]*)", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection:[^\r\n]*\bclose\b")
_NOT_PLAIN = (b"\r\ntransfer-encoding", b"\r\nexpect", b"\r\nupgrade")


@dataclass(frozen=True, slots=True)
class Refusal503:
    """The bytes of an answer, and whether the connection ends with it."""

    answer: bytes
    closes: bool


class Shedding:
    """Answers requests while ``full`` says that the server is, for who sends this API token (None: no token)."""

    def __init__(self, full: Callable[[bytes | None], bool], settings: Settings, metrics: Metrics) -> None:
        self._full, self._metrics = full, metrics
        response = problem_response(busy())
        headers = {
            **{name.decode(): value.decode() for name, value in response.raw_headers},
            **{name.lower(): value for name, value in strict_headers(settings).items()},
        }
        lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
        self._head = f"HTTP/1.1 503 Service Unavailable\r\n{''.join(lines)}".encode()
        self._body = bytes(response.body)

    def refusal(self, data: bytes) -> Refusal503 | None:
        """What a request that is whole in ``data`` is answered at once; None: it takes the usual way."""
        head, end, body = data.partition(b"\r\n\r\n")
        token = _TOKEN.search(head)
        if not end or not self._full(None if token is None else token[1].strip()):
            return None
        line, head = _LINE.match(data), head.lower()
        if line is None:
            return None
        if any(name in head for name in _NOT_PLAIN) or len(body) != _declared(head):
            return None
        request_id = secrets.token_hex(8)
        self._metrics.record(line[1].decode(), "other", 503, 0.0, request_id)
        closes = _CLOSE.search(head) is not None
        own = f"x-request-id: {request_id}\r\n{'connection: close' if closes else 'connection: keep-alive'}\r\n\r\n"
        return Refusal503(self._head + own.encode() + self._body, closes)


def _declared(head: bytes) -> int | None:
    """The length that a head says its body has; None where it says it in another way than once and plainly."""
    names = head.count(b"\r\ncontent-length")
    if names == 0:
        return 0
    found = _LENGTH.search(head)
    return int(found[1]) if found is not None and names == 1 else None
