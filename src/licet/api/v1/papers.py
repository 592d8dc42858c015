"""Whether a paper is genuine: asked by whoever holds one, with the code that it bears."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from licet.api.problems import Problem
from licet.api.reading import ReadingRoute
from licet.api.signin import asker_of, services_of
from licet.api.v1.common import problems
from licet.office.papers import genuine_version
from licet.store.events import events_of

__all__ = ["router"]

router = APIRouter(tags=["licenses"], route_class=ReadingRoute)
Number = Annotated[
    str, Query(min_length=1, max_length=100, pattern=r"^[^\x00]+$", description="Of the license.")
]
Code = Annotated[
    str, Query(min_length=1, max_length=40, pattern=r"^[A-Za-z2-7 -]+$", description="As printed.")
]


class PaperShown(BaseModel):
    """A genuine paper. ``newest``: whether the record has not changed since it was printed."""

    number: str
    version: int
    newest: bool


@router.get("/papers", summary="Whether a paper is genuine", responses=problems(404))
def paper(request: Request, number: Number, code: Code) -> PaperShown:
    """A license that this installation issued; nothing is told of it without its code."""
    services = services_of(request)
    services.limiter.take(asker_of(request))
    with services.database.reading() as connection:
        newest = len(events_of(connection, "license", number))
    version = genuine_version(services.key.sign, number, newest, code)
    if version is None:
        raise Problem(404, "not-found", "this installation issued no paper with this number and code")
    return PaperShown(number=number, version=version, newest=version == newest)
