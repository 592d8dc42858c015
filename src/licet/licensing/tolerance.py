"""How much more may be drawn on a license: quantity, value, and the shipping tolerance of 15 CFR 750.11.

The text measures the tolerance against "the total dollar value stated on that license"; 750.7(f) limits each
commodity by its own value as well, "subject to the shipping tolerances". So a line may exceed its value, but all
lines that have the same tolerance share one: together they exceed by no more than that part of the value of all of
them. It covers value, never quantity, and only while units are unshipped (750.11(a)).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from licet.events.refusal import Refusal
from licet.licensing.ledger import Ledger
from licet.licensing.scope import LicenseLine, LicenseScope
from licet.rules.citation import cfr

__all__ = ["Remaining", "negative", "overdrawn", "remaining", "tolerance_left"]

_ALL_SHIPPED = cfr("15 CFR 750.11(a)")
_TOLERANCE = cfr("15 CFR 750.11(b)")
_BOTH_BIND = cfr("15 CFR 750.7(f)")


@dataclass(frozen=True, slots=True)
class Remaining:
    """What may still be reserved or shipped of a line.

    ``quantity``: None where none is counted; ``value``: of the line's own value, in US dollars; ``at_most``: with
    what is left of the shared tolerance. Nothing is left of any once all units are gone or reserved.
    """

    line: int
    quantity: Decimal | None
    unit: str | None
    value: Decimal
    at_most: Decimal


def remaining(scope: LicenseScope, ledger: Ledger, number: int) -> Remaining:
    """What remains of a line. KeyError when there is no such line."""
    line = _line(scope, number)
    used = ledger.used(number)
    quantity = None if line.quantity is None else line.quantity - used.quantity
    if quantity == 0:
        return Remaining(number, quantity, line.unit, Decimal(0), Decimal(0))
    own = max(Decimal(0), line.value - used.value)
    return Remaining(number, quantity, line.unit, own, own + tolerance_left(scope, ledger, number))


def tolerance_left(scope: LicenseScope, ledger: Ledger, number: int) -> Decimal:
    """By how many US dollars a line may still exceed its value; zero for a line without quantity.

    A line without quantity has no "full quantity" that could be unshipped, so the tolerance is not taken for it.
    """
    line = _line(scope, number)
    if line.quantity is None:
        return Decimal(0)
    sharing = [
        license_line
        for license_line in scope.lines
        if license_line.tolerance == line.tolerance and license_line.quantity is not None
    ]
    shared = line.tolerance * sum((license_line.value for license_line in sharing), Decimal(0))
    return shared - sum((_excess(license_line, ledger) for license_line in sharing), Decimal(0))


def overdrawn(scope: LicenseScope, ledger: Ledger, before: Ledger | None = None) -> Refusal | None:
    """Why a ledger exceeds what a scope grants; None when it does not. ``before``: as it was before the posting."""
    found = (_over(scope, ledger, line, before) for line in scope.lines)
    return next((refusal for refusal in found if refusal is not None), None)


def _over(scope: LicenseScope, ledger: Ledger, line: LicenseLine, before: Ledger | None) -> Refusal | None:
    used, head = ledger.used(line.number), f"line {line.number}"
    if line.quantity is not None and used.quantity > line.quantity:
        more = used.quantity - line.quantity
        full = before is not None and before.gone(line.number).quantity >= line.quantity
        message = f"{head}: {more} {line.unit} more than the {line.quantity} {line.unit} of the license"
        return Refusal("overdrawn_quantity", message, _ALL_SHIPPED if full else _BOTH_BIND)
    if _excess(line, ledger) == 0:
        return None
    if line.quantity is None:
        message = f"{head}: USD {used.value - line.value} more than its value of USD {line.value}"
        return Refusal("overdrawn_value", message, _BOTH_BIND)
    beyond = -tolerance_left(scope, ledger, line.number)
    if beyond > 0:
        message = f"{head}: USD {beyond} more than the value of the license and its tolerance allow"
        return Refusal("overdrawn_value", message, _TOLERANCE)
    return None


def _excess(line: LicenseLine, ledger: Ledger) -> Decimal:
    return max(Decimal(0), ledger.used(line.number).value - line.value)


def _line(scope: LicenseScope, number: int) -> LicenseLine:
    line = scope.line(number)
    if line is None:
        raise KeyError(number)
    return line


def negative(ledger: Ledger, line: int) -> bool:
    """Whether more was given back on a line than had left."""
    gone = ledger.gone(line)
    return gone.quantity < 0 or gone.value < 0
