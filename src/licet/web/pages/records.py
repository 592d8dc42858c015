"""*Statistics* with charts, and *Audit*: search, verify, and all records of a transaction as a ZIP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import User
from licet.events.kinds import Kind
from licet.events.roles import UserAction
from licet.licensing.states import CaseOutcome
from licet.licensing.statistics import By
from licet.model.wire import WireError
from licet.presentation.words import plain
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.server.verification import verified
from licet.storage.basis import BasisDifference
from licet.storage.events import Stored
from licet.web.numbers import whole_number
from licet.web.page import Form, page
from licet.web.pages.actor import actor_of, office_of
from licet.web.show.days import day_of
from licet.web.show.licensing import outcomes_picture

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Counter = Annotated[User, Depends(allowed(UserAction.READ_STATISTICS))]
Auditor = Annotated[User, Depends(allowed(UserAction.VERIFY_AUDIT, UserAction.EXPORT_RECORDS))]
Verifier = Annotated[User, Depends(allowed(UserAction.VERIFY_AUDIT))]
Exporter = Annotated[User, Depends(allowed(UserAction.EXPORT_RECORDS))]
_AT_ONCE = 100


@router.get("/statistics")
def statistics(request: Request, user: Counter) -> Response:
    """Applications as of a day, which add up."""
    query, error = request.query_params, ""
    try:
        day = day_of(query.get("as_of"), "as_of") or services_of(request).today()
        since = day_of(query.get("since"), "since")
    except WireError as problem:
        day, since, error = services_of(request).today(), None, f"{problem}."
    by = By(query["by"]) if query.get("by") in set(By) else By.MONTH
    found = office_of(request).statistics(actor_of(user, UserAction.READ_STATISTICS), day, by=by, since=since)
    return page(
        request, user, "statistics.html", "Statistics", found=found, by=by, day=day, since=since, error=error,
        picture=outcomes_picture(found), outcomes=list(CaseOutcome),
        kinds=[(item.value, plain(item.value).capitalize()) for item in By],
    )  # fmt: skip


@router.get("/audit")
def audit(request: Request, user: Auditor) -> Response:
    return _audit(request, user)


def _audit(
    request: Request,
    user: User,
    verdict: object = None,
    error: str = "",
    unlike: Sequence[BasisDifference] = (),
) -> Response:
    query = request.query_params
    events: tuple[Stored, ...] = ()
    asked = {name: query.get(name, "").strip()[:200] for name in ("subject", "person", "kind")}
    after = whole_number(query.get("after", "0")) or 0
    days = {}
    for name in ("since", "until"):
        try:
            days[name] = day_of(query.get(name), name)
        except WireError as problem:
            days[name], error = None, f"{problem}."
    instants = {
        name: None if day is None else datetime.combine(day, time(), UTC) for name, day in days.items()
    }
    may_read = user.may(UserAction.VERIFY_AUDIT)
    if may_read:
        events = office_of(request).audit(
            actor_of(user, UserAction.VERIFY_AUDIT), subject=asked["subject"] or None, person=asked["person"] or None,
            kind=Kind(asked["kind"]) if asked["kind"] in set(Kind) else None, after=after, limit=_AT_ONCE, **instants,
        )  # fmt: skip
    return page(
        request, user, "audit.html", "Audit", status=422 if error else 200, events=events, asked=asked, days=days,
        verdict=verdict, unlike=unlike, error=error, may_read=may_read,
        may_export=user.may(UserAction.EXPORT_RECORDS),
        kinds=[(kind.value, plain(kind.value.replace(".", ": ")).capitalize()) for kind in Kind],
        more=len(events) == _AT_ONCE,
    )  # fmt: skip


@router.post("/audit/verify")
def verify_log(request: Request, user: Verifier) -> Response:
    """Hold every row of the log against its hash and the row before it."""
    found, differing = verified(services_of(request))
    return _audit(request, user, found, unlike=differing)


@router.post("/audit/records.zip")
def records(request: Request, user: Exporter, form: Form) -> Response:
    """All records of a transaction with their documents; that they were handed out is on record."""
    asked = {
        name: str(form.get(name, "")).strip()[:200] or None for name in ("party", "country", "reference")
    }
    if not any(asked.values()):
        return _audit(
            request, user, error="Say by what to find the records: a party, a country or a reference."
        )
    out = BytesIO()
    try:
        office_of(request).export_records(actor_of(user, UserAction.EXPORT_RECORDS), out, **asked)
    except ValueError as error:
        raise Problem(422, "bad-input", str(error)) from error
    headers = {"Content-Disposition": 'attachment; filename="records.zip"'}
    return Response(out.getvalue(), media_type="application/zip", headers=headers)
