"""What routes of the API share: pages, versions, bodies read exactly, and the problems that they may answer with."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import Header, Query, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from starlette.concurrency import run_in_threadpool

from licet.model.wire import WireError, parse_json
from licet.server.problems import FieldError, Problem

__all__ = [
    "DOCUMENT",
    "After",
    "AsOf",
    "Asking",
    "Day",
    "IdempotencyKey",
    "IfMatch",
    "KnownAsOf",
    "Limit",
    "Responses",
    "Text",
    "Whole",
    "body_of",
    "cursor_of",
    "expected_version",
    "json_response",
    "page",
    "problems",
    "read_cursor",
    "read_number",
]

T = TypeVar("T")
Text = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]
"""Text that every database can keep."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso_day(value: Any) -> Any:
    """Days are written in one way; seconds since 1970 are no day."""
    if value is not None and not isinstance(value, date) and not _DAY.fullmatch(str(value)):
        raise ValueError("a date (YYYY-MM-DD) is needed")
    return value if value is None or isinstance(value, date) else date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_iso_day)]
AsOf = Annotated[Day | None, Query(description="The day to answer for; today unless said.")]
KnownAsOf = Annotated[
    Day | None, Query(description="On what had been published by this day; all unless said.")
]
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many.")]
After = Annotated[
    str | None, Query(max_length=400, pattern=r"^[A-Za-z0-9_-]+$", description="`next` of the page before.")
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[ -~]+$",
        description="The same request under the same key is done once.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^("[0-9]{1,9}"|\*)$',
        description="The version (ETag) that was seen; an older one is refused.",
    ),
]
_LARGEST = 2**53


def _whole(value: Any) -> Any:
    """JSON does not tell 10 from 10.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
_SURROGATE = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")
_WORDS = {
    400: "the request is malformed",
    401: "not signed in",
    403: "roles or scopes do not allow it, or it comes from another site",
    404: "there is no such thing that you may see",
    409: "refused as things stand; `detail` says why",
    412: "it was changed meanwhile",
    413: "too large",
    421: "this server does not go by that name",
    422: "bad input; `errors` names the fields",
    429: "too many requests; see Retry-After",
    503: "busy, restarting, or longer than a request may take; see Retry-After",
    507: "the organization keeps as much as it may, or the disk is full",
}


Responses = dict[int | str, dict[str, Any]]


class Asking(BaseModel):
    """A body whose unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", strict=True)


def problems(*statuses: int) -> Responses:
    """The problems that a route may answer with, for its documentation; those of every route are among them."""
    schema = {"$ref": "#/components/schemas/Problem"}
    every = sorted({400, 401, 403, 413, 421, 422, 429, 503, 507, *statuses})
    return {
        status: {"description": _WORDS[status], "content": {"application/problem+json": {"schema": schema}}}
        for status in every
    }


DOCUMENT: Responses = {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}
"""An answer that is a document, which the guide describes."""


def json_response(document: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A document in plain JSON types, written once."""
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status, headers, "application/json")


async def body_of(request: Request) -> Any:
    """The body as JSON with exact numbers. Raises WireError, which names line or key."""
    return await run_in_threadpool(_parsed, await request.body())


def _parsed(content: bytes) -> Any:
    data = parse_json(content)
    if _SURROGATE.search(content):
        _check_text(data, "")
    return data


def _check_text(data: Any, at: str) -> None:
    """Refuse text that is no Unicode, or that a database could not keep."""
    if isinstance(data, str):
        if "\0" in data or (not data.isascii() and any("\ud800" <= text <= "\udfff" for text in data)):
            raise WireError("holds what is no text (U+0000, or half a character)", key=at)
    elif isinstance(data, dict):
        for key, value in data.items():
            _check_text(key, at)
            _check_text(value, f"{at}.{key}" if at else key)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            _check_text(value, f"{at}[{number}]")


def cursor_of(place: str) -> str:
    """Where a page ended, as text that promises nothing about what is in it."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def read_cursor(after: str | None) -> str:
    """Where to go on; "" from the beginning."""
    if after is None:
        return ""
    try:
        place = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise no_such_page() from error
    if "\0" in place:
        raise no_such_page()
    return place


def read_number(after: str | None) -> int:
    """The number after which to go on; 0 from the beginning."""
    place = read_cursor(after)
    if place and not (place.isascii() and place.isdecimal() and int(place) <= _LARGEST):
        raise no_such_page()
    return int(place or 0)


def no_such_page() -> Problem:
    return Problem(404, "not-found", "after: there is no such page", [FieldError("after", "is no cursor")])


def page(
    rows: Sequence[T], limit: int, shown: Callable[[T], Any], place: Callable[[T], str]
) -> dict[str, Any]:
    """One page, of ``limit + 1`` rows looked up: ``next`` is None when there is nothing after it."""
    here = rows[:limit]
    more = len(rows) > limit
    return {"items": [shown(row) for row in here], "next": cursor_of(place(here[-1])) if more else None}


def expected_version(if_match: str | None) -> int | None:
    """The version that a request was made on; None: as it is."""
    return None if if_match in {None, "*"} else int(str(if_match).strip('"'))
