"""*Control list*: the entries that may describe an item, and an entry with its paragraphs, as read on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from licet.classification.entry_document import UnknownEccnError, entry_document
from licet.classification.limit_check import UnknownParameterError
from licet.classification.limit_document import amount_errors, limit_document
from licet.classification.search import GROUPS, EntryHit, find
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import Inside
from licet.web.page import page
from licet.web.show.days import day_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
_LONGEST = 4000
_AMOUNT, _LONGEST_AMOUNT = "limit:", 300


@router.get("/ccl")
def control_list(request: Request, user: Inside) -> Response:
    """The entries that may describe an item, the nearest first, each with why."""
    query = request.query_params
    description = query.get("description", "").strip()[:_LONGEST]
    kind = query.get("kind", "")
    hits: tuple[EntryHit, ...] = (
        find(description, kind=kind if kind in GROUPS else None) if description else ()
    )
    return page(
        request, user, "control_list.html", "Control list", description=description, kind=kind, kinds=tuple(GROUPS),
        hits=[(hit, [word for word in hit.words if " " not in word][:8]) for hit in hits],
    )  # fmt: skip


@router.get("/ccl/{eccn}")
def entry(request: Request, user: Inside, eccn: str) -> Response:
    """An entry, or a paragraph with those that it lies in."""
    as_of = day_of(request.query_params.get("as_of"), "as_of")
    try:
        document = entry_document(eccn, as_of)
    except UnknownEccnError as error:
        raise Problem(404, "not-found", str(error)) from error
    limits, errors = _limits(request, eccn, as_of)
    seen_from, seen_to = (date.fromisoformat(document["text_seen"][name]) for name in ("from", "to"))
    return page(
        request,
        user,
        "control_list_entry.html",
        document["eccn"],
        status=422 if errors else 200,
        entry=document,
        base=document["eccn"].partition(".")[0],
        as_of=as_of,
        limits=limits,
        errors=errors,
        typed=_typed(request),
        seen_from=seen_from,
        seen_to=seen_to,
    )


def _limits(request: Request, eccn: str, as_of: date | None) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """The limits of a paragraph with what was typed, and the faults of that; None where it has no limit."""
    try:
        document = limit_document(eccn, {}, as_of)
    except UnknownParameterError:  # those of this category are not held as numbers
        return None, {}
    if not document["parameters"]:
        return None, {}
    stated = {key: text for key, text in _typed(request).items() if text and key in document["parameters"]}
    errors = amount_errors(eccn, stated, as_of)
    return (document if errors else limit_document(eccn, stated, as_of)), errors


def _typed(request: Request) -> dict[str, str]:
    return {
        name.removeprefix(_AMOUNT): text.strip()[:_LONGEST_AMOUNT]
        for name, text in request.query_params.items()
        if name.startswith(_AMOUNT)
    }
