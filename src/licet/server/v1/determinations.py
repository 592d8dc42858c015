"""May this sale go ahead? One sale or many; kept, where the caller gives a reference of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from licet.accounts.model import User
from licet.engine.exceptions import exception_lines
from licet.engine.report import exceptions_to_wire
from licet.events.event import Actor
from licet.events.roles import UserAction
from licet.licensing.claim import LicenseOf
from licet.model.order import Order, order_of
from licet.model.transaction import Transaction
from licet.model.wire import WireError, names_in, read_transaction
from licet.presentation.order import order_document
from licet.presentation.summary import answer_document
from licet.regimes.registry import UnknownRegimeError
from licet.rules.standing import Position
from licet.screening.decided import DecisionScope
from licet.server.idempotency import IdempotentRoute, large
from licet.server.problems import FieldError, Problem
from licet.server.services import Services
from licet.server.signin import allowed, scope_of, services_of
from licet.server.v1.answer_schema import AnswerPage, AnswerSchema, ManyAnswers, OrderAnswerSchema
from licet.server.v1.cases import actor_of
from licet.server.v1.common import (
    After,
    Day,
    IdempotencyKey,
    Limit,
    body_of,
    json_response,
    page,
    problems,
    read_number,
)
from licet.services.cases.claimed import license_of
from licet.services.determination import Decider
from licet.services.regimes import read_regimes
from licet.services.saved_answers import (
    NewAnswer,
    SavedAnswer,
    answer_document_of,
    answers_by_number,
    save_answers,
)
from licet.services.storage_quota import ANSWER_BYTES

__all__ = ["check_lines", "router"]

router = APIRouter(tags=["determinations"], route_class=IdempotentRoute)
MOST_AT_ONCE = 200
MOST_NAMES = 2_000
"""Parties and owners of all sales of one request."""
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
Reference = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00]+$",
        description="Your own reference of the sale. Given, the answer is kept, and webhooks tell when it expires.",
    ),
]
Regimes = Annotated[
    str | None,
    Query(
        max_length=200,
        pattern=r"^[^\x00]+$",
        description="Answer under these regimes alone, by codes, or under all; those adopted unless said.",
    ),
]
AskedPosition = Annotated[
    Position,
    Query(
        description="Answer under the text in force, or under what agencies announced beside it. An answer under "
        "announced positions is never green and is not kept.",
    ),
]
Exceptions = Annotated[
    bool,
    Query(
        description="Say of every license exception of 15 CFR Part 740 what becomes of it for this sale: available, "
        "open for facts or law, foreclosed by which paragraph, or out of scope. Not for orders."
    ),
]
_ASKED = [{"$ref": "#/components/schemas/Sale"}, {"$ref": "#/components/schemas/Order"}]
_SALE = {"content": {"application/json": {"schema": {"anyOf": _ASKED}}}, "required": True}
_MANY = {
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "sales": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": MOST_AT_ONCE,
                        "items": {
                            "type": "object",
                            "properties": {
                                "reference": {
                                    "type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\u0000]+$"
                                },
                                "sale": {"$ref": "#/components/schemas/Sale"},
                            },
                            "required": ["sale"],
                            "additionalProperties": False,
                        },
                    }
                },
                "required": ["sales"],
                "additionalProperties": False,
            }
        }
    },
    "required": True,
}  # fmt: skip


@router.post(
    "/determinations",
    summary="Answer one sale, or an order of several lines",
    responses={200: {"model": AnswerSchema | OrderAnswerSchema}, **problems(409)},
    openapi_extra={"requestBody": _SALE},
    response_class=Response,
)
@large
async def determine_one(
    request: Request,
    user: Asker,
    reference: Reference = None,
    regime: Regimes = None,
    position: AskedPosition = Position.TEXT,
    exceptions: Exceptions = False,
    _key: IdempotencyKey = None,
) -> Response:
    """May this sale go ahead, under which authority, until when? The body is a sale in the wire format.

    An order of several lines has ``items`` in place of ``item``, and an answer for each line.
    """
    sale = await body_of(request)
    _check_position(position, kept=reference is not None)
    return await run_in_threadpool(
        _answer_one,
        services_of(request),
        user,
        sale,
        reference,
        regime,
        position=position,
        exceptions=exceptions,
    )


@router.post(
    "/determinations/many",
    summary="Answer many sales",
    responses={200: {"model": ManyAnswers}, **problems(409)},
    openapi_extra={"requestBody": _MANY},
    response_class=Response,
)
@large
async def determine_many(
    request: Request, user: Asker, position: AskedPosition = Position.TEXT, _key: IdempotencyKey = None
) -> Response:
    """Up to 200 sales, answered in their order. A sale that cannot be read has ``problem`` and no ``answer``."""
    asked = _many(await body_of(request))
    _check_position(position, kept=any(item.get("reference") for item in asked))
    return await run_in_threadpool(_answer_many, services_of(request), user, asked, position)


def _check_position(position: Position, *, kept: bool) -> None:
    """What is kept under a reference is told of when it expires, by the text in force. Raises WireError."""
    if kept and position is not Position.TEXT:
        raise WireError(
            "answers under announced positions are not kept: leave the reference out", key="position"
        )


@router.get(
    "/determinations",
    summary="Answers that were kept",
    responses={200: {"model": AnswerPage}, **problems(404)},
    response_class=Response,
)
def kept(
    request: Request,
    user: Asker,
    reference: Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")] = None,
    expires_before: Annotated[
        Day | None, Query(description="Only answers that change before this day.")
    ] = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """Of your organization, in the order in which they were kept, without their documents."""
    found = answers_by_number(
        services_of(request).database,
        user.account.organization.key,
        reference,
        expires_before,
        read_number(after),
        limit + 1,
    )
    return json_response(page(found, limit, _in_list, lambda answer: str(answer.number)))


@router.get(
    "/determinations/{number}",
    summary="One answer that was kept",
    responses={200: {"model": AnswerSchema}, **problems(404)},
    response_class=Response,
)
def one_kept(request: Request, user: Asker, number: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """The whole answer as it was given."""
    document = answer_document_of(services_of(request).database, user.account.organization.key, number)
    if document is None:
        raise Problem(404, "not-found", "there is no such answer that you may see")
    return Response(document, 200, media_type="application/json")


def _records(services: Services, user: User) -> LicenseOf | None:
    """Looks up the license that a sale claims; None where the account may read no license."""
    role = user.account.role_for(UserAction.READ_CASES)
    if role is None:
        return None
    actor = Actor(user.account.login, role, user.account.organization.key)
    return license_of(services.case_service, actor)


def _answer_one(
    services: Services,
    user: User,
    sale: Any,
    reference: str | None,
    regime: str | None,
    *,
    position: Position,
    exceptions: bool,
) -> Response:
    records, scope = _records(services, user), scope_of(user)
    decider, today = _asked(services.decider().at_position(position), regime), services.today()
    order = order_of(sale, lambda line: _read(decider, line, today))
    check_lines(order)
    if exceptions and order.listed:
        raise WireError("license exceptions are listed for one sale, not for an order", key="exceptions")
    found = decider.determine_order(order, records, scope=scope)
    document = order_document(found) if order.listed else answer_document(found.found[0])
    if reference is not None:
        lines = [line["answer"] for line in document["lines"]] if order.listed else [document]
        _keep(services, user, [NewAnswer(reference, line) for line in lines])
    if exceptions:
        lines_of = exception_lines(found.found[0].sale, decider.rulebook)
        document = {**document, "exceptions": exceptions_to_wire(lines_of)}
    return json_response(document)


def check_lines(order: Order) -> None:
    """Refuse an order of too many names: each is screened for each line. Raises WireError."""
    names = max(names_in(line.transaction) for line in order.lines) * len(order.lines)
    if names > MOST_NAMES:
        words = f"{len(order.lines)} lines with all parties and owners, but at most {MOST_NAMES:,} names are"
        raise WireError(f"{words} accepted at once (/jobs)", key="items")


def _asked(decider: Decider, regime: str | None) -> Decider:
    """The workspace asked for the regimes that a request names. Raises WireError."""
    try:
        return decider if regime is None else decider.under(read_regimes(regime))
    except UnknownRegimeError as error:
        raise WireError(str(error), key="regime") from error


def _answer_many(
    services: Services, user: User, asked: Sequence[Mapping[str, Any]], position: Position
) -> Response:
    _check_names(asked)
    decider, today = services.decider().at_position(position), services.today()
    records = _records(services, user)
    scope = scope_of(user)
    found = [_one_of_many(decider, record, today, records, scope) for record in asked]
    kept = [
        NewAnswer(record["reference"], record["answer"])
        for record in found
        if record["reference"] and record["answer"]
    ]
    if kept:
        _keep(services, user, kept)
    return _joined(found)


def _keep(services: Services, user: User, answers: Sequence[NewAnswer]) -> None:
    organization, by = user.account.organization.key, user.account.name
    services.quota.check(organization, ANSWER_BYTES * len(answers))
    actor = actor_of(user.account, UserAction.CHECK_SALE)
    save_answers(services.database, actor, by, answers, services.clock())


_IN_LIST = ("number", "reference", "receipt", "answer", "light", "as_of", "holds_until", "kept_at")


def _in_list(saved_answer: SavedAnswer) -> dict[str, Any]:
    """An answer without its document."""
    return {name: getattr(saved_answer, name) for name in _IN_LIST}


def _check_names(asked: Sequence[Mapping[str, Any]]) -> None:
    """Each name is screened: so many at once, however they are spread over the sales."""
    names = sum(json.dumps(record["sale"].get("parties"), default=str).count('"name"') for record in asked)
    if names > MOST_NAMES:
        words = (
            f"{names:,} parties and owners together, but at most {MOST_NAMES:,} are accepted at once (/jobs)"
        )
        raise WireError(words, key="sales")


def _joined(found: Sequence[Mapping[str, Any]]) -> Response:
    """Written answer by answer, for one long write would keep every other request waiting."""
    parts = [json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() for record in found]
    return Response(b'{"answers":[' + b",".join(parts) + b"]}", media_type="application/json")


def _answer(
    decider: Decider, sale: Any, today: date, records: LicenseOf | None, scope: DecisionScope
) -> dict[str, Any]:
    return answer_document(decider.determine(_read(decider, sale, today), records, scope=scope))


def _read(decider: Decider, sale: Any, today: date) -> Transaction:
    return read_transaction(sale, decider.vocabulary, default_as_of=today)


def _one_of_many(
    decider: Decider, item: Mapping[str, Any], today: date, records: LicenseOf | None, scope: DecisionScope
) -> dict[str, Any]:
    reference = item.get("reference")
    try:
        return {
            "reference": reference,
            "answer": _answer(decider, item["sale"], today, records, scope),
            "problem": None,
        }
    except WireError as error:
        problem = FieldError(error.key, error.all_messages).wire()
        return {"reference": reference, "answer": None, "problem": problem}


def _many(data: Any) -> list[dict[str, Any]]:
    if not isinstance(data, dict) or data.keys() != {"sales"} or not isinstance(data["sales"], list):
        raise WireError("an object with the one key sales, a list, is needed", key="sales")
    sales = data["sales"]
    if not 0 < len(sales) <= MOST_AT_ONCE:
        raise WireError(f"1 to {MOST_AT_ONCE} sales, not {len(sales)} (more go by file: /jobs)", key="sales")
    for number, item in enumerate(sales):
        at = f"sales[{number}]"
        if not isinstance(item, dict) or not {"sale"} <= item.keys() <= {"sale", "reference"}:
            raise WireError("an object with sale and, if you like, reference is needed", key=at)
        if "reference" in item and not _is_reference(item["reference"]):
            raise WireError("1 to 200 characters of text are needed", key=f"{at}.reference")
        if not isinstance(item["sale"], dict):
            raise WireError("a sale is an object", key=f"{at}.sale")
    return sales


def _is_reference(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200 and "\0" not in value  # noqa: PLR2004
