"""Bodies read away from the event loop: forms with their files, and JSON, are parsed in a thread."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from licet.server.problems import FieldError, Problem, bad_character

__all__ = ["BodyRequest", "FormRoute", "ReadingRoute", "body_request"]

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class BodyRequest(Request):
    """A request whose body is parsed in a thread, however large; every other request goes on meanwhile."""

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = await run_in_threadpool(json.loads, await self.body())
        return self._json

    async def _get_form(self, **limits: Any) -> FormData:
        if self._form is None:
            self._form = await run_in_threadpool(_parsed_form, self.scope, await self.body(), limits)
            if any(
                "\0" in f"{name}{value if isinstance(value, str) else ''}"
                for name, value in self._form.multi_items()
            ):
                raise bad_character()
        return self._form


class _RequestForm(Request):
    """The form of a body that is there already."""

    def __init__(self, scope: Any, body: bytes) -> None:
        super().__init__(scope)
        self._parts = body

    async def stream(self) -> AsyncIterator[bytes]:  # type: ignore[override]
        yield self._parts
        yield b""


def _parsed_form(scope: Any, body: bytes, limits: dict[str, Any]) -> FormData:
    """Starlette's parser on an event loop of its own: it waits for nothing but its files."""
    return asyncio.run(_RequestForm(scope, body)._get_form(**limits))  # noqa: SLF001  # its one way without a context


def body_request(request: Request) -> BodyRequest:
    """The request as one that parses in a thread; to be taken before anything reads its body."""
    return request if isinstance(request, BodyRequest) else BodyRequest(request.scope, request.receive)


class ReadingRoute(APIRoute):
    """A route that reads what was sent to it in a thread."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await inner(body_request(request))

        return handle


class FormRoute(ReadingRoute):
    """A route that refuses fields of a form that it does not know: a misspelled one is not taken for one left out."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner = super().get_route_handler()
        known = [field.alias for field in self.dependant.body_params if isinstance(field.field_info, Form)]
        if not known:
            return inner

        async def handle(request: Request) -> Response:
            reading = body_request(request)
            if reading.headers.get("content-type", "").lower().startswith(_FORMS):
                form = await reading.form()
                unknown = [name for name in form if name not in known]
                if unknown:
                    await form.close()
                    words = f"is not a field of this form; it has {', '.join(known)}"
                    errors = [FieldError(name[:60], words) for name in unknown]
                    raise Problem(422, "bad-input", f"{errors[0].field}: {words}", errors)
            return await inner(reading)

        return handle
