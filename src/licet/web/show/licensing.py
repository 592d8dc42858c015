"""Cases and licenses as pages show them: lines with opinions and decisions, balances as bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from licet.licensing.case import Case
from licet.licensing.ledger import LedgerAccount
from licet.licensing.license import License
from licet.licensing.states import CaseOutcome
from licet.licensing.statistics import Statistics
from licet.presentation.words import amount, plain
from licet.web.show.pictures import Bar, bars, columns

__all__ = ["Balances", "balances_shown", "case_lines", "outcomes_picture"]


def case_lines(case: Case) -> list[dict[str, Any]]:
    """The lines of an application with what each agency says, and what is proposed or decided of it."""
    proposals = [*case.approvals, *([case.proposal] if case.proposal is not None else [])]
    decided = {line.number: line for proposal in proposals for line in proposal.lines}
    return [
        {
            "line": line,
            "opinions": list(_opinions(case, line.number)),
            "decision": decided.get(line.number),
            "state": "approved"
            if line.number in case.approved_lines
            else "denied"
            if line.number in case.denied_lines
            else "open",
        }
        for line in case.application.lines
    ]


def _opinions(case: Case, number: int) -> Iterator[tuple[str, str]]:
    for referral in case.referrals:
        if referral.recommendation is None:
            yield (
                referral.agency,
                "silent, no objection by law" if referral.deemed else "asked, nothing said yet",
            )
            continue
        for line in referral.recommendation.lines:
            if line.number == number:
                yield referral.agency, plain(line.view.value)


@dataclass(frozen=True, slots=True)
class Balances:
    """The balances of a license: a picture of value by line, and the same as rows of a table."""

    picture: Markup
    rows: Sequence[dict[str, Any]]


def balances_shown(license_: License) -> Balances:
    """By line what is authorized, reserved, shipped (with what was put right) and left, in US dollars and units."""
    rows: list[dict[str, Any]] = []
    for line in license_.scope.lines:
        gone, reserved = (
            license_.ledger.gone(line.number),
            license_.ledger.balance(line.number, LedgerAccount.RESERVED),
        )
        used = license_.ledger.used(line.number)
        rows.append(
            {
                "line": line, "authorized": line.value, "reserved": reserved.value, "shipped": gone.value,
                "left": line.value - used.value,
                "left_units": None if line.quantity is None else line.quantity - used.quantity,
            }
        )  # fmt: skip
    most = max(
        (max(row["authorized"], row["shipped"] + row["reserved"]) for row in rows), default=Decimal(1)
    ) or Decimal(1)
    shown = [
        Bar(
            f"Line {row['line'].number}: {row['line'].eccn} {row['line'].description}",
            [
                ("grey", float(row["shipped"] / most)),
                ("amber", float(row["reserved"] / most)),
                ("green", float(max(Decimal(0), row["left"]) / most)),
            ],
            f"{amount(row['left'])} left",
        )
        for row in rows
    ]
    return Balances(bars(f"What is left of license {license_.number}", shown), rows)


def outcomes_picture(found: Statistics) -> Markup:
    """Columns of the outcomes of all applications received."""
    rows = [
        (outcome.value.capitalize(), float(found.total.counts[outcome]), f"{found.total.counts[outcome]:,}")
        for outcome in CaseOutcome
    ]
    return columns("Applications by outcome", rows)
