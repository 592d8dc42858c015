"""Drawing on a license: reserve, release, ship. Nothing is drawn that its scope and its amounts do not cover."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.events.refusal import Refusal, need
from licet.events.roles import UserAction
from licet.licensing.days import day_of
from licet.licensing.ledger import Draw, Drawn, LedgerAccount, LedgerAmount, Posting, transfer
from licet.licensing.license import License, LicenseStatus
from licet.licensing.license_event import license_event, permit
from licet.licensing.scope import LicensedParty, LicenseLine
from licet.licensing.tolerance import overdrawn
from licet.licensing.using import standing
from licet.licensing.validity import departs_in_time
from licet.model.transaction import Role
from licet.rules.citation import cfr
from licet.rules.terms import STATUTORY_ROLES

__all__ = ["covers", "release", "reserve", "ship"]

_SCOPE = cfr("15 CFR 750.7(a)(1)")
_BOTH_BIND = cfr("15 CFR 750.7(f)")
_EXPIRY = cfr("15 CFR 758.4(b)")
_SAME_CONSIGNEE = cfr("15 CFR 758.4(c)")
_CENTS, _PARTS, _LIMIT = Decimal("0.01"), Decimal("0.000001"), Decimal(10**15)


def reserve(
    license_: License, act: Act, reservation_id: str, draw: Draw, *, reference: str | None = None
) -> Event:
    """Set a part aside. Nothing moves yet, so open conditions do not bar it; all else is as for a shipment.

    Refusals: ``duplicate``, the status (``suspended``, ``expired`` ...), those of :func:`covers`, ``amount``,
    ``overdrawn_quantity``, ``overdrawn_value``.
    """
    permit(license_, act, UserAction.RESERVE)
    ledger = license_.ledger
    _new_id(reservation_id, ledger.reservations, "reservation")
    _not_barred(license_, draw.line, day_of(act.at), conditions=False)
    _covered(license_, draw)
    postings = transfer(draw.line, draw.amount, LedgerAccount.AVAILABLE, LedgerAccount.RESERVED)
    _within(license_, postings)
    return license_event(
        license_,
        act,
        Kind.RESERVED,
        UserAction.RESERVE,
        posting_id=reservation_id,
        draw=draw,
        reference=reference,
        postings=postings,
    )


def release(license_: License, act: Act, reservation_id: str) -> Event:
    """Give back what is left of a reservation. Refusals: ``no_reservation``, ``reship``."""
    permit(license_, act, UserAction.RESERVE)
    found = _reservation(license_, reservation_id)
    same = "kept for the consignee to whom the carrier did not deliver; another needs a new license"
    need(not found.reship, "reship", same, _SAME_CONSIGNEE)
    return license_event(
        license_,
        act,
        Kind.RELEASED_RESERVATION,
        UserAction.RESERVE,
        posting_id=reservation_id,
        amount=found.left,
        postings=transfer(found.draw.line, found.left, LedgerAccount.RESERVED, LedgerAccount.AVAILABLE),
    )


def ship(
    license_: License,
    act: Act,
    shipment_id: str,
    draw: Draw,
    *,
    reservation_id: str | None = None,
    on: date | None = None,
    laden_on: date | None = None,
    itn: str | None = None,
    reference: str | None = None,
) -> Event:
    """Post a shipment, out of a reservation or directly.

    ``on``: the day of departure, the act's day unless an earlier one is given; it is never before the last event
    that could change how the license stands. ``laden_on``: the day on which it was laden aboard a vessel, which
    counts for expiry (758.4(b)(2)(i)). ``itn``: the number of the export filing.
    Refusals as for :func:`reserve`, and ``condition_open``, ``day``, ``no_reservation``, ``other_than_reserved``.
    """
    permit(license_, act, UserAction.SHIP)
    day = on or day_of(act.at)
    _new_id(shipment_id, license_.ledger.shipments, "shipment")
    _on_day(license_, act, day)
    _not_barred(license_, draw.line, day, conditions=True, laden_on=laden_on)
    _covered(license_, draw)
    reserved = None if reservation_id is None else _reservation(license_, reservation_id)
    postings = _shipping(draw, reserved)
    _within(license_, postings)
    return license_event(
        license_,
        act,
        Kind.SHIPPED,
        UserAction.SHIP,
        posting_id=shipment_id,
        draw=draw,
        on=day,
        laden_on=laden_on,
        reservation=reservation_id,
        itn=itn,
        reference=reference,
        postings=postings,
    )


def _shipping(draw: Draw, reserved: Drawn | None) -> tuple[Posting, ...]:
    """Out of the reservation first; value beyond it from what is available; what it no longer needs goes back."""
    if reserved is None:
        return transfer(draw.line, draw.amount, LedgerAccount.AVAILABLE, LedgerAccount.SHIPPED)
    _as_reserved(draw, reserved)
    left, amount = reserved.left, draw.amount
    last = left.quantity == amount.quantity and draw.quantity is not None
    taken = LedgerAmount(amount.quantity, left.value if last else min(amount.value, left.value))
    made = [
        Posting(draw.line, LedgerAccount.RESERVED, -taken),
        Posting(draw.line, LedgerAccount.SHIPPED, amount),
        Posting(draw.line, LedgerAccount.AVAILABLE, taken - amount),
    ]
    return tuple(posting for posting in made if not posting.amount.is_nothing)


def _as_reserved(draw: Draw, reserved: Drawn) -> None:
    first = reserved.draw
    same = (draw.line, draw.destination, set(draw.parties), draw.end_use) == (
        first.line,
        first.destination,
        set(first.parties),
        first.end_use,
    )
    need(same, "other_than_reserved", f"{reserved.drawn_id} was reserved for another line, party or use")
    message = f"{reserved.left.quantity} are left of {reserved.drawn_id}, not {draw.quantity}"
    need(draw.amount.quantity <= reserved.left.quantity, "other_than_reserved", message)


def covers(license_: License, draw: Draw) -> tuple[Refusal, ...]:
    """Why the scope does not cover a draw, whatever its amounts; empty: it does.

    Codes: ``line``, ``unit``, ``destination``, ``end_use``, ``party``, ``consignee``.
    """
    scope = license_.scope
    line = scope.line(draw.line)
    if line is None:
        return (Refusal("line", f"the license has no line {draw.line}", _SCOPE),)
    found = list(_unit(line, draw))
    if draw.destination != scope.destination:
        message = f"the license is for {scope.destination}, not {draw.destination}"
        found.append(Refusal("destination", message, _SCOPE))
    if _folded(draw.end_use) != _folded(scope.end_use):
        message = f"the license is for {scope.end_use!r}, not {draw.end_use!r}"
        found.append(Refusal("end_use", message, _SCOPE))
    found += [_stranger(party) for party in draw.parties if not _named(license_, party)]
    if not any(party.role is Role.ULTIMATE_CONSIGNEE for party in draw.parties):
        found.append(Refusal("consignee", "name the ultimate consignee", cfr("15 CFR 748.5(e)")))
    return tuple(found)


def _unit(line: LicenseLine, draw: Draw) -> list[Refusal]:
    if line.quantity is None:
        message = f"line {line.number} counts no quantity"
        return [] if draw.quantity is None else [Refusal("unit", message, _BOTH_BIND)]
    if draw.quantity is None:
        return [Refusal("unit", f"line {line.number} is licensed by quantity, in {line.unit}", _BOTH_BIND)]
    if draw.unit not in {None, line.unit}:
        message = f"line {line.number} is licensed in {line.unit}, not in {draw.unit}"
        return [Refusal("unit", message, _BOTH_BIND)]
    return []


def _named(license_: License, party: LicensedParty) -> bool:
    """Whether a party is on the license in its role and country; forwarders and banks need not be."""
    if party.role.value not in STATUTORY_ROLES:
        return True
    return any(
        licensed_party.country == party.country
        for licensed_party in license_.scope.named(party.role, party.name)
    )


def _stranger(party: LicensedParty) -> Refusal:
    words = party.role.value.replace("_", " ")
    message = f"the license names no {words} {party.name} in {party.country}"
    return Refusal("party", message, _SCOPE)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _covered(license_: License, draw: Draw) -> None:
    for refusal in covers(license_, draw):
        raise refusal
    check_amount(draw.amount, counted=draw.quantity is not None)


def check_amount(amount: LedgerAmount, *, counted: bool) -> None:
    """Amounts are exact, above zero and of a size that adds up exactly. Refusal ``amount``."""
    check_sizes(amount)
    quantity, value = amount.quantity, amount.value
    need(quantity > 0 or not counted, "amount", f"quantity must be more than zero, not {quantity}")
    need(value > 0, "amount", f"value must be more than zero, not {value}")


def check_sizes(amount: LedgerAmount) -> None:
    """Quantities to a millionth, values to a cent, both below 10 to the 15th. Refusal ``amount``."""
    for words, given, step in (("quantity", amount.quantity, _PARTS), ("value", amount.value, _CENTS)):
        fine = given.is_finite() and abs(given) < _LIMIT and given == given.quantize(step)
        need(fine, "amount", f"{words} {given}: at most 15 digits before the point, and to {step}")


def _on_day(license_: License, act: Act, day: date) -> None:
    need(day <= day_of(act.at), "day", f"{day} has not come; a shipment is posted when it has left")
    since = license_.standing_since
    message = f"{day} is before {since}, when the license last changed: propose an adjustment instead"
    need(day >= since, "day", message)


def _not_barred(
    license_: License, line: int, day: date, *, conditions: bool, laden_on: date | None = None
) -> None:
    expired = license_.status(day) is LicenseStatus.EXPIRED
    in_time = expired and departs_in_time(license_.expires_on, day, laden_on=laden_on)
    for refusal in standing(license_, license_.expires_on if in_time else day, [line]).against:
        if conditions or refusal.code != "condition_open":
            raise refusal


def _within(license_: License, postings: tuple[Posting, ...]) -> None:
    over = overdrawn(license_.scope, license_.ledger.posted(postings), license_.ledger)
    if over is not None:
        raise over


def _new_id(name: str, kept: Any, what: str) -> None:
    need(bool(name.strip()), "duplicate", f"a {what} has an id")
    need(name not in kept, "duplicate", f"the {what} {name} is on record already")


def _reservation(license_: License, name: str) -> Drawn:
    found = license_.ledger.reservations.get(name)
    if found is None or found.left.is_nothing:
        raise Refusal("no_reservation", f"nothing is left of a reservation {name}")
    return found
