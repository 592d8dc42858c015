"""*Cases*: the queue with its clocks, one case with all that was decided; *Licenses*: balances and conditions."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import User
from licet.documents.cases import application_print
from licet.documents.licenses import license_document
from licet.documents.render import Rendered
from licet.events.event import Actor, Refusal
from licet.events.roles import UserAction
from licet.licensing.case import Case
from licet.licensing.completeness import gaps
from licet.licensing.retention import records_end
from licet.licensing.states import State
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.services.cases.act_row import ActContext
from licet.services.cases.act_table import CASE_ACTS, LICENSE_ACTS, UNREQUESTED_ACTS
from licet.services.cases.deadline_queries import deadlines_of
from licet.services.cases.papers import Paper, PaperKind, issuer_of
from licet.services.cases.queue import case_queue, license_queue
from licet.web.acts.offered import case_acts, license_acts
from licet.web.page import page
from licet.web.pages.actor import actor_of, office_of
from licet.web.show.licensing import balances_shown, case_lines

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Reader = Annotated[User, Depends(allowed(UserAction.READ_CASES))]
_DIGITS = 7
_CASE_LABELS = {name: act.label for name, act in CASE_ACTS.items()}
_LICENSE_LABELS = {name: act.label for name, act in LICENSE_ACTS.items()}
_DRAFTED = {"draft": UNREQUESTED_ACTS["draft"].label}
_ISSUED = {"issue": CASE_ACTS["issue"].label}


def _actor(user: User) -> Actor:
    return actor_of(user, UserAction.READ_CASES)


@router.get("/cases")
def cases(request: Request, user: Reader) -> Response:
    """The queue: what is due soonest stands first, over all pages."""
    today, query = services_of(request).today(), request.query_params
    wanted, words = query.get("state", ""), _words(request)
    states = frozenset({State(wanted)}) if wanted in set(State) else None
    queue = case_queue(
        office_of(request), _actor(user), today, states=states, words=words, page=_page_of(request)
    )
    return page(
        request, user, "cases.html", "Cases", queue=queue, today=today, wanted=wanted, words=words,
        query=urlencode({name: value for name, value in (("state", wanted), ("words", words)) if value}),
        states=[(state.value, state.words.capitalize()) for state in State],
    )  # fmt: skip


def _words(request: Request) -> str:
    return request.query_params.get("words", "").strip()[:200]


def _page_of(request: Request) -> int:
    number = request.query_params.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < _DIGITS else 1


@router.get("/cases/{case_id}")
def case(request: Request, user: Reader, case_id: str) -> Response:
    """One case: its lines with what agencies said and what was decided, its clocks, and all that happened."""
    case_service, actor, today = office_of(request), _actor(user), services_of(request).today()
    try:
        found = case_service.case(actor, case_id)
        history = case_service.history(actor, "case", case_id)
    except Refusal as error:
        raise Problem(404, "not-found", error.message) from error
    return page(
        request, user, "case.html", f"Case {case_id}", case=found, history=history, lines=case_lines(found),
        due=deadlines_of(case_service, actor, "case", case_id, today), today=today,
        licenses=case_service.licenses(actor, case_id=case_id), acts=_case_acts(request, user, found),
        names=_CASE_LABELS,
        gaps=gaps(found.application) if found.state is State.DRAFT else (),
        done=(_CASE_LABELS | _DRAFTED).get(request.query_params.get("done", "")),
    )  # fmt: skip


def _case_acts(request: Request, user: User, found: Case) -> list[str]:
    """What this person may do to the case as it stands."""
    case_service, actor = office_of(request), _actor(user)
    numbers = (
        [row.number for row in case_service.licenses(actor, case_id=found.case_id)] if found.approvals else []
    )
    licensed = {line.number for number in numbers for line in case_service.license(actor, number).scope.lines}
    today = services_of(request).today()
    context = ActContext(user.account.organization.key, today, frozenset(licensed))
    return list(case_acts(found, user, case_service.clock(), context))


@router.get("/cases/{case_id}/application.pdf")
def application(request: Request, user: Reader, case_id: str) -> Response:
    """The application as a document."""
    case_service = office_of(request)
    try:
        return _pdf(application_print(case_service.case(_actor(user), case_id), case_service.clock()))
    except Refusal as error:
        raise Problem(404, "not-found", error.message) from error


def _pdf(document: Rendered) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{document.name}.pdf"'}
    return Response(document.pdf, media_type="application/pdf", headers=headers)


@router.get("/licenses")
def licenses(request: Request, user: Reader) -> Response:
    """All licenses, what is due or ends soonest first: what is left of them, and when they end."""
    case_service, actor, today = office_of(request), _actor(user), services_of(request).today()
    words = _words(request)
    queue = license_queue(case_service, actor, today, words=words, page=_page_of(request))
    found = {row.number: case_service.license(actor, row.number) for row in queue.rows}
    return page(
        request, user, "licenses.html", "Licenses", queue=queue, today=today, words=words,
        query=urlencode({"words": words} if words else {}),
        shown={number: balances_shown(item) for number, item in found.items()},
        standing={number: item.status(today) for number, item in found.items()},
        open={number: item.open_conditions(today) for number, item in found.items()},
    )  # fmt: skip


@router.get("/licenses/{number}")
def license_(request: Request, user: Reader, number: str) -> Response:
    """One license: its balances line by line, conditions and record."""
    case_service, actor, today = office_of(request), _actor(user), services_of(request).today()
    try:
        found = case_service.license(actor, number)
        history = case_service.history(actor, "license", number)
    except Refusal as error:
        raise Problem(404, "not-found", error.message) from error
    return page(
        request, user, "license.html", f"License {number}", license=found, history=history, today=today,
        standing=found.status(today), shown=balances_shown(found), names=_LICENSE_LABELS,
        acts=list(license_acts(found, user, case_service.clock(), ActContext(user.account.organization.key, today))),
        done=(_LICENSE_LABELS | _ISSUED).get(request.query_params.get("done", "")),
        due=deadlines_of(case_service, actor, "license", number, today),
        records=records_end(found),
    )  # fmt: skip


@router.get("/licenses/{number}/license.pdf")
def license_pdf(request: Request, user: Reader, number: str) -> Response:
    """The license as a document."""
    case_service, actor = office_of(request), _actor(user)
    try:
        found = case_service.license(actor, number)
        events = [stored.event for stored in case_service.history(actor, "license", number)]
        services, paper = services_of(request), Paper(PaperKind.LICENSE, number, found.version)
        issuer = issuer_of(services.settings.home, services.database, events, services.key.sign, paper)
        return _pdf(
            license_document(found, case_service.case(actor, found.case_id), case_service.clock(), issuer)
        )
    except Refusal as error:
        raise Problem(404, "not-found", error.message) from error
