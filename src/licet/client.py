"""Clients of the API, one that waits and one for asyncio: typed answers, plain errors, retries that are safe.

>>> from licet.client import Client
>>> with Client("http://127.0.0.1:8374", token="licet_...") as licet:  # doctest: +SKIP
...     licet.determine(sale, reference="PO-1").light
'red'
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import sleep
from types import TracebackType
from typing import Any, Self

import httpx2

from licet.errors import LicetError

__all__ = ["ApiError", "AsyncClient", "Client", "Determined"]

_WAITS = (0.5, 1.0, 2.0)
"""Seconds before a request is sent again."""
_AGAIN = frozenset({429, 502, 503, 504})


class ApiError(LicetError):
    """A problem that the server answered with. ``errors``: what is wrong with which field."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(str(problem.get("detail", problem.get("title", ""))))
        self.status = int(problem.get("status", 0))
        self.code = str(problem.get("type", "")).removeprefix("urn:licet:problem:")
        self.errors: Sequence[Mapping[str, Any]] = problem.get("errors", ())


@dataclass(frozen=True, slots=True)
class Determined:
    """An answer. ``holds_until``: the first later day on which it changes, to ``then``; ``document``: all of it."""

    answer: str
    light: str
    authority: tuple[str, ...]
    holds_until: date | None
    then: str | None
    needs: tuple[str, ...]
    receipt: str
    document: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Determined:
        until = document["holds_until"]
        return cls(
            document["answer"],
            document["light"],
            tuple(document["authority"]),
            None if until is None else date.fromisoformat(until),
            document["then"],
            tuple(need["path"] for need in document["needs"]),
            document["receipt"]["id"],
            document,
        )


class Client:
    """Asks one server with one API token. Every write bears an idempotency key, so that it may be sent again."""

    def __init__(self, url: str, token: str, *, timeout: float = 30.0) -> None:
        self._http = httpx2.Client(**_options(url, token, timeout))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def determine(self, sale: Mapping[str, Any], *, reference: str | None = None) -> Determined:
        """Answer one sale in the wire format. Raises ApiError, which names the field."""
        return Determined.of(self.request("POST", "/determinations", json=sale, params=_reference(reference)))

    def determine_many(self, sales: Sequence[Mapping[str, Any]]) -> list[Determined | Mapping[str, Any]]:
        """Answer up to 200 sales, in their order; in place of one that cannot be read, what is wrong with it."""
        return _many(self.request("POST", "/determinations/many", json=_sales(sales)))

    def screen(self, name: str, *, country: str | None = None, as_of: date | None = None) -> dict[str, Any]:
        """Hold a name against the lists."""
        return dict(self.request("POST", "/screenings", json=_screening(name, country, as_of)))

    def act(
        self, path: str, arguments: Mapping[str, Any], *, version: int | None = None, key: str | None = None
    ) -> dict[str, Any]:
        """Do an act, as ``act("/cases/C-1/submit", {})``; ``version``: the one that was seen."""
        return dict(self.request("POST", path, json=arguments, headers=_version(version), key=key))

    def each(self, path: str, **params: Any) -> Iterator[dict[str, Any]]:
        """Everything that a list has, page by page."""
        after: dict[str, Any] = {}
        while True:
            page = self.request("GET", path, params={**params, **after})
            yield from page["items"]
            if page["next"] is None:
                return
            after = {"after": page["next"]}

    def request(self, method: str, path: str, *, key: str | None = None, **given: Any) -> Any:
        """One request, sent again while the server is busy or cannot be reached; its answer as plain JSON."""
        headers = _headers(method, given, key)
        for wait in _WAITS:
            try:
                answer = self._http.request(method, path, headers=headers, **given)
            except httpx2.TransportError:
                sleep(wait)
                continue
            if answer.status_code not in _AGAIN:
                return _read(answer)
            sleep(_pause(answer, wait))
        return _read(self._http.request(method, path, headers=headers, **given))


