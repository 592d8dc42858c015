"""Answers for sales that claim a license, with its record, for ``licet check`` and ``licet replay``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.cli.files import fail
from licet.cli.scope import decision_scope
from licet.cli.session import note, open_session
from licet.engine.determination import Determination
from licet.engine.order_answer import OrderAnswer
from licet.events.roles import UserRole
from licet.licensing.claim import claimed_license
from licet.model.order import Order
from licet.model.transaction import Transaction
from licet.screening.decided import DecisionScope
from licet.services.determination import Decider
from licet.storage.home import database_path

if TYPE_CHECKING:
    from licet.licensing.license import License

__all__ = ["answer_again", "answer_on_record"]


def answer_on_record(
    decider: Decider, order: Order, person: str | None, role: str | None, org: str | None
) -> OrderAnswer:
    """Answer an order; the licenses that it claims are looked up where somebody says who asks."""
    scope = decision_scope(org, role)
    claimed = {number for line in order.lines if (number := claimed_license(line.transaction)) is not None}
    if not claimed or not (person or role or org):
        records = {number: found for number in claimed if (found := _own_record(decider, number, scope))}
        for number in sorted(claimed - records.keys()):
            note(f"license {number} is taken as stated; say --as, --role and --org to have it looked up")
        return decider.determine_order(order, records.get if records else None, scope=scope)
    from licet.services.cases.claimed import license_of

    with open_session(person, role, org) as session:
        return decider.determine_order(order, license_of(session.case_service, session.actor), scope=scope)


def _own_record(decider: Decider, number: str, scope: DecisionScope) -> License | None:
    """The record of a license on a machine without accounts, which is one person's own; None where there is none."""
    if not scope.stated_count or not database_path(decider.home).is_file():
        return None
    from contextlib import closing

    from licet.events.event import Actor
    from licet.services.cases import CaseService
    from licet.services.cases.claimed import license_of
    from licet.storage.database import open_database

    actor = Actor("home", UserRole.LICENSE_MANAGER, scope.organization or "home")
    with closing(open_database(decider.home)) as database:
        return license_of(CaseService(database), actor)(number)


def answer_again(
    decider: Decider,
    sale: Transaction,
    kept: Any,
    person: str | None,
    role: str | None,
    org: str | None,
) -> Determination:
    """The answer of a receipt again, with the record of its license as it was: ``kept`` has number and version."""
    if kept is None:
        return decider.answer(sale)
    number, version = kept["number"], kept["version"]
    if not version:
        return decider.answer(sale, lambda _: None)
    if not (person and role and org):
        fail(f"it rests on the record of license {number}: say --as, --role and --org")
    from licet.licensing.license import fold_license

    with open_session(person, role, org) as session:
        history = session.case_service.history(session.actor, "license", number)
    record = fold_license(stored.event for stored in history[:version])
    return decider.answer(sale, lambda _: record)
