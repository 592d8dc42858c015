"""Deliveries, receiver by receiver: one that does not answer keeps its own waiting, and nobody else's."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

__all__ = ["Receivers"]

_THREADS = 8
_EACH = 2
"""Receivers of one organization that are posted to at once."""
_TURN_SECONDS = 10.0
"""How long one receiver is posted to before others have their turn."""


class Receivers:
    """Posts to each receiver in order, one thing at a time, and to several receivers at once.

    ``post``: sends one delivery (a row with ``webhook`` and ``organization``) and tells whether it was taken.
    """

    def __init__(self, post: Callable[[Any], bool]) -> None:
        self._post = post
        self._pool = ThreadPoolExecutor(_THREADS, "licet-webhook")
        self._lock = threading.Lock()
        self._busy: set[str] = set()
        self._of: Counter[str] = Counter()
        self._closed = threading.Event()

    def begin(self, rows: Iterable[Any]) -> list[Future[int]]:
        """Begin with every receiver that is free; what the others have due is begun at another time."""
        lines: dict[tuple[str, str], list[Any]] = {}
        for row in rows:
            lines.setdefault((row.organization, row.webhook), []).append(row)
        return [
            self._pool.submit(self._work_through, organization, receiver, line)
            for (organization, receiver), line in lines.items()
            if self._take(organization, receiver)
        ]

    def close(self) -> None:
        """Begin nothing further."""
        self._closed.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _take(self, organization: str, receiver: str) -> bool:
        with self._lock:
            if self._closed.is_set() or receiver in self._busy or self._of[organization] >= _EACH:
                return False
            self._busy.add(receiver)
            self._of[organization] += 1
            return True

    def _work_through(self, organization: str, receiver: str, line: list[Any]) -> int:
        """Post until the first that is not taken, or until the turn is over: what fails is not asked fifty times."""
        taken, until = 0, time.monotonic() + _TURN_SECONDS
        try:
            for row in line:
                if self._closed.is_set() or not self._post(row):
                    break
                taken += 1
                if time.monotonic() > until:
                    break
        finally:
            with self._lock:
                self._busy.discard(receiver)
                self._of[organization] -= 1
        return taken
