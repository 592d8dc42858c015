"""Putting the ledger of a license right: reversals, and adjustments that take two persons."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.events.refusal import Refusal, need
from licet.events.roles import UserAction
from licet.licensing.drawing import check_amount, check_sizes
from licet.licensing.ledger import Adjustment, Draw, Drawn, LedgerAccount, LedgerAmount, Posting, transfer
from licet.licensing.license import License
from licet.licensing.license_event import license_event, permit
from licet.licensing.tolerance import negative, overdrawn
from licet.rules.citation import cfr

__all__ = [
    "ReversalGround",
    "confirm_adjustment",
    "propose_adjustment",
    "reject_adjustment",
    "reverse",
]

_RESHIP = cfr("15 CFR 758.4(c)")
_DISCLOSE = cfr("15 CFR 764.5")


class ReversalGround(StrEnum):
    """Why a shipment is reversed. Goods that came back were exported: their units stay used."""

    NOT_EXPORTED = "not_exported"
    """It never left: posted in error, or stopped before departure."""
    NOT_DELIVERED = "not_delivered"
    """The carrier failed to deliver it; the same consignee may be supplied again (15 CFR 758.4(c))."""


def reverse(
    license_: License,
    act: Act,
    reversal_id: str,
    shipment_id: str,
    ground: ReversalGround,
    *,
    amount: LedgerAmount | None = None,
    document: str | None = None,
) -> Event:
    """Take back a shipment, or a part of it. The act says why.

    ``amount``: None is all of it that is not reversed yet. What was not delivered is set aside for the same
    consignee and destination under ``reversal_id``; ``document``: SHA-256 of the evidence of export and of the
    failure, which goes to BIS before anything is shipped again (758.4(c)).
    Refusals: ``no_shipment``, ``reason``, ``amount``, ``document``, ``duplicate``, ``given_back``.
    """
    permit(license_, act, UserAction.REVERSE)
    found = _shipment(license_, shipment_id)
    reship = ground is ReversalGround.NOT_DELIVERED
    need(bool(act.reason.strip()), "reason", "say why the shipment is reversed")
    need(reship <= bool(document), "document", "name the evidence of export and failure", _RESHIP)
    fresh = reversal_id.strip() and reversal_id not in license_.ledger.reservations
    need(bool(fresh), "duplicate", f"{reversal_id!r} is no new id")
    part = found.left if amount is None else amount
    _part_of(part, found)
    back = LedgerAccount.RESERVED if reship else LedgerAccount.AVAILABLE
    postings = transfer(found.draw.line, part, LedgerAccount.SHIPPED, back)
    _not_given_back_twice(license_, found.draw.line, postings)
    return license_event(
        license_,
        act,
        Kind.REVERSED,
        UserAction.REVERSE,
        posting_id=reversal_id,
        shipment=shipment_id,
        ground=ground,
        amount=part,
        document=document,
        reship=reship,
        draw=_draw_of(found, part),
        postings=postings,
    )


def _draw_of(found: Drawn, part: LedgerAmount) -> Draw:
    quantity = None if found.draw.quantity is None else part.quantity
    return replace(found.draw, quantity=quantity, value=part.value)


def _part_of(part: LedgerAmount, found: Drawn) -> None:
    counted = found.draw.quantity is not None
    check_amount(part, counted=counted)
    left = found.left
    fits = part.quantity <= left.quantity and part.value <= left.value
    need(fits, "amount", f"{found.drawn_id}: {left.quantity} for USD {left.value} are not reversed yet")
    whole = (part.quantity == left.quantity) == (part.value == left.value)
    message = "the last units take the rest of the value with them, and nothing else does"
    need(whole or not counted, "amount", message)


def _shipment(license_: License, name: str) -> Drawn:
    found = license_.ledger.shipments.get(name)
    if found is None:
        raise Refusal("no_shipment", f"no shipment {name} is on record")
    need(not found.left.is_nothing, "no_shipment", f"{name} is reversed already")
    return found


def propose_adjustment(
    license_: License,
    act: Act,
    adjustment_id: str,
    line: int,
    amount: LedgerAmount,
    *,
    document: str | None = None,
) -> Event:
    """Propose a correction: above zero uses up, below zero gives back. Another person confirms it.

    The act says why; ``document``: SHA-256 of what shows it.
    Refusals: ``line``, ``reason``, ``amount``, ``duplicate``, ``overdrawn_*``, ``given_back``.
    """
    permit(license_, act, UserAction.PROPOSE_ADJUSTMENT)
    found = license_.scope.line(line)
    need(found is not None, "line", f"the license has no line {line}")
    need(bool(act.reason.strip()), "reason", "an adjustment says why")
    need(bool(adjustment_id.strip()), "duplicate", "an adjustment has an id")
    fresh = adjustment_id not in license_.ledger.adjustments
    need(fresh, "duplicate", f"the adjustment {adjustment_id} is on record already")
    _fit_to_adjust(amount, counted=found is not None and found.quantity is not None)
    _adjustable(license_, line, _adjusting(line, amount))
    return license_event(
        license_,
        act,
        Kind.ADJUSTMENT_PROPOSED,
        UserAction.PROPOSE_ADJUSTMENT,
        posting_id=adjustment_id,
        line=line,
        amount=amount,
        document=document,
    )


def _fit_to_adjust(amount: LedgerAmount, *, counted: bool) -> None:
    check_sizes(amount)
    need(not amount.is_nothing, "amount", "an adjustment of nothing adjusts nothing")
    need(counted or amount.quantity == 0, "amount", "this line counts no quantity")


def confirm_adjustment(license_: License, act: Act, adjustment_id: str) -> Event:
    """Confirm what another person proposed; only now it is posted. Refusals: ``no_adjustment``, as above."""
    permit(license_, act, UserAction.CONFIRM_ADJUSTMENT)
    found = _open_adjustment(license_, adjustment_id)
    postings = _adjusting(found.line, found.amount)
    _adjustable(license_, found.line, postings)
    return license_event(
        license_,
        act,
        Kind.ADJUSTED,
        UserAction.CONFIRM_ADJUSTMENT,
        posting_id=adjustment_id,
        postings=postings,
    )


def reject_adjustment(license_: License, act: Act, adjustment_id: str) -> Event:
    """Reject what another person proposed; the act says why."""
    permit(license_, act, UserAction.CONFIRM_ADJUSTMENT)
    _open_adjustment(license_, adjustment_id)
    need(bool(act.reason.strip()), "reason", "say why it is rejected")
    return license_event(
        license_, act, Kind.ADJUSTMENT_REJECTED, UserAction.CONFIRM_ADJUSTMENT, posting_id=adjustment_id
    )


def _open_adjustment(license_: License, name: str) -> Adjustment:
    found = license_.ledger.adjustments.get(name)
    if found is None or found.confirmed is not None:
        raise Refusal("no_adjustment", f"no adjustment {name} waits for an answer")
    return found


def _adjusting(line: int, amount: LedgerAmount) -> tuple[Posting, ...]:
    return transfer(line, amount, LedgerAccount.AVAILABLE, LedgerAccount.ADJUSTED)


def _adjustable(license_: License, line: int, postings: tuple[Posting, ...]) -> None:
    over = overdrawn(license_.scope, license_.ledger.posted(postings))
    if over is not None:
        message = (
            f"{over.message}; if more has left than was licensed, disclose it: it cannot be adjusted away"
        )
        raise Refusal(over.code, message, _DISCLOSE)
    _not_given_back_twice(license_, line, postings)


def _not_given_back_twice(license_: License, line: int, postings: tuple[Posting, ...]) -> None:
    more = negative(license_.ledger.posted(postings), line)
    need(not more, "given_back", f"line {line}: more would be given back than has left")
