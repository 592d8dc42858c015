"""Our ledger against a customs file: what one side has and the other has not, and where amounts differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.events.refusal import need
from licet.events.roles import UserAction
from licet.licensing.customs_file import CustomsRow
from licet.licensing.ledger import NOTHING, LedgerAmount
from licet.licensing.license import License
from licet.licensing.license_event import license_event

__all__ = ["Difference", "DifferenceKind", "Reconciliation", "reconcile", "record_reconciliation"]


class DifferenceKind(StrEnum):
    """What a difference is."""

    OURS_ONLY = "in ours, not in theirs"
    THEIRS_ONLY = "in theirs, not in ours"
    AMOUNTS = "amounts differ"
    UNIT = "units differ"
    UNKNOWN_LICENSE = "no such license of ours"
    UNKNOWN_LINE = "the license has no such line"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``rows``: the lines of the customs file; ``shipments``: ours; None: nothing on that side."""

    kind: DifferenceKind
    license_number: str
    line: int
    itn: str | None
    ours: LedgerAmount | None
    theirs: LedgerAmount | None
    shipments: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What came of it: ``matched`` counts filings by license, line and number that agree in every amount."""

    matched: int
    differences: tuple[Difference, ...]

    def of(self, number: str) -> tuple[Difference, ...]:
        """The differences of one license."""
        return tuple(difference for difference in self.differences if difference.license_number == number)


_Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class _Sum:
    amount: LedgerAmount = NOTHING
    names: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    units: frozenset[str] = frozenset()


def reconcile(licenses: Iterable[License], rows: Iterable[CustomsRow]) -> Reconciliation:
    """Compare what was shipped under some licenses with a customs file.

    Both sides are added up by license, line and Internal Transaction Number, for a filing may have several lines.
    What was reversed is not ours any more; a shipment without a number can be matched with nothing, and says so.
    """
    known = {license_.number: license_ for license_ in licenses}
    theirs: dict[_Key, _Sum] = {}
    strange: list[Difference] = []
    for row in rows:
        kind = _strange(known, row)
        if kind is None:
            key = (row.license_number, row.license_line, row.itn)
            theirs[key] = _added(theirs.get(key, _Sum()), row)
        else:
            strange.append(_unknown(kind, row))
    ours, unfiled = _ours(known.values())
    keys = dict.fromkeys((*ours, *theirs))
    found = [_compared(known, key, ours.get(key), theirs.get(key)) for key in keys]
    differences = [difference for difference in found if difference is not None]
    return Reconciliation(len(found) - len(differences), (*differences, *unfiled, *strange))


def record_reconciliation(
    license_: License, act: Act, document: str, found: Reconciliation, *, name: str = ""
) -> Event:
    """Put it on record that a license was compared with a file. ``document``: SHA-256 of the file."""
    need(bool(document), "document", "name the file by its SHA-256")
    return license_event(
        license_,
        act,
        Kind.RECONCILED,
        UserAction.RECONCILE,
        document=document,
        file=name,
        differences=found.of(license_.number),
    )


def _strange(known: Mapping[str, License], row: CustomsRow) -> DifferenceKind | None:
    license_ = known.get(row.license_number)
    if license_ is None:
        return DifferenceKind.UNKNOWN_LICENSE
    return None if license_.scope.line(row.license_line) is not None else DifferenceKind.UNKNOWN_LINE


def _amount(row: CustomsRow) -> LedgerAmount:
    return LedgerAmount(row.quantity or Decimal(0), row.value)


def _unknown(kind: DifferenceKind, row: CustomsRow) -> Difference:
    amount, rows = _amount(row), (row.line_of_file,)
    return Difference(kind, row.license_number, row.license_line, row.itn, None, amount, rows=rows)


def _added(total: _Sum, row: CustomsRow) -> _Sum:
    units = total.units if row.unit is None else total.units | {row.unit}
    return _Sum(total.amount + _amount(row), (), (*total.rows, row.line_of_file), units)


def _ours(licenses: Iterable[License]) -> tuple[dict[_Key, _Sum], list[Difference]]:
    filed: dict[_Key, _Sum] = {}
    unfiled: list[Difference] = []
    for license_ in licenses:
        for shipment in license_.ledger.shipments.values():
            if shipment.left.is_nothing:
                continue
            if shipment.itn is None:
                unfiled.append(_unfiled(license_, shipment.drawn_id, shipment.draw.line, shipment.left))
                continue
            key = (license_.number, shipment.draw.line, shipment.itn)
            total = filed.get(key, _Sum())
            filed[key] = _Sum(total.amount + shipment.left, (*total.names, shipment.drawn_id))
    return filed, unfiled


def _unfiled(license_: License, name: str, line: int, amount: LedgerAmount) -> Difference:
    note = "posted without the number of its export filing"
    return Difference(DifferenceKind.OURS_ONLY, license_.number, line, None, amount, None, (name,), note=note)


def _compared(
    known: Mapping[str, License], key: _Key, ours: _Sum | None, theirs: _Sum | None
) -> Difference | None:
    number, line, itn = key
    if theirs is None:
        assert ours is not None
        return Difference(DifferenceKind.OURS_ONLY, number, line, itn, ours.amount, None, ours.names)
    if ours is None:
        return Difference(
            DifferenceKind.THEIRS_ONLY, number, line, itn, None, theirs.amount, rows=theirs.rows
        )
    licensed = known[number].scope.line(line)
    unit = None if licensed is None else licensed.unit
    if unit is not None and theirs.units - {unit}:
        kind, note = DifferenceKind.UNIT, f"filed in {', '.join(sorted(theirs.units))}, licensed in {unit}"
    elif ours.amount != theirs.amount:
        kind, note = DifferenceKind.AMOUNTS, ""
    else:
        return None
    return Difference(kind, number, line, itn, ours.amount, theirs.amount, ours.names, theirs.rows, note)
