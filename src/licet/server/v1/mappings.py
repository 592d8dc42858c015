"""Mappings of columns: what the columns of an order list of a business system hold, saved by name."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.server.idempotency import IdempotentRoute
from licet.server.problems import FieldError, Problem
from licet.server.signin import allowed, services_of
from licet.server.v1.common import DOCUMENT, Asking, IdempotencyKey, Responses, json_response, problems
from licet.services.business_books import ColumnsError, checked_fields
from licet.tabular.mapping import MappingError

__all__ = ["router"]

router = APIRouter(tags=["jobs"], route_class=IdempotentRoute)
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$", examples=["our-erp"])]
Heading = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]+$")]
_KEPT: Responses = {**DOCUMENT, **problems()}


class MappingAsked(Asking):
    """By field the column that holds it; fields as in the guide to files."""

    columns: Annotated[dict[str, Heading], Field(min_length=1, max_length=200)]
    decimal: Literal[".", ","] | None = None
    dates: Literal["dmy", "mdy"] | None = None


@router.get("/mappings", summary="Saved mappings of columns", responses=_KEPT)
def mappings(request: Request, user: Asker) -> Response:
    """Of your organization, by name."""
    saved = services_of(request).saved_mappings.all(user.account.organization.key)
    return json_response({"items": [item.to_json() for item in saved]})


@router.put("/mappings/{mapping}", summary="Save a mapping of columns", responses=_KEPT)
def save(
    mapping: Name, asked: MappingAsked, request: Request, user: Asker, _key: IdempotencyKey = None
) -> Response:
    """In place of one of that name; ``POST /jobs/answers`` takes a file by it."""
    services, organization = services_of(request), user.account.organization.key
    services.quota.check(organization, int(request.headers.get("content-length", "0")))
    try:
        checked_fields(asked.columns)
        made: dict[str, Any] = asked.model_dump(exclude_none=True)
        services.saved_mappings.save(organization, mapping, made, replace_it=True)
    except ColumnsError as error:
        fields = [FieldError("columns", words) for words in error.problems.values()]
        raise Problem(422, "bad-input", str(error), fields) from error
    except MappingError as error:
        raise Problem(422, "bad-input", str(error)) from error
    return json_response(services.saved_mappings.one(organization, mapping).to_json())


@router.delete(
    "/mappings/{mapping}",
    summary="Take a mapping away",
    status_code=204,
    responses=problems(404),
)
def remove(mapping: Name, request: Request, user: Asker, _key: IdempotencyKey = None) -> None:
    """Books that were answered by it keep their columns."""
    if not services_of(request).saved_mappings.remove(user.account.organization.key, mapping):
        raise Problem(404, "not-found", "no mapping is saved under this name")
