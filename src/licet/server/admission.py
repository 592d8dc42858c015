"""Which request runs next: a few at once, organizations in turn, and beyond a bound none.

A server that takes every request answers none of them in time. Here so many run at once, others wait a short while,
organization by organization and account by account, and what could not be answered in time anyway is refused at
once with 503 and ``Retry-After``. A request that runs past its deadline is answered with 503 too; its thread stops at
the next look at :func:`licet.model.deadline.check_deadline`, and its slot is free only then.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from licet.server.problems import Problem

__all__ = ["Admission", "Asker", "busy"]

_RETRY_SECONDS = 1
_EXPECTED_WAIT = 0.25
"""Seconds that a request may have to wait by the average; who would wait longer is refused at once."""
_SMOOTH = 0.1
"""The share of the last request in the moving average of how long a request takes."""
_KNOWN = 4096
"""Credentials of which is kept whose they are."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who waits. ``organization``: by whose turn; ``account``: by whose turn within it."""

    organization: str
    account: str


@dataclass(eq=False, slots=True)
class Slot:
    """A place among the requests that run; given back once, however often it is told."""

    asker: Asker
    since: float
    held: bool = True


@dataclass(eq=False, frozen=True, slots=True)
class _Waiter:
    """A request that waits for its slot."""

    asker: Asker
    slot: asyncio.Future[Slot]


def busy(words: str = "the server is busy; try again in a moment") -> Problem:
    return Problem(503, "busy", words, headers={"Retry-After": str(_RETRY_SECONDS)})


class _KnownCredentials:
    """Whose turn a credential has taken before; says nothing of whether it is still good.

    Who asks is looked up in the database. Before that, a server that many ask at once has to know whose request it
    would refuse. Kept are hashes, of so many credentials that were used last.
    """

    def __init__(self) -> None:
        self._organizations: OrderedDict[bytes, str] = OrderedDict()

    def note(self, credential: bytes, organization: str) -> None:
        key = _hash(credential)
        self._organizations[key] = organization
        self._organizations.move_to_end(key)
        if len(self._organizations) > _KNOWN:
            self._organizations.popitem(last=False)

    def forget(self, credential: bytes) -> None:
        """It is good no more: whoever sends it is a stranger, and takes nothing of the organization's."""
        self._organizations.pop(_hash(credential), None)

    def organization_of(self, credential: bytes) -> str | None:
        return self._organizations.get(_hash(credential))


def _hash(credential: bytes) -> bytes:
    return hashlib.blake2b(credential, digest_size=16).digest()


