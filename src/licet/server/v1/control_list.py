"""The Commerce Control List at hand: an entry, and the entries that may describe an item."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import StringConstraints

from licet.classification.amounts import AmountError
from licet.classification.entry_document import UnknownEccnError, entry_document, hit_document
from licet.classification.limit_check import UnknownParameterError
from licet.classification.limit_document import limit_document, stated_pairs
from licet.classification.search import find
from licet.server.problems import FieldError, Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import Inside
from licet.server.v1.common import AsOf, Responses, json_response, problems

__all__ = ["router"]

router = APIRouter(tags=["law"], route_class=ReadingRoute)
_LIST: Responses = {
    200: {"content": {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}}
}
_ENTRY: Responses = {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}
_TEXT = r"^[^\x00]*$"
Eccn = Annotated[str, Path(min_length=1, max_length=100, pattern=_TEXT, examples=["3A001.a.7"])]
Stated = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=_TEXT)]


@router.get("/ccl", summary="Entries that may describe an item", responses={**_LIST, **problems()})
def search(
    _user: Inside,
    description: Annotated[
        str, Query(min_length=1, max_length=4000, pattern=_TEXT, examples=["thermal camera"])
    ],
    kind: Annotated[Literal["commodity", "software", "technology"] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    as_of: AsOf = None,
) -> Response:
    """Ranked, each with the words that led to it. A search proposes; it decides nothing."""
    return json_response([hit_document(hit) for hit in find(description, kind=kind, limit=limit, on=as_of)])


@router.get(
    "/ccl/{eccn}", summary="An entry of the Commerce Control List", responses={**_ENTRY, **problems(404)}
)
def entry(
    _user: Inside,
    eccn: Eccn,
    as_of: AsOf = None,
) -> Response:
    """Items, notes, license requirements, exceptions, related controls, and the days on which the text was read."""
    try:
        return json_response(entry_document(eccn, as_of))
    except UnknownEccnError as error:
        raise Problem(404, "not-found", str(error), [FieldError("eccn", str(error))]) from error


@router.get("/ccl/{eccn}/limits", summary="The limits of a paragraph", responses={**_ENTRY, **problems(404)})
def limits(
    _user: Inside,
    eccn: Eccn,
    stated: Annotated[
        list[Stated] | None,
        Query(max_length=50, description="Parameters of an item, each as `name=amount`: `resolution=12`."),
    ] = None,
    as_of: AsOf = None,
) -> Response:
    """As numbers (Categories 3 to 6), and whether stated parameters meet them. That alone classifies nothing."""
    try:
        return json_response(limit_document(eccn, stated_pairs(stated or ()), as_of))
    except UnknownEccnError as error:
        raise Problem(404, "not-found", str(error), [FieldError("eccn", str(error))]) from error
    except (UnknownParameterError, AmountError) as error:
        raise Problem(422, "bad-input", str(error), [FieldError("stated", str(error))]) from error
