"""Requests that the server makes itself: one deadline for the whole exchange, and no more read than is wanted.

A timeout for each read is no deadline: who sends a byte every three seconds is never late, and keeps the sender for
ever. Here everything from the connection to the last byte has so many seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from licet.errors import LicetError

__all__ = ["OutgoingError", "OutgoingResponse", "exchange"]


class OutgoingError(LicetError):
    """The other side did not answer, or not in time, or with too much; the text names the kind."""


@dataclass(frozen=True, slots=True)
class OutgoingResponse:
    """What came back. ``body``: as much as was wanted."""

    status: int
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004  # by RFC 9110


def exchange(
    method: str,
    url: str,
    *,
    seconds: float,
    most: int,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> OutgoingResponse:
    """Send one request and read at most ``most`` bytes of its answer; redirects are not followed.

    ``most`` 0: the body is not read at all; else a longer one is refused. Raises OutgoingError.
    """

    async def work() -> OutgoingResponse:
        async with (
            asyncio.timeout(seconds),
            httpx2.AsyncClient(timeout=seconds, follow_redirects=False) as client,
            client.stream(
                method, url, content=content, headers=dict(headers or {}), extensions=dict(extensions or {})
            ) as answer,
        ):
            return OutgoingResponse(answer.status_code, await _body(answer, most) if most else b"")

    try:
        return asyncio.run(work())
    except TimeoutError as error:
        raise OutgoingError("TimeoutError") from error
    except httpx2.HTTPError as error:
        raise OutgoingError(type(error).__name__) from error


async def _body(answer: httpx2.Response, most: int) -> bytes:
    parts, size = [], 0
    async for part in answer.aiter_raw(4096):
        size += len(part)
        if size > most:
            raise OutgoingError("TooMuchError")
        parts.append(part)
    return b"".join(parts)
