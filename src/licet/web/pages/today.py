"""*Today*: what waits for a person, what is due, what ends or changes, what came in."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from licet.server.reading import ReadingRoute
from licet.server.signin import Inside, services_of
from licet.services.today import today_of
from licet.web.page import page, today_sources
from licet.web.show.list_dates import list_dates

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)


@router.get("/today")
def today(request: Request, user: Inside) -> Response:
    """The first page of every role."""
    services = services_of(request)
    day = services.today()
    return page(
        request, user, "today.html", "Today", today=today_of(user, today_sources(services)), day=day,
        lists=list_dates(services),
    )  # fmt: skip
