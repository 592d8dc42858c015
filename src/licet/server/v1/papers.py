"""Whether a paper is genuine: asked by whoever holds one, with the code that it bears."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import asker_of, services_of
from licet.server.v1.common import problems
from licet.services.cases.papers import PaperKind, genuine_paper

__all__ = ["router"]

router = APIRouter(tags=["licenses"], route_class=ReadingRoute)
Number = Annotated[
    str,
    Query(
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00]+$",
        description="Of the license, or of the application that a letter is about.",
    ),
]
Code = Annotated[
    str, Query(min_length=1, max_length=40, pattern=r"^[A-Za-z2-7 -]+$", description="As printed.")
]


class PaperShown(BaseModel):
    """A genuine paper. ``newest``: whether the record has not changed since it was printed."""

    kind: PaperKind
    number: str
    version: int
    newest: bool


@router.get("/papers", summary="Whether a paper is genuine", responses=problems(404))
def paper(request: Request, number: Number, code: Code) -> PaperShown:
    """A license, an intent to deny or a return notice that this installation issued.

    Nothing is told of it without its code.
    """
    services = services_of(request)
    services.limiter.take(asker_of(request))
    with services.database.reading() as connection:
        found = genuine_paper(connection, services.key.sign, number, code)
    if found is None:
        raise Problem(404, "not-found", "this installation issued no paper with this number and code")
    paper = found.paper
    return PaperShown(
        kind=paper.kind, number=number, version=paper.version, newest=paper.version == found.newest
    )
