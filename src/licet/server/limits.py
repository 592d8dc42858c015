"""How often one account, or one address that is not signed in, may ask: a bucket of tokens for each."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from licet.server.problems import Problem

__all__ = ["RateLimiter"]

_KNOWN = 10_000
"""How many askers are remembered; the one that asked longest ago is forgotten first, with a full bucket."""


class RateLimiter:
    """Buckets that refill by so much a minute and hold as much. Kept in memory: each server counts for itself."""

    def __init__(self, per_minute: int) -> None:
        self._most, self._per_second = float(per_minute), per_minute / 60
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> None:
        """Count a request. Raises the problem ``too-many-requests`` with the seconds to wait."""
        now = time.monotonic()
        with self._lock:
            left, at = self._buckets.pop(who, (self._most, now))
            left = min(self._most, left + (now - at) * self._per_second)
            self._buckets[who] = (max(0.0, left - 1), now)
            if len(self._buckets) > _KNOWN:
                self._buckets.popitem(last=False)
        if left < 1:
            wait = max(1, round((1 - left) / self._per_second))
            raise Problem(429, "too-many-requests", "too many requests", headers={"Retry-After": str(wait)})
