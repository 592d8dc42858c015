"""Bodies in very many very small pieces are refused: each piece costs the event loop as much as a larger one.

A quarter of a megabyte of chunks of one byte took the event loop a third of a second, whoever sent it.
"""

from __future__ import annotations

from typing import Any

import h11

__all__ = ["BoundedChunks"]

_FREE = 1024
_LEAST_BYTES = 256
"""How large pieces are on average, beyond the first 1,024 of a body."""


class BoundedChunks(h11.Connection):
    """The HTTP of one connection, in which a body may have only so many pieces for its size."""

    _pieces = 0
    _bytes = 0

    def next_event(self) -> Any:
        """The next event. Raises RemoteProtocolError for a body of too many pieces."""
        event = super().next_event()
        if isinstance(event, h11.Data):
            self._pieces += 1
            self._bytes += len(event.data)
            if self._pieces > _FREE + self._bytes // _LEAST_BYTES:
                raise h11.RemoteProtocolError("the pieces of the body are too small")
        elif isinstance(event, h11.Request):
            self._pieces = self._bytes = 0
        return event
