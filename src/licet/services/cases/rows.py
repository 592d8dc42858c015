"""Rows of the lists of cases and licenses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from licet.licensing.ledger import LedgerAccount
from licet.licensing.states import State

__all__ = ["BalanceRow", "CaseRow", "LicenseRow", "balance_row", "case_row", "license_row"]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list. ``at``: of its last event; ``value_usd``: None where a line has no value."""

    case_id: str
    organization: str
    version: int
    state: State
    at: datetime
    acn: str | None
    applicant: str | None
    destination: str | None
    parties: tuple[str, ...]
    value_usd: Decimal | None
    submitted_on: date | None
    registered_on: date | None
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class LicenseRow:
    """A license in a list. ``ended``: revoked, void, replaced or exhausted; whether it expired the day says."""

    number: str
    case_id: str
    organization: str
    version: int
    licensee: str
    destination: str | None
    parties: tuple[str, ...]
    issued_on: date
    expires_on: date
    suspended_on: date | None
    ended: str | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """What an account of a line of a license holds: a quantity in the line's unit, a value in US dollars."""

    number: str
    line: int
    account: LedgerAccount
    quantity: Decimal
    value_usd: Decimal


def case_row(row: Any) -> CaseRow:
    """A row of ``case_list``."""
    return CaseRow(
        row.case_id, row.organization, row.version, State(row.state), datetime.fromisoformat(row.at), row.acn,
        row.applicant, row.destination, _names(row.parties),
        None if row.value_usd is None else Decimal(row.value_usd),
        _day(row.submitted_on), _day(row.registered_on), _day(row.decided_on),
    )  # fmt: skip


def license_row(row: Any) -> LicenseRow:
    """A row of ``license_list``."""
    return LicenseRow(
        row.number, row.case_id, row.organization, row.version, row.licensee, row.destination,
        _names(row.parties), date.fromisoformat(row.issued_on), date.fromisoformat(row.expires_on),
        _day(row.suspended_on), row.ended, _day(row.ended_on),
    )  # fmt: skip


def balance_row(row: Any) -> BalanceRow:
    """A row of ``ledger_balance``."""
    return BalanceRow(
        row.number, row.line, LedgerAccount(row.account), Decimal(row.quantity), Decimal(row.value_usd)
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(load for load in json.loads(text) if load)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
