"""The body of a request: read whole before anything is done with it, within bounds of size, time and memory."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from starlette.types import Message, Receive

from licet.server.problems import Problem

__all__ = ["Bodies", "RequestBody"]

_CHUNK_SECONDS = 10.0
_GRACE_SECONDS = 20.0
_LEAST_RATE = 16 * 1024
"""Bytes a second that a body must come at, on average after the first 20 seconds."""
_SMALL = 64 * 1024


@dataclass(slots=True)
class RequestBody:
    """A body that was read. ``held``: its bytes are counted until it is released."""

    account: str
    parts: list[bytes] = field(default_factory=list)
    _last: bytearray = field(default_factory=bytearray)
    held: int = 0
    counted: bool = False

    def add(self, part: bytes) -> None:
        """Join small parts as they come: a body of a million parts takes no more memory than one of a few."""
        self.held += len(part)
        self._last += part
        if len(self._last) >= _SMALL:
            self._end_part()

    def _end_part(self) -> None:
        if self._last:
            self.parts.append(bytes(self._last))
            self._last = bytearray()

    def replay(self, receive: Receive) -> Receive:
        """Gives what was read, and then what the connection says."""
        self._end_part()
        parts, done = iter(self.parts), False
        self.parts = []

        async def again() -> Message:
            nonlocal done
            if done:
                return await receive()
            part = next(parts, None)
            if part is None:
                done = True
                return {"type": "http.request", "body": b"", "more_body": False}
            return {"type": "http.request", "body": part, "more_body": True}

        return again


class Bodies:
    """All bodies in flight: ``most_bytes`` together, and ``most_each`` large or slow ones for one account."""

    def __init__(self, most_bytes: int, most_each: int = 16) -> None:
        self._most_bytes, self._most_each = most_bytes, most_each
        self._bytes = 0
        self._each: Counter[str] = Counter()

    @property
    def in_flight(self) -> int:
        """Bytes that are held now."""
        return self._bytes

    async def read(self, receive: Receive, account: str, most: int) -> RequestBody:
        """The whole body. Raises a Problem for one that is too large, too slow, or one too many; releases it then."""
        body = RequestBody(account)
        try:
            await self._read(receive, body, most)
        except BaseException:
            self.release(body)
            raise
        return body

    def release(self, body: RequestBody) -> None:
        """The request is over."""
        self._bytes -= body.held
        body.held = 0
        if body.counted:
            body.counted = False
            self._each[body.account] -= 1
            if not self._each[body.account]:
                del self._each[body.account]

    async def _read(self, receive: Receive, body: RequestBody, most: int) -> None:
        loop = asyncio.get_running_loop()
        began, more = loop.time(), True
        while more:
            patience = min(_CHUNK_SECONDS, began + _GRACE_SECONDS + body.held / _LEAST_RATE - loop.time())
            try:
                async with asyncio.timeout(patience):
                    message = await receive()
            except TimeoutError:
                raise _too_slow() from None
            if message["type"] == "http.disconnect":
                raise _gone()
            part, more = message.get("body", b""), message.get("more_body", False)
            self._hold(body, part, most)
            if more or body.held > _SMALL:
                self._count(body)

    def _hold(self, body: RequestBody, part: bytes, most: int) -> None:
        if body.held + len(part) > most:
            raise too_large(most)
        if self._bytes + len(part) > self._most_bytes:
            raise _full("the server holds as many uploads as it can; try again in a moment")
        self._bytes += len(part)
        body.add(part)

    def _count(self, body: RequestBody) -> None:
        if body.counted:
            return
        if self._each[body.account] >= self._most_each:
            raise _full(f"your account has {self._most_each} uploads under way; wait for them to end")
        body.counted = True
        self._each[body.account] += 1


def too_large(most: int) -> Problem:
    """The problem of a body longer than its route takes."""
    return Problem(413, "too-large", f"at most {most:,} bytes are taken here")


def _too_slow() -> Problem:
    return Problem(408, "too-slow", "the body did not come in time", headers={"Connection": "close"})


def _gone() -> Problem:
    return Problem(400, "incomplete", "the connection ended before the body did")


def _full(words: str) -> Problem:
    return Problem(503, "busy", words, headers={"Retry-After": "2"})
