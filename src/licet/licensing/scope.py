"""What a license covers, line by line and party by party (15 CFR 750.7(a), (f), 750.11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from licet.events.refusal import Refusal
from licet.licensing.application import Application
from licet.model.transaction import Action, ItemKind, Role
from licet.rules.citation import cfr

__all__ = ["DEFAULT_TOLERANCE", "LicenseLine", "LicenseScope", "LicensedParty", "scope_of"]

DEFAULT_TOLERANCE = Decimal("0.10")
"""Value may exceed by a tenth while units remain (15 CFR 750.11(b))."""


@dataclass(frozen=True, slots=True)
class LicenseLine:
    """A line of a license. Quantity and value both bind (750.7(f)).

    ``quantity`` and ``unit`` are None for software and technology alone, which are not limited by quantity;
    ``value`` in US dollars. ``tolerance``: the part of the value by which shipments may exceed it while units
    remain; 0 where the license or a short supply control says so. It is measured against the value of the whole
    license (750.11(b): "the total dollar value stated on that license").
    """

    number: int
    eccn: str
    description: str
    kind: ItemKind
    quantity: Decimal | None
    unit: str | None
    unit_price: Decimal | None
    value: Decimal
    tolerance: Decimal = DEFAULT_TOLERANCE


@dataclass(frozen=True, slots=True)
class LicensedParty:
    """A party named on the license, by name and location."""

    role: Role
    name: str
    country: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class LicenseScope:
    """What is authorized: the items, end use and parties of the application and its letters (750.7(a)(1)).

    ``price_statement``: the license permits the price of a day plus a mark-up; ``not_for_parties``: conditions
    bind the ultimate consignee in a way that the end users cannot meet (750.7(c)(1)(ix)).
    """

    action: Action
    destination: str
    end_use: str
    lines: tuple[LicenseLine, ...]
    parties: tuple[LicensedParty, ...]
    price_statement: bool = False
    not_for_end_users: bool = False

    @property
    def value(self) -> Decimal:
        """The total value stated on the license, in US dollars."""
        return sum((line.value for line in self.lines), Decimal(0))

    def line(self, number: int) -> LicenseLine | None:
        return next((line for line in self.lines if line.number == number), None)

    def named(self, role: Role, name: str) -> tuple[LicensedParty, ...]:
        """The parties of a name in a role, as written but for case and spaces."""
        wanted = _folded(name)
        return tuple(party for party in self.parties if party.role is role and _folded(party.name) == wanted)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def scope_of(
    application: Application,
    approved: Iterable[int],
    excluded: Iterable[tuple[Role, str]] = (),
    tolerance: Decimal = DEFAULT_TOLERANCE,
) -> LicenseScope:
    """The scope of the lines approved, without the parties excluded. Refusal when a line cannot be licensed."""
    numbers, out = set(approved), set(excluded)
    lines = tuple(_line(application, number, tolerance) for number in sorted(numbers))
    parties = tuple(
        LicensedParty(party.role, party.name, party.country, party.address)
        for party in application.parties
        if party.name is not None and party.country is not None and (party.role, party.name) not in out
    )
    if application.action is None or application.destination is None or application.end_use is None:
        raise Refusal(
            "scope", "action, destination and end use make the scope of a license", cfr("15 CFR 750.7(a)(1)")
        )
    return LicenseScope(application.action, application.destination, application.end_use, lines, parties)


def _line(application: Application, number: int, tolerance: Decimal) -> LicenseLine:
    line = application.line(number)
    if line is None or line.eccn is None or line.kind is None or line.value is None:
        raise Refusal("scope", f"line {number}: ECCN, kind and value are needed", cfr("15 CFR 750.7(f)"))
    if line.kind is ItemKind.COMMODITY and (line.quantity is None or line.unit is None):
        message = f"line {number}: a commodity is licensed with quantity and unit"
        raise Refusal("scope", message, cfr("15 CFR 750.7(f)"))
    return LicenseLine(
        number,
        line.eccn,
        line.description or "",
        line.kind,
        line.quantity,
        line.unit,
        line.unit_price,
        line.value,
        tolerance,
    )
