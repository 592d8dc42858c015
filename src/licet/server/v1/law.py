"""The law as modeled, as of a day; the history of matters; scenarios that ship."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from licet.engine.lawtext import rules_citing
from licet.rules.citation import Citation
from licet.scenarios.scenario_file import shipped_scenarios
from licet.server.problems import FieldError, Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import Inside, services_of
from licet.server.v1.common import AsOf, KnownAsOf, Responses, json_response, problems
from licet.services.law import coverage_document, facts_document
from licet.services.law_reviews import open_reviews
from licet.services.timeline import event_document, history_of
from licet.services.watch_tasks import review_tasks

__all__ = ["router"]

router = APIRouter(tags=["law"], route_class=ReadingRoute)
_LIST: Responses = {
    200: {"content": {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}}
}
_TEXT = r"^[^\x00]*$"


@router.get("/law", summary="Rules that rest on a citation", responses={**_LIST, **problems(404)})
def law(
    request: Request,
    _user: Inside,
    cite: Annotated[str, Query(min_length=1, max_length=200, pattern=_TEXT, examples=["15 CFR 744.11"])],
    as_of: AsOf = None,
    known_as_of: KnownAsOf = None,
) -> Response:
    """As they read on a day, in English, with their exceptions and all their periods."""
    services = services_of(request)
    try:
        place = Citation.parse(cite)
    except ValueError as error:
        raise Problem(404, "not-found", str(error), [FieldError("cite", str(error))]) from error
    found = rules_citing(services.decider().rulebook, place, as_of or services.today(), known_as_of)
    if not found:
        raise Problem(
            404, "not-found", f"no modeled rule rests on {place}; /law/coverage says what is modeled"
        )
    return json_response([shown.to_wire() for shown in found])


@router.get("/law/facts", summary="Facts that rules read", responses={**_LIST, **problems()})
def facts(request: Request, _user: Inside) -> Response:
    """Every named fact and claim of a sale, with its question and the rule that reads it."""
    return json_response(facts_document(services_of(request).decider().rulebook))


@router.get("/law/coverage", summary="What is modeled", responses={**_LIST, **problems()})
def coverage(request: Request, _user: Inside) -> Response:
    """For each section whether it is modeled, from which text, verified to which day."""
    return json_response(coverage_document(services_of(request).decider().rulebook))


@router.get("/law/reviews", summary="Rules under review", responses={**_LIST, **problems()})
def reviews(request: Request, _user: Inside) -> Response:
    """Rules whose text changed and that nobody has marked as read: answers that rest on them are amber."""
    found = open_reviews(services_of(request).settings.home)
    return json_response([review.document() for review in found])


@router.get("/law/tasks", summary="Documents to be reviewed", responses={**_LIST, **problems()})
def tasks(request: Request, _user: Inside) -> Response:
    """Documents of the Federal Register that nobody has reviewed yet, and what each touches."""
    return json_response([task.document() for task in review_tasks(services_of(request).settings.home)])


@router.get("/timelines/{entity}", summary="What happened when", responses={**_LIST, **problems(404)})
def timeline(
    request: Request,
    _user: Inside,
    entity: Annotated[str, Path(min_length=1, max_length=300, pattern=_TEXT, examples=["Huawei"])],
    as_of: AsOf = None,
    known_as_of: KnownAsOf = None,
) -> Response:
    """The dated history of a matter or a listed party, on both time axes, with citations."""
    found = history_of(services_of(request).decider(), entity, as_of, known_as_of)
    if found is None:
        raise Problem(404, "not-found", "no matter and no listed party is known by this name")
    return json_response([event_document(event) for event in found])


@router.get("/scenarios", summary="Scenarios that ship with Licet", responses={**_LIST, **problems()})
def scenarios(_user: Inside) -> Response:
    """Suppositions about law and lists, never law: their names go into an impact job."""
    found: list[dict[str, Any]] = [
        {
            "name": shipped_scenario.name,
            "title": shipped_scenario.title,
            "why": shipped_scenario.why,
            "effective": shipped_scenario.effective.isoformat(),
        }
        for shipped_scenario in shipped_scenarios().values()
    ]
    return json_response(found)
