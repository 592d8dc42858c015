"""By when an answer has to be there. Long work looks at it between its steps and stops when nobody waits any more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from licet.errors import LicetError

__all__ = ["DeadlineError", "check_deadline", "deadline"]

_until: ContextVar[float | None] = ContextVar("licet_deadline", default=None)


class DeadlineError(LicetError):
    """The time for an answer is over; nothing was decided."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Work inside, in this thread and in those that copy its context, has so many seconds from now."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def check_deadline() -> None:
    """Raises DeadlineError once the time is over; does nothing where no deadline is set."""
    until = _until.get()
    if until is not None and time.monotonic() > until:
        raise DeadlineError
