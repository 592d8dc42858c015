"""Writes under an idempotency key: the same request is done once, and answered the same again.

What an act does to a case or license carries its key into the event log, in the same transaction, so that not even a
server that dies in the middle does it twice. For everything else the answer is kept after the fact: where a server
dies between the two, the request is done again when it comes again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Coroutine, Iterator
from datetime import timedelta
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from sqlalchemy import Row, delete, insert, select, update
from starlette.concurrency import run_in_threadpool

from licet.accounts.model import User
from licet.accounts.rows import at_text
from licet.events.roles import UserAction
from licet.server.problems import FieldError, Problem
from licet.server.reading import FormRoute, body_request
from licet.server.services import Services
from licet.server.signin import check_allowed, services_of, who_asks
from licet.storage.schema_api import idempotent_request as table

__all__ = ["KEY_HEADER", "IdempotentRoute", "large", "secret"]

KEY_HEADER = "Idempotency-Key"
_LONGEST = 200
_KEPT = timedelta(days=2)
_UNDER_WAY = timedelta(minutes=1)
_HEADERS = ("content-type", "etag", "location")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ALLOWED = ":allowed"
"""Beside the kept headers: what whoever was answered could do, of what the route asks for."""
Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_Key = tuple[str, str]


def secret(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a route whose answer holds a secret: it is never kept, and a repeated request is told so."""
    endpoint.__dict__["secret"] = True
    return endpoint


def large(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a route whose answers are large: they are kept within the storage of an organization."""
    endpoint.__dict__["large"] = True
    return endpoint


class IdempotentRoute(FormRoute):
    """A route that honors the header ``Idempotency-Key`` on everything that changes something."""

    def get_route_handler(self) -> Handler:
        inner: Handler = super().get_route_handler()
        if self.methods and self.methods <= _SAFE:
            return inner
        keeps = not getattr(self.endpoint, "secret", False)
        bounded = getattr(self.endpoint, "large", False)
        needed = tuple(_actions(self.dependant))

        async def handle(request: Request) -> Response:
            key = request.headers.get(KEY_HEADER)
            if key is None:
                return await inner(request)
            return await _once(body_request(request), key, inner, needed, keeps=keeps, bounded=bounded)

        return handle


def _actions(dependant: Dependant) -> Iterator[Collection[UserAction]]:
    """What a route asks of whoever calls it: by one of each collection."""
    actions = getattr(dependant.call, "actions", None)
    if actions is not None:
        yield actions
    for inner in dependant.dependencies:
        yield from _actions(inner)


async def _once(
    request: Request,
    key: str,
    inner: Handler,
    needed: Collection[Collection[UserAction]],
    *,
    keeps: bool,
    bounded: bool,
) -> Response:
    if not 0 < len(key) <= _LONGEST or not key.isprintable():
        problem = f"must have 1 to {_LONGEST} printable characters"
        raise Problem(422, "bad-input", f"{KEY_HEADER}: {problem}", [FieldError(KEY_HEADER, problem)])
    services, user = services_of(request), await who_asks(request)
    if user is None:
        return await inner(request)
    body = await request.body()
    asked = f"{request.method} {request.url.path}?{request.url.query}".encode()
    digest = hashlib.sha256(asked + b"\0" + body).hexdigest()
    place = (user.account.key, key)
    if bounded:
        await run_in_threadpool(services.quota.check, user.account.organization.key)
    before = await run_in_threadpool(_begin, services, place, digest)
    if before is not None:
        return _replay(before, user, needed)
    try:
        response = await inner(request)
    except BaseException:
        await run_in_threadpool(_forget, services, place)
        raise
    could = sorted({action.value for actions in needed for action in actions if user.may(action)})
    await run_in_threadpool(_keep, services, place, response, could, keeps=keeps)
    return response


def _replay(before: Row[Any], user: User, needed: Collection[Collection[UserAction]]) -> Response:
    """The answer that was kept, for who may do what it took: another token of the account may do less."""
    headers = dict(before.headers)
    could = [UserAction(name) for name in headers.pop(_ALLOWED, ())]
    for actions in (*needed, *((action,) for action in could)):
        check_allowed(user, actions)
    if before.body is None:
        raise Problem(409, "done-before", "it was done before; what it gave out is shown once")
    return Response(before.body, before.status, {**headers, "Idempotent-Replayed": "true"})


def _begin(services: Services, place: _Key, digest: str) -> Row[Any] | None:
    """The answer given before; None: the request is new, and now under way."""
    now = services.clock()
    mine = (table.c.account == place[0], table.c.key == place[1])
    with services.database.unit_of_work() as connection:
        connection.execute(delete(table).where(table.c.at < at_text(now - _KEPT)))
        row = connection.execute(select(table).where(*mine)).first()
        if row is not None and row.digest != digest:
            raise Problem(422, "key-reused", f"{KEY_HEADER}: was used for another request")
        if row is None:
            values = {"account": place[0], "key": place[1], "digest": digest, "at": at_text(now)}
            connection.execute(insert(table).values(values))
            return None
        if row.status is None:
            if row.at > at_text(now - _UNDER_WAY):
                raise Problem(409, "under-way", "the same request is under way", headers={"Retry-After": "2"})
            connection.execute(update(table).where(*mine).values(at=at_text(now)))
            return None
    return row


def _keep(services: Services, place: _Key, response: Response, could: list[str], *, keeps: bool) -> None:
    body = getattr(response, "body", None)
    headers: dict[str, Any] = {
        name: response.headers[name] for name in _HEADERS if name in response.headers
    } | {_ALLOWED: could}
    mine = (table.c.account == place[0], table.c.key == place[1])
    values = {
        "status": response.status_code,
        "headers": headers,
        "body": bytes(body or b"") if keeps else None,
    }
    with services.database.unit_of_work() as connection:
        connection.execute(update(table).where(*mine).values(values))


def _forget(services: Services, place: _Key) -> None:
    """A request that failed may be made again under its key."""
    with services.database.unit_of_work() as connection:
        connection.execute(delete(table).where(table.c.account == place[0], table.c.key == place[1]))
