"""Requests that cost much are done by another process, so that they keep nobody waiting in this one.

Threads of one Python process compute one at a time: a transaction of 200 parties, a workbook and a file of names each
hold the others up. ``licet serve`` therefore starts a second process of lower priority (``licet.web.background``),
which also does jobs and order books, and passes it whatever the table of allowances calls heavy.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from licet.server.problems import Problem, answer_problem
from licet.server.telemetry import route_of

__all__ = ["Background", "RouteNamed"]

_log = logging.getLogger("licet.background")
_ROUTE = b"x-licet-route"
_ITS_OWN = frozenset({b"connection", b"keep-alive", b"transfer-encoding", b"date", _ROUTE})
"""Headers of one connection, and of this one only."""
_OURS = _ITS_OWN | {b"expect", b"x-forwarded-for", b"x-forwarded-proto"}
_CONNECTIONS = 64
_TIMES = {"connect": 5.0, "read": 310.0, "write": 60.0, "pool": 5.0}
"""Seconds. Longer than any allowance: whoever waits for the answer is told in time by the intake."""


class Background:
    """An application that passes every request to the process behind a socket, and gives its answer back.

    ``socket``: of the file system, in a folder that only the owner of both processes may enter.
    """

    def __init__(self, socket: Path) -> None:
        limits = httpx2.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=8)
        self._transport = httpx2.AsyncHTTPTransport(uds=str(socket), limits=limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            answer = await self._transport.handle_async_request(_passed(request))
        except httpx2.TransportError as error:
            _log.warning("the process in the background does not answer: %s", type(error).__name__)
            words = "this part of the server starts; try again in a moment"
            problem = Problem(503, "busy", words, headers={"Retry-After": "5"})
            await answer_problem(request, problem)(scope, receive, send)
            return
        try:
            await _give_back(answer, scope, send)
        finally:
            await answer.aclose()

    async def wait(self, seconds: float) -> None:
        """Until the other process answers. Raises TimeoutError."""
        until = time.monotonic() + seconds
        request = httpx2.Request("GET", "http://127.0.0.1/readyz")
        while True:
            try:
                answer = await self._transport.handle_async_request(request)
                await answer.aread()
            except httpx2.TransportError as error:
                if time.monotonic() > until:
                    raise TimeoutError("the process in the background did not start") from error
                await asyncio.sleep(0.05)
            else:
                return

    async def close(self) -> None:
        """Give its connections back."""
        await self._transport.aclose()


def _passed(request: Request) -> httpx2.Request:
    """The request as it came, with the address and scheme that it came from."""
    headers = [(name, value) for name, value in request.headers.raw if name.lower() not in _OURS]
    address = request.client.host if request.client else ""
    headers += [(b"x-forwarded-for", address.encode()), (b"x-forwarded-proto", request.url.scheme.encode())]
    chunked = "transfer-encoding" in request.headers
    headers += [(b"transfer-encoding", b"chunked")] if chunked else []
    target = request.scope.get("raw_path") or request.url.path.encode()
    query = request.scope.get("query_string", b"")
    target = target.partition(b"?")[0] + (b"?" + query if query else b"")
    sent = chunked or request.headers.get("content-length", "0") != "0"
    return httpx2.Request(
        request.method,
        "http://127.0.0.1/",
        headers=headers,
        content=_parts(request) if sent else None,
        extensions={"target": target, "timeout": _TIMES},
    )


async def _parts(request: Request) -> AsyncIterator[bytes]:
    async for part in request.stream():
        if part:
            yield part


async def _give_back(answer: httpx2.Response, scope: Scope, send: Send) -> None:
    raw = [(name.lower(), value) for name, value in answer.headers.raw]
    scope["licet_route"] = dict(raw).get(_ROUTE, b"").decode()
    kept = [(name, value) for name, value in raw if name not in _ITS_OWN]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
    async for part in answer.aiter_raw():
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


class RouteNamed:
    """In the background: tells the process in front by which route it was, for the log and metrics of that one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (_ROUTE, route_of(scope).encode())]
            await send(message)

        await self._app(scope, receive, named)