class Admission:
    """``slots`` requests run at once, at most half of them for one organization while others want to run.

    Organizations take turns, so that one waits for its own requests and for as many of each other's. Where the moving
    average says that this takes more than a quarter of a second, a request is refused before it waits; who is let in
    waits at most ``patience`` seconds. ``longest``: how many wait at most, a quarter of them for one organization.
    ``caps``: groups that run fewer at once whoever waits, since they wait for something else than the processor; how
    long they take says nothing of how long others do. For one event loop, without a lock.
    """

    def __init__(
        self,
        slots: int = 4,
        patience: float = 2.0,
        longest: int = 128,
        caps: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._slots, self._patience, self._longest, self._caps = slots, patience, longest, caps
        self._share = max(1, slots // 2)
        self._running: Counter[str] = Counter()
        self._waiting: OrderedDict[str, OrderedDict[str, deque[_Waiter]]] = OrderedDict()
        self._queued: Counter[str] = Counter()
        self._average = 0.01
        self._arriving: Counter[str] = Counter()
        self.known = _KnownCredentials()

    @property
    def running(self) -> int:
        """Requests that run now."""
        return self._running.total()

    @property
    def waiting(self) -> int:
        """Requests that wait for a slot."""
        return self._queued.total()

    def refuses(self, organization: str | None) -> bool:
        """Whether a further request would wait too long. None: nobody knows yet whose it is."""
        if self.waiting + self._arriving.total() >= self._longest:
            return True
        if organization is None:
            return False
        mine = self._queued[organization] + self._arriving[organization]
        if mine >= max(1, self._longest // 4):
            return True
        others = self._queued.keys() | self._arriving.keys()
        ahead = mine + sum(
            min(mine + 1, self._queued[name] + self._arriving[name])
            for name in others if name != organization
        )  # fmt: skip
        return ahead * self._average / self._slots > _EXPECTED_WAIT

    def refuses_credential(self, credential: bytes | None) -> bool:
        """The same, for who sends a credential; None: for a request without one."""
        return self.refuses(None if credential is None else self.known.organization_of(credential))

    @contextmanager
    def arriving(self, organization: str) -> Iterator[None]:
        """A request that is on its way to enter counts among those that wait. Raises the problem ``busy``."""
        if self.refuses(organization):
            raise busy()
        self._arriving[organization] += 1
        try:
            yield
        finally:
            self._arriving[organization] -= 1
            if not self._arriving[organization]:
                del self._arriving[organization]

    async def enter(self, asker: Asker) -> Slot:
        """A slot; waits for it in turn. Raises the problem ``busy``."""
        if not self._queued and self._may_run(asker.organization):
            return self._take(asker)
        if self.refuses(asker.organization):
            raise busy()
        waiter = _Waiter(asker, asyncio.get_running_loop().create_future())
        self._queue(waiter)
        impatient = asyncio.get_running_loop().call_later(self._patience, self._refuse, waiter)
        try:
            return await waiter.slot
        except asyncio.CancelledError:
            self._give_up(waiter)
            raise
        finally:
            impatient.cancel()

    def exit(self, slot: Slot) -> None:
        """Give a slot back."""
        if not slot.held:
            return
        slot.held = False
        if slot.asker.organization not in self._caps:
            seconds = asyncio.get_running_loop().time() - slot.since
            self._average += _SMOOTH * (seconds - self._average)
        self._running[slot.asker.organization] -= 1
        self._wake()

    def _may_run(self, organization: str) -> bool:
        if self.running >= self._slots:
            return False
        others = any(count for name, count in self._queued.items() if name != organization)
        most = self._share if others else max(self._share, self._slots - 1)
        most = min(most, self._caps.get(organization, most))
        return self._running[organization] < most

    def _take(self, asker: Asker) -> Slot:
        self._running[asker.organization] += 1
        return Slot(asker, asyncio.get_running_loop().time())

    def _wake(self) -> None:
        """Give free slots to those who wait, one organization after the other."""
        while (waiter := self._next()) is not None:
            if not waiter.slot.done():
                waiter.slot.set_result(self._take(waiter.asker))

    def _next(self) -> _Waiter | None:
        for organization in list(self._waiting):
            if self._may_run(organization):
                self._waiting.move_to_end(organization)
                return self._pop(organization)
        return None

    def _pop(self, organization: str) -> _Waiter:
        line = self._waiting[organization]
        account = next(iter(line))
        line.move_to_end(account)
        found = line[account].popleft()
        self._forget(found.asker)
        return found

    def _queue(self, waiter: _Waiter) -> None:
        line = self._waiting.setdefault(waiter.asker.organization, OrderedDict())
        line.setdefault(waiter.asker.account, deque()).append(waiter)
        self._queued[waiter.asker.organization] += 1
        self._wake()

    def _refuse(self, waiter: _Waiter) -> None:
        """The patience of a request is over."""
        if not waiter.slot.done():
            self._leave(waiter)
            waiter.slot.set_exception(busy())

    def _give_up(self, waiter: _Waiter) -> None:
        """The request was given up: its place in the line, or the slot that it was just given, is free."""
        line = self._waiting.get(waiter.asker.organization)
        if line is not None and waiter in line.get(waiter.asker.account, ()):
            self._leave(waiter)
        elif waiter.slot.done() and not waiter.slot.cancelled() and waiter.slot.exception() is None:
            self.exit(waiter.slot.result())

    def _leave(self, waiter: _Waiter) -> None:
        self._waiting[waiter.asker.organization][waiter.asker.account].remove(waiter)
        self._forget(waiter.asker)

    def _forget(self, asker: Asker) -> None:
        self._queued[asker.organization] -= 1
        line = self._waiting[asker.organization]
        if not line[asker.account]:
            del line[asker.account]
        if not line:
            del self._waiting[asker.organization]
            del self._queued[asker.organization]
