"""*Lists*: how old they are, what changed, and adoption by two persons."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.server.proposals import Accepted, ProposalError, put_up
from licet.server.reading import ReadingRoute
from licet.server.signin import Inside, allowed, services_of
from licet.services.list_comparison import ListsInputError, compare_adopted
from licet.services.list_documents import diff_document, status_document
from licet.storage.adopt import AdoptionError, AdoptionRefusedError
from licet.storage.assertions import snapshots
from licet.storage.state import open_state
from licet.watchlists.snapshot import UnreadableSnapshotError
from licet.web.numbers import whole_number
from licet.web.page import Form, page
from licet.web.pages.actor import actor_of
from licet.web.show.days import day_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Proposer = Annotated[User, Depends(allowed(UserAction.PROPOSE_LISTS))]
Operator = Annotated[User, Depends(allowed(UserAction.ADOPT_LISTS))]


@router.get("/lists")
def lists(request: Request, user: Inside) -> Response:
    return _lists(request, user)


def _lists(request: Request, user: User, done: str = "", error: str = "") -> Response:
    services, query = services_of(request), request.query_params
    status = status_document(open_state(services.settings.home), services.today())
    with services.database.reading() as connection:
        taken = snapshots(connection)
    found = None
    old, new = query.get("from", ""), query.get("to", "")
    first, second = whole_number(old), whole_number(new)
    if first is not None and second is not None:
        try:
            found = diff_document(old, new, compare_adopted(services.settings.home, first, second))
        except ListsInputError as problem:
            error = f"{problem}."
    return page(
        request, user, "lists.html", "Lists", status=422 if error else 200, lists=status, snapshots=taken,
        found=found, old=old, new=new, used=services.decider().screener.lists,
        proposals=services.proposals.all()[:20],
        may_propose=user.may(UserAction.PROPOSE_LISTS),
        may_adopt=user.may(UserAction.ADOPT_LISTS), done=done, error=error, me=user.account.login,
        choices=[(record.number, f"{record.number}: {record.label}, {record.data_date}") for record in taken],
    )  # fmt: skip


@router.post("/lists")
def propose(request: Request, user: Proposer, form: Form) -> Response:
    """Put a file up for adoption by somebody else."""
    services, file = services_of(request), form.get("file")
    name, content = (file.filename or "", file.file.read()) if isinstance(file, UploadFile) else ("", b"")
    try:
        day = day_of(form.get("data_date"), "data_date")
        actor = actor_of(user, UserAction.PROPOSE_LISTS)
        proposal = put_up(services.proposals, services.case_service, actor, name, content, day)
    except (ProposalError, UnreadableSnapshotError) as error:
        return _lists(request, user, error=f"{name or 'No file was chosen'}: {error}.")
    return _lists(
        request,
        user,
        f"{proposal.name} waits for another person: {proposal.parties:,} parties of {proposal.data_date}.",
    )


@router.post("/lists/{key}/adopt")
def adopt(request: Request, user: Operator, key: str, form: Form) -> Response:
    """Adopt what another person proposed; from then on every answer of every organization uses it."""
    services = services_of(request)
    reason, code = str(form.get("reason") or "").strip(), str(form.get("code") or "")
    accepted = Accepted(reason or None, code, form.get("as_whole") == "yes")
    try:
        proposal, adoption = services.proposals.adopt(
            key, user.account.login, services.clock(), services.today(), accepted
        )
    except (ProposalError, AdoptionError, AdoptionRefusedError) as error:
        return _lists(request, user, error=f"It was not adopted: {error}.")
    services.decider.refresh()
    words = f"{adoption.added:,} added, {adoption.changed:,} changed, {adoption.gone:,} gone"
    return _lists(request, user, f"{proposal.name} was adopted: {words}.")
