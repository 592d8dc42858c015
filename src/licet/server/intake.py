"""Every request on its way in: refused when the server is full, identified before its body is read, run in turn.

The order matters. What costs nothing comes first: a full server says so before it looks anybody up; who is not
signed in sends no body except to sign in; a body is read whole, within its route's allowance, before the request
takes one of the few slots in which requests run, so that a slow sender holds no slot.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy.exc import DBAPIError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from licet.accounts.model import User
from licet.model.deadline import deadline
from licet.server.admission import Admission, Asker, Slot
from licet.server.allowances import Allowance, allowance_of, is_public
from licet.server.bodies import Bodies, RequestBody, too_large
from licet.server.problems import (
    Problem,
    answer_problem,
    bad_character,
    not_signed_in,
    of_database,
    took_too_long,
)
from licet.server.settings import Settings
from licet.server.signin import asker_of, credential_of, services_of, who_asks

__all__ = ["Intake"]

_log = logging.getLogger("licet.requests")
_FREE = ("/healthz", "/readyz", "/metrics", "/static/")
"""What is answered always: health, numbers, and files that cost nothing."""
_CAPS = {"provider": 2, "sign-in": 3, "nobody": 4}
"""Groups of people who are not signed in, and how many of their requests run at once."""
_PASSED_AT_ONCE = 32
"""Requests that the process in the background has before it; how many of them run is for it to say."""
_LIGHT = 2048
"""Bytes of a body that this process reads itself: some 50 parties at most, where a transaction has two or three."""
_BODY_BYTES_IN_FLIGHT = 4
"""Largest uploads that may be held at once, in bytes of LICET_MAX_UPLOAD_BYTES."""
_LOOKING_UP_STRANGERS, _LOOKING_UP_KNOWN = 4, 8
"""Credentials that are looked up at once, together fewer than the connections to a database."""


class Intake:
    """Bounds what requests cost together: bodies in flight, requests that run, and seconds for each."""

    def __init__(
        self, app: ASGIApp, settings: Settings, admission: Admission, background: ASGIApp | None = None
    ) -> None:
        self._app, self._settings, self._background = app, settings, background
        self.admission = admission
        self.strangers = Admission(sum(_CAPS.values()), caps=_CAPS)
        self.passing = Admission(_PASSED_AT_ONCE)
        self.bodies = Bodies(_BODY_BYTES_IN_FLIGHT * settings.max_upload_bytes)
        self._looking_up_strangers = asyncio.Semaphore(_LOOKING_UP_STRANGERS)
        self._looking_up_known = asyncio.Semaphore(_LOOKING_UP_KNOWN)
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        allowance = allowance_of(request.method, request.url.path)
        body: RequestBody | None = None
        try:
            _check_target(scope)
            asker = await self._identify(request)
            if _has_body(request):
                most = self._most(allowance)
                _check_declared(request, most)
                body = await self.bodies.read(receive, asker.account, most)
                receive = body.replay(receive)
            way = self._way(asker, allowance, body)
            if way.app is self._background:
                services_of(request).limiter.take(asker.account)
            slot = await way.admission.enter(asker)
        except Problem as problem:
            if body is not None:
                self.bodies.release(body)
            await _respond(request, problem, receive, send)
            return
        await self._run(request, receive, send, _Run(way, slot, allowance.seconds, body))

    def _way(self, asker: Asker, allowance: Allowance, body: RequestBody | None) -> _RequestRoute:
        """Where a request is answered: here, or in the process in the background."""
        heavy = allowance.heavy or (body is not None and body.held > _LIGHT)
        if self._background is None or not heavy:
            strange = asker.organization in _CAPS
            return _RequestRoute(self._app, self.strangers if strange else self.admission)
        return _RequestRoute(self._background, self.passing)

    def _most(self, allowance: Allowance) -> int:
        largest = self._settings.max_upload_bytes
        return largest if allowance.body is None else min(allowance.body, largest)

    async def _identify(self, request: Request) -> Asker:
        """By whose turn the request runs. Raises a Problem for a full server, and for a body of nobody's.

        Credentials that nobody has used before wait among strangers: however many addresses send some, they take no
        place, no thread and no connection to the database from those who are known.
        """
        credential = credential_of(request)
        known = None if credential is None else self.admission.known.organization_of(credential)
        admission, looking_up = (
            (self.strangers, self._looking_up_strangers)
            if known is None
            else (self.admission, self._looking_up_known)
        )
        try:
            with admission.arriving(known or asker_of(request)):
                async with nullcontext() if credential is None else looking_up:
                    user = await who_asks(request)
        except DBAPIError as error:
            raise of_database(error) from error
        if user is None and credential is not None:
            self.admission.known.forget(credential)
        if user is None and _has_body(request) and not is_public(request.url.path):
            services_of(request).limiter.take(asker_of(request))
            raise not_signed_in()
        asker = _asker(request, user)
        if user is not None and credential is not None:
            self.admission.known.note(credential, asker.organization)
        return asker

    async def _run(self, request: Request, receive: Receive, send: Send, run: _Run) -> None:
        """Run the request until its answer begins, and no longer than it may take."""
        answer = _Response(send, run.leave)

        async def work() -> None:
            try:
                await run.way.app(request.scope, receive, answer.send)
            finally:
                run.leave()
                if run.body is not None:
                    self.bodies.release(run.body)

        with deadline(run.seconds):
            task = asyncio.create_task(work())
        begun = asyncio.create_task(answer.begun.wait())
        try:
            await asyncio.wait({task, begun}, timeout=run.seconds, return_when=asyncio.FIRST_COMPLETED)
            if not answer.begun.is_set() and not task.done():
                answer.closed = True
                self._forget_later(task)
                await _respond(request, took_too_long(), receive, send)
                return
            await task
        finally:
            begun.cancel()

    def _forget_later(self, task: asyncio.Task[None]) -> None:
        """What runs on after its time keeps its slot; nobody waits for what it gives."""

        def ended(done: asyncio.Task[None]) -> None:
            self._late.discard(done)
            if not done.cancelled() and (error := done.exception()) is not None:
                _log.warning("a request that took too long ended with %s", type(error).__name__)

        self._late.add(task)
        task.add_done_callback(ended)


@dataclass(frozen=True, slots=True)
class _RequestRoute:
    """An application, and whose turn it is there."""

    app: ASGIApp
    admission: Admission


@dataclass(frozen=True, slots=True)
class _Run:
    """A request that has its slot."""

    way: _RequestRoute
    slot: Slot
    seconds: float
    body: RequestBody | None

    def leave(self) -> None:
        self.way.admission.exit(self.slot)


class _Response:
    """The way out of one request. ``closed``: something else was answered; what comes late is dropped."""

    def __init__(self, send: Send, began: Callable[[], None]) -> None:
        self._send, self._began = send, began
        self.begun, self.closed = asyncio.Event(), False

    async def send(self, message: Message) -> None:
        if self.closed:
            return
        if message["type"] == "http.response.start":
            self.begun.set()
            self._began()
        await self._send(message)


def _asker(request: Request, user: User | None) -> Asker:
    if user is not None:
        return Asker(f"organization {user.account.organization.key}", user.account.key)
    path = request.url.path
    group = "provider" if path.startswith("/sign-in/oidc") else "sign-in" if is_public(path) else "nobody"
    return Asker(group, asker_of(request))


def _check_target(scope: Scope) -> None:
    """No address of Licet has a NUL character, and PostgreSQL keeps none."""
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        raise bad_character()


def _has_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _check_declared(request: Request, most: int) -> None:
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:20]) > most:
        raise too_large(most)


async def _respond(request: Request, problem: Problem, receive: Receive, send: Send) -> None:
    await answer_problem(request, problem)(request.scope, receive, send)
