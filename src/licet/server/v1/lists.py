"""The official lists: what was adopted, how old it is, what changed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import Inside, services_of
from licet.server.v1.common import DOCUMENT, AsOf, KnownAsOf, json_response, problems
from licet.services.list_comparison import ListsInputError, compare_adopted
from licet.services.list_documents import diff_document, entries_named, entry_document, status_document
from licet.storage.assertions import SnapshotRecord, snapshots
from licet.storage.state import ListState, open_state

__all__ = ["router"]

router = APIRouter(tags=["lists"], route_class=ReadingRoute)


@router.get("/lists", summary="Lists and their age", responses={**DOCUMENT, **problems()})
def status(request: Request, _user: Inside, known_as_of: KnownAsOf = None, as_of: AsOf = None) -> Response:
    """Every list with count, date and age in days; nothing adopted is an answer too."""
    services = services_of(request)
    return json_response(status_document(_state(request, known_as_of), as_of or services.today()))


@router.get("/lists/snapshots", summary="Adopted snapshots", responses={**DOCUMENT, **problems()})
def adopted(request: Request, _user: Inside) -> Response:
    """In the order of their data; a number goes into the difference."""
    with services_of(request).database.reading() as connection:
        return json_response({"items": [_snapshot(snapshot) for snapshot in snapshots(connection)]})


@router.get("/lists/diff", summary="What changed", responses={**DOCUMENT, **problems(404)})
def difference(
    request: Request,
    _user: Inside,
    older: Annotated[
        int, Query(ge=1, le=2**31 - 1, alias="from", description="Number of the older snapshot.")
    ],
    newer: Annotated[int, Query(ge=1, le=2**31 - 1, alias="to", description="Number of the newer snapshot.")],
) -> Response:
    """Parties added, removed and changed from one adopted snapshot to another."""
    try:
        found = compare_adopted(services_of(request).settings.home, older, newer)
    except ListsInputError as error:
        raise Problem(404, "not-found", str(error)) from error
    return json_response(diff_document(str(older), str(newer), found))


@router.get(
    "/lists/entries/{wanted}", summary="An entry with all its dates", responses={**DOCUMENT, **problems(404)}
)
def entry(
    request: Request,
    _user: Inside,
    wanted: Annotated[
        str,
        Path(min_length=1, max_length=300, pattern=r"^[^\x00]*$", description="An id, or a name as listed."),
    ],
    known_as_of: KnownAsOf = None,
) -> Response:
    """The entries with an id, or with a name or alias, case and punctuation apart."""
    found = entries_named(_state(request, known_as_of), wanted)
    if not found:
        raise Problem(404, "not-found", "no entry has this id, nor this name or alias")
    return json_response({"entries": [entry_document(list_entry) for list_entry in found]})


def _state(request: Request, known_as_of: Any) -> ListState | None:
    return open_state(services_of(request).settings.home, known_as_of)


def _snapshot(record: SnapshotRecord) -> dict[str, Any]:
    return {
        "number": record.number,
        "format": record.format.value,
        "sha256": record.sha256,
        "data_date": record.data_date.isoformat(),
        "adopted_at": record.adopted_at.isoformat(),
        "adopted_by": record.adopted_by,
        "accepted_reason": record.accepted_reason,
        "counts": {code.value: count for code, count in record.counts.items()},
    }
