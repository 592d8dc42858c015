"""Webhooks of one's organization, for administrators."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, Field

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.server.idempotency import IdempotentRoute, secret
from licet.server.problems import Problem
from licet.server.signin import allowed, services_of
from licet.server.v1.common import (
    After,
    Asking,
    IdempotencyKey,
    Limit,
    json_response,
    page,
    problems,
    read_number,
)
from licet.server.webhooks import Webhook

__all__ = ["router"]

router = APIRouter(tags=["webhooks"], route_class=IdempotentRoute)
Administrator = Annotated[User, Depends(allowed(UserAction.MANAGE_ACCOUNTS))]
Key = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
EventName = Literal["case", "license", "list.adopted", "answer.expires"]


class WebhookAsked(Asking):
    """An https address, and what is posted to it."""

    url: Annotated[str, Field(min_length=8, max_length=1000, pattern=r"^https?://[!-~]+$")]
    events: Annotated[list[EventName], Field(min_length=1, max_length=4)]


class WebhookShown(BaseModel):
    """A webhook. ``secret``: what signatures are made with; shown when it is made."""

    key: str
    url: str
    events: list[str]
    ended: bool
    secret: str | None = None


class DeliveryShown(BaseModel):
    """Something that was, or is to be, posted. ``next_at`` null: taken, or given up."""

    id: int
    event: str
    kind: str
    attempts: int
    next_at: str | None
    delivered_at: str | None
    last_status: str | None


class DeliveryPage(BaseModel):
    """A page of deliveries, by number."""

    items: list[DeliveryShown]
    next: str | None


@router.get("/webhooks", summary="Webhooks", responses=problems())
def webhooks(request: Request, user: Administrator) -> list[WebhookShown]:
    """Of your organization, ended ones included."""
    found = services_of(request).webhooks.listed(user.account.organization.key)
    return [_shown(webhook) for webhook in found]


@router.post("/webhooks", summary="Make a webhook", status_code=201, responses=problems(409))
@secret
def add(
    asked: WebhookAsked, request: Request, user: Administrator, _key: IdempotencyKey = None
) -> WebhookShown:
    """From now on, what happens is posted there, signed with the secret, and again until it is taken."""
    made = services_of(request).webhooks.add(user.account, asked.url, asked.events)
    return _shown(made, made.secret)


@router.delete("/webhooks/{key}", summary="End a webhook", status_code=204, responses=problems(404))
def end(key: Key, request: Request, user: Administrator, _key: IdempotencyKey = None) -> None:
    """Nothing more is posted there."""
    if not services_of(request).webhooks.end(user.account, key):
        raise Problem(404, "not-found", "there is no such webhook that is not ended")


@router.get(
    "/webhooks/{key}/deliveries",
    summary="What was posted",
    responses={200: {"model": DeliveryPage}, **problems(404)},
)
def deliveries(
    key: Key, request: Request, user: Administrator, after: After = None, limit: Limit = 50
) -> Response:
    """With the number of attempts, the last status, and when it is tried again."""
    organization = user.account.organization.key
    found = services_of(request).webhooks.deliveries(organization, key, read_number(after), limit + 1)
    return json_response(page(found, limit, dict, lambda row: str(row["id"])))


def _shown(webhook: Webhook, given: str | None = None) -> WebhookShown:
    return WebhookShown(
        key=webhook.key, url=webhook.url, events=list(webhook.events), ended=webhook.ended, secret=given
    )
