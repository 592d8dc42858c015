"""What a server does of itself: record what fell due by law, and deliver webhooks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

__all__ = ["Upkeep"]

_log = logging.getLogger("licet.upkeep")


class Upkeep:
    """A thread that calls something now and then until it is stopped; an error is logged and tried again."""

    def __init__(self, name: str, every: float, work: Callable[[], object]) -> None:
        self._name, self._every, self._work = name, every, work
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name=f"licet-{self._name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after what is being done."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=15)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._work()
            except Exception:  # noqa: BLE001  # a server goes on
                _log.exception("%s failed; it is tried again", self._name)
            self._stop.wait(self._every)