class AsyncClient:
    """The same for asyncio: ``async with AsyncClient(url, token) as licet: await licet.determine(sale)``."""

    def __init__(self, url: str, token: str, *, timeout: float = 30.0) -> None:
        self._http = httpx2.AsyncClient(**_options(url, token, timeout))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._http.aclose()

    async def determine(self, sale: Mapping[str, Any], *, reference: str | None = None) -> Determined:
        """As :meth:`Client.determine`."""
        found = await self.request("POST", "/determinations", json=sale, params=_reference(reference))
        return Determined.of(found)

    async def determine_many(
        self, sales: Sequence[Mapping[str, Any]]
    ) -> list[Determined | Mapping[str, Any]]:
        """As :meth:`Client.determine_many`."""
        return _many(await self.request("POST", "/determinations/many", json=_sales(sales)))

    async def screen(
        self, name: str, *, country: str | None = None, as_of: date | None = None
    ) -> dict[str, Any]:
        """As :meth:`Client.screen`."""
        return dict(await self.request("POST", "/screenings", json=_screening(name, country, as_of)))

    async def act(
        self, path: str, arguments: Mapping[str, Any], *, version: int | None = None, key: str | None = None
    ) -> dict[str, Any]:
        """As :meth:`Client.act`."""
        return dict(await self.request("POST", path, json=arguments, headers=_version(version), key=key))

    async def each(self, path: str, **params: Any) -> AsyncIterator[dict[str, Any]]:
        """As :meth:`Client.each`."""
        after: dict[str, Any] = {}
        while True:
            page = await self.request("GET", path, params={**params, **after})
            for item in page["items"]:
                yield item
            if page["next"] is None:
                return
            after = {"after": page["next"]}

    async def request(self, method: str, path: str, *, key: str | None = None, **given: Any) -> Any:
        """As :meth:`Client.request`."""
        headers = _headers(method, given, key)
        for wait in _WAITS:
            try:
                answer = await self._http.request(method, path, headers=headers, **given)
            except httpx2.TransportError:
                await asyncio.sleep(wait)
                continue
            if answer.status_code not in _AGAIN:
                return _read(answer)
            await asyncio.sleep(_pause(answer, wait))
        return _read(await self._http.request(method, path, headers=headers, **given))


def _options(url: str, token: str, timeout: float) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    return {"base_url": url.rstrip("/") + "/api/v1", "headers": headers, "timeout": timeout}


def _headers(method: str, given: dict[str, Any], key: str | None) -> dict[str, str]:
    """The headers of a request; a write has a key, so that it is done once however often it is sent.

    A file is parted by the key, since the same request under the same key has to be the same to the last byte.
    """
    headers: dict[str, str] = dict(given.pop("headers", {}))
    if method == "GET":
        return headers
    headers["Idempotency-Key"] = key or secrets.token_hex(16)
    if "files" in given:
        boundary = hashlib.sha256(headers["Idempotency-Key"].encode()).hexdigest()
        headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
    return headers


def _pause(answer: httpx2.Response, wait: float) -> float:
    return float(answer.headers.get("retry-after", wait))


def _reference(reference: str | None) -> dict[str, str]:
    return {} if reference is None else {"reference": reference}


def _version(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": f'"{version}"'}


def _screening(name: str, country: str | None, as_of: date | None) -> dict[str, Any]:
    return {"name": name, "country": country, "as_of": None if as_of is None else as_of.isoformat()}


def _sales(sales: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"sales": [{"sale": sale} for sale in sales]}


def _many(found: Mapping[str, Any]) -> list[Determined | Mapping[str, Any]]:
    return [
        item["problem"] if item["answer"] is None else Determined.of(item["answer"])
        for item in found["answers"]
    ]


def _read(answer: httpx2.Response) -> Any:
    if answer.is_success:
        return answer.json() if answer.content else None
    try:
        problem = answer.json()
    except ValueError:
        problem = {"status": answer.status_code, "detail": answer.text[:200]}
    raise ApiError(problem)
