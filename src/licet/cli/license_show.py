"""A license as it is shown, with what remains of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from licet.cli.case_show import history_lines
from licet.events.encoding import plain
from licet.licensing.days import day_of
from licet.licensing.ledger import LedgerAccount
from licet.licensing.license import License
from licet.licensing.retention import records_end
from licet.licensing.tolerance import remaining
from licet.licensing.using import standing
from licet.storage.events import Stored

__all__ = [
    "balance_lines",
    "balance_plain",
    "condition_lines",
    "conditions_plain",
    "license_lines",
    "license_plain",
]


def license_plain(found: License, history: Sequence[Stored], now: datetime) -> dict[str, Any]:
    """Everything about a license, as plain data."""
    on = day_of(now)
    return {
        "number": found.number,
        "case": found.case_id,
        "organization": found.organization,
        "licensee": found.licensee,
        "version": found.version,
        "status": found.status(on).value,
        "issued_on": plain(found.issued_on),
        "expires_on": plain(found.expires_on),
        "validity": found.validity.why,
        "scope": plain(found.scope),
        "riders": list(found.riders),
        "against": [{"code": refusal.code, "why": str(refusal)} for refusal in standing(found, on).against],
        "conditions": conditions_plain(found, now),
        "balance": balance_plain(found),
        "records_until": plain(records_end(found).until),
        "history": [stored.event.to_plain() for stored in history],
    }


def license_lines(found: License, history: Sequence[Stored], now: datetime) -> Iterator[str]:
    """The same for people."""
    on, scope = day_of(now), found.scope
    yield f"License {found.number} of {found.licensee}, version {found.version}: {found.status(on).value}"
    yield f"  issued {found.issued_on}, until {found.expires_on} ({found.validity.why})"
    yield f"  {scope.action.value} to {scope.destination}, for {scope.end_use}"
    for party in scope.parties:
        yield f"  {party.role.value.replace('_', ' ')}: {party.name}, {party.country}"
    for refusal in standing(found, on).against:
        yield f"  NOTHING MOVES: {refusal}"
    kept = records_end(found)
    yield f"  keep its records until {kept.until}, five years from the {kept.event} of {kept.on} ({kept.cite})"
    yield from condition_lines(found, now)
    yield from (f"  rider: {rider}" for rider in found.riders)
    yield from balance_lines(found)
    yield from history_lines(history)


def conditions_plain(found: License, now: datetime) -> list[dict[str, Any]]:
    on = day_of(now)
    barring = _barring(found, now)
    made = []
    for condition in found.conditions:
        said = plain(condition)
        assert isinstance(said, dict)
        binds = condition.binds(on)
        made.append(
            {
                **said,
                "open": list(condition.missing()) if binds else [],
                "bars": condition.condition_id in barring,
            }
        )
    return made


def _barring(found: License, now: datetime) -> set[str]:
    against = standing(found, day_of(now)).against
    return {refusal.message.partition(" ")[0] for refusal in against if refusal.code == "condition_open"}


def condition_lines(found: License, now: datetime) -> Iterator[str]:
    on, barring = day_of(now), _barring(found, now)
    for condition in found.conditions:
        todo = " and ".join(condition.missing()) if condition.binds(on) else "lapsed"
        due = f", by {condition.due}" if condition.due else ""
        bars = "; BARS SHIPMENT" if condition.condition_id in barring else ""
        binds = f" (binds {condition.applies_to})" if condition.applies_to else ""
        yield f"  {condition.condition_id}{binds}: {condition.text}{due}: {todo or 'nothing to do'}{bars}"


def balance_plain(found: License) -> list[dict[str, Any]]:
    """Every line with what remains and what stands on each account."""
    return [
        {
            "line": line.number,
            "eccn": line.eccn,
            "description": line.description,
            "unit": line.unit,
            "remaining": plain(remaining(found.scope, found.ledger, line.number)),
            **{account.value: plain(found.ledger.balance(line.number, account)) for account in LedgerAccount},
        }
        for line in found.scope.lines
    ]


def balance_lines(found: License) -> Iterator[str]:
    for line in found.scope.lines:
        left, ledger = remaining(found.scope, found.ledger, line.number), found.ledger
        units = "" if left.quantity is None else f"{left.quantity} {left.unit} and "
        yield (
            f"  line {line.number} ({line.eccn} {line.description}): {units}USD {left.value} remain"
            f" (USD {left.at_most} with the tolerance)"
        )
        for account in (LedgerAccount.RESERVED, LedgerAccount.SHIPPED, LedgerAccount.ADJUSTED):
            amount = ledger.balance(line.number, account)
            if not amount.is_nothing:
                yield f"    {account.value}: {amount.quantity} {line.unit or ''}, USD {amount.value}"
