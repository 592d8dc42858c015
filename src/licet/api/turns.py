"""Work in the background, one piece at a time, organizations in turn: who sends twenty files waits for their own."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable

from licet.errors import LicetError

__all__ = ["TooManyWaitingError", "Turns"]

_log = logging.getLogger("licet.turns")
Work = Callable[[], object]


class TooManyWaitingError(LicetError, ValueError):
    """An organization has as much work waiting as it may."""


class Turns:
    """A thread that works through what organizations give it. ``most``: pieces that may wait for each."""

    def __init__(self, name: str, most: int = 20) -> None:
        self._most, self._name = most, name
        self._lines: OrderedDict[str, deque[Work]] = OrderedDict()
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def submit(self, organization: str, work: Work, *, resumed: bool = False) -> None:
        """Do something after what is being done. Raises TooManyWaitingError, but not for work that is resumed."""
        with self._changed:
            line = self._lines.setdefault(organization, deque())
            if len(line) >= self._most and not resumed:
                raise TooManyWaitingError(
                    f"{self._most} files of your organization wait already; try again later"
                )
            line.append(work)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._changed.notify()

    def close(self) -> None:
        """Let what is being done end; what waits is left."""
        with self._changed:
            self._closed = True
            self._lines.clear()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            try:
                work()
            except Exception:  # noqa: BLE001  # the thread goes on
                _log.exception("a piece of work in the background failed")

    def _next(self) -> Work | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or any(self._lines.values()))
            if self._closed:
                return None
            organization = next(name for name, line in self._lines.items() if line)
            self._lines.move_to_end(organization)
            line = self._lines[organization]
            work = line.popleft()
            if not line:
                del self._lines[organization]
            return work
