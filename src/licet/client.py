"""A small client of the API: typed answers, errors that say what is wrong, retries that are safe.

>>> from licet.client import Client
>>> with Client("http://127.0.0.1:8374", token="licet_...") as licet:  # doctest: +SKIP
...     licet.determine(sale, reference="PO-1").light
'red'
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import sleep
from types import TracebackType
from typing import Any, Self

import httpx2

from licet.errors import LicetError

__all__ = ["ApiError", "Client", "Determined"]

_TRIES, _WAIT = 4, 0.5
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
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx2.Client(base_url=url.rstrip("/") + "/api/v1", headers=headers, timeout=timeout)

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
        params = {} if reference is None else {"reference": reference}
        return Determined.of(self.request("POST", "/determinations", json=sale, params=params))

    def determine_many(self, sales: Sequence[Mapping[str, Any]]) -> list[Determined | Mapping[str, Any]]:
        """Answer up to 200 sales, in their order; in place of one that cannot be read, what is wrong with it."""
        found = self.request(
            "POST", "/determinations/many", json={"sales": [{"sale": sale} for sale in sales]}
        )
        return [
            item["problem"] if item["answer"] is None else Determined.of(item["answer"])
            for item in found["answers"]
        ]

    def screen(self, name: str, *, country: str | None = None, as_of: date | None = None) -> dict[str, Any]:
        """Hold a name against the lists."""
        asked = {"name": name, "country": country, "as_of": None if as_of is None else as_of.isoformat()}
        return dict(self.request("POST", "/screenings", json=asked))

    def act(
        self, path: str, arguments: Mapping[str, Any], *, version: int | None = None, key: str | None = None
    ) -> dict[str, Any]:
        """Do an act, as ``act("/cases/C-1/submit", {})``; ``version``: the one that was seen."""
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return dict(self.request("POST", path, json=arguments, headers=headers, key=key))

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
        headers = dict(given.pop("headers", {}))
        if method != "GET":
            headers["Idempotency-Key"] = key or secrets.token_hex(16)
        for attempt in range(_TRIES):
            last = attempt == _TRIES - 1
            try:
                answer = self._http.request(method, path, headers=headers, **given)
            except httpx2.TransportError:
                if last:
                    raise
                sleep(_WAIT * 2**attempt)
                continue
            if answer.status_code in _AGAIN and not last:
                sleep(float(answer.headers.get("retry-after", _WAIT * 2**attempt)))
                continue
            return _read(answer)
        raise AssertionError  # the last attempt returned or raised


def _read(answer: httpx2.Response) -> Any:
    if answer.is_success:
        return answer.json() if answer.content else None
    try:
        problem = answer.json()
    except ValueError:
        problem = {"status": answer.status_code, "detail": answer.text[:200]}
    raise ApiError(problem)
