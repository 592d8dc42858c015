"""Answers for sales that claim a license, with its record, for ``licet check`` and ``licet replay``."""

from __future__ import annotations

from typing import Any

from licet.cli.files import fail
from licet.cli.scope import decision_scope
from licet.cli.session import note, open_session
from licet.engine.determination import Determination
from licet.licensing.authority import claimed_license
from licet.licensing.license import fold_license
from licet.model.transaction import Transaction
from licet.services.determination import Decider

__all__ = ["answer_again", "answer_on_record"]


def answer_on_record(
    decider: Decider, sale: Transaction, person: str | None, role: str | None, org: str | None
) -> Determination:
    """Answer a sale; the license that it claims is looked up where somebody says who asks."""
    scope = decision_scope(org, role)
    number = claimed_license(sale)
    if number is None or not (person or role or org):
        if number is not None:
            note(f"license {number} is taken as stated; say --as, --role and --org to have it looked up")
        return decider.determine(sale, scope=scope)
    from licet.services.cases.claimed import license_of

    with open_session(person, role, org) as session:
        return decider.determine(sale, license_of(session.case_service, session.actor), scope=scope)


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
    with open_session(person, role, org) as session:
        history = session.case_service.history(session.actor, "license", number)
    record = fold_license(stored.event for stored in history[:version])
    return decider.answer(sale, lambda _: record)
