"""Connections that nobody uses are closed: a head, the rest of a body and the reading of an answer have their time.

For uvicorn, whose own limits begin with the first whole request. When as many connections are open as the process may
hold, the one that has been idle longest makes room, so that ten thousand idle ones keep nobody out.
"""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict
from contextlib import suppress
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from licet.server.chunks import BoundedChunks
from licet.server.shedding import Shedding

__all__ = ["Connection", "most_connections"]

_HEAD_SECONDS = 10.0
_REST_SECONDS = 10.0
"""How long the rest of a body that nobody reads any more is taken and dropped."""
_WRITE_SECONDS = 30.0
"""How long a client may take nothing of an answer that waits for it."""
_WAITING = {h11.CLIENT: h11.IDLE, h11.SERVER: h11.IDLE}
_NOT_ANSWERED = frozenset({h11.IDLE, h11.SEND_RESPONSE})
_SPARE_FILES = 200
"""Descriptors that are left for the database, lists and uploads."""


def most_connections() -> int:
    """How many connections this process may hold: what its limit of open files leaves, 64 at least."""
    if sys.platform == "win32":
        return 512
    import resource  # noqa: PLC0415  # there is none on Windows

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(64, min(soft - _SPARE_FILES, 10_000))


class Connection(H11Protocol):
    """A connection with a deadline for whatever it waits for."""

    most = most_connections()
    shedding: ClassVar[Shedding | None] = None
    """What refuses requests of a full server before they are parsed; of one process, as its application is."""
    _idle: ClassVar[OrderedDict[Connection, None]] = OrderedDict()
    """Connections without a request, the one that has been idle longest first; of one process, as its loop is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = BoundedChunks(h11.SERVER)
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most and self._idle:
            next(iter(self._idle)).abort()
        self._rest(_HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._idle.pop(self, None)
        self._cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused(data):
            return
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            if not self.cycle.response_complete:
                self._work()
        elif (
            self in self._idle and self._timer is None
        ):  # a further request begins, and its head is not whole
            self._timer = self.loop.call_later(_HEAD_SECONDS, self.abort)

    def _refused(self, data: bytes) -> bool:
        """Answer a request at once where the server is full and the connection waits for one."""
        if self.shedding is None or self.conn.states != _WAITING or self.conn.trailing_data[0]:
            return False
        refusal = self.shedding.refusal(data)
        if refusal is None:
            return False
        self._unset_keepalive_if_required()
        self.transport.write(refusal.answer)
        if refusal.closes:
            self.transport.close()
        else:
            self._rest(_HEAD_SECONDS)
        return True

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            return
        if self.conn.their_state is h11.SEND_BODY:
            self._rest(_REST_SECONDS)
        elif self.cycle.response_complete:
            self._rest(None)

    def send_400_response(self, msg: str) -> None:
        if self.conn.our_state in _NOT_ANSWERED:
            super().send_400_response(msg)
        else:  # an answer is under way or given: nothing more can be said
            self.abort()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._cancel()
        self._timer = self.loop.call_later(_WRITE_SECONDS, self.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._cancel()
        if self in self._idle and self.conn.their_state is h11.SEND_BODY:
            self._rest(_REST_SECONDS)

    def abort(self) -> None:
        """Close at once; what was not sent is lost."""
        self._idle.pop(self, None)
        self._cancel()
        with suppress(RuntimeError):
            self.transport.abort()

    def _work(self) -> None:
        """A request is under way."""
        self._idle.pop(self, None)
        self._cancel()

    def _rest(self, seconds: float | None) -> None:
        """No request is under way; ``seconds`` until the connection is closed, None: uvicorn's own idle limit."""
        self._idle[self] = None
        self._idle.move_to_end(self)
        if self.flow.write_paused:
            return  # the whole answer is handed over and not yet taken: that has its time
        self._cancel()
        if seconds is not None:
            self._timer = self.loop.call_later(seconds, self.abort)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
