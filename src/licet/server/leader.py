"""Of several processes on one home folder, the one that does what is to be done once: jobs, webhooks, the clock.

Who holds the lock of the file ``leader.lock`` leads. The system gives the lock back when its holder ends, however it
ends, and the next process takes over within a second.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

__all__ = ["Leader"]

_log = logging.getLogger("licet.leader")
_EVERY = 1.0


class Leader:
    """Leads, or waits to. ``begin`` is called once leadership is won, ``end`` when a leader stops."""

    def __init__(self, home: Path) -> None:
        self._path = home / "leader.lock"
        self._begin: list[Callable[[], object]] = []
        self._end: list[Callable[[], object]] = []
        self._handle: int | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.leads = False

    def on(self, begin: Callable[[], object], end: Callable[[], object] = lambda: None) -> None:
        """Have something done while this process leads."""
        self._begin.append(begin)
        self._end.append(end)

    def start(self) -> None:
        """Lead at once where nobody does, else as soon as nobody does any more."""
        self._stopping.clear()
        if not self._take():
            self._thread = threading.Thread(target=self._wait, name="licet-leader", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop to lead, or to wait for it."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        if self.leads:
            for end in self._end:
                end()
            self.leads = False
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _wait(self) -> None:
        while not self._stopping.wait(_EVERY):
            try:
                if self._take():
                    return
            except Exception:  # noqa: BLE001  # the database may be gone for a while
                _log.exception("this process could not begin to lead; it tries again")

    def _take(self) -> bool:
        if not self._locked():
            return False
        for begin in self._begin:
            begin()
        self.leads = True
        _log.info("this process leads")
        return True

    def _locked(self) -> bool:
        try:
            import fcntl  # noqa: PLC0415 - there is none on Windows, where one process serves
        except ImportError:
            return True
        if self._handle is None:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
