"""Whether two applications are for the same transaction (15 CFR 748.4(f))."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from licet.events.encoding import canonical
from licet.licensing.application import Application

__all__ = ["deal_key", "order_key", "same_transaction"]


def same_transaction(application: Application, other: Application) -> bool:
    """The same order where both name one; else the same items to the same parties at the same destination.

    Two orders of the same goods by the same customer are told apart by their order references alone.
    """
    if order_key(application) and order_key(other):
        return order_key(application) == order_key(other)
    return _deal(application) == _deal(other)


def order_key(application: Application) -> str:
    """The order reference as compared; "" when there is none."""
    return (application.order_reference or "").casefold()


def deal_key(application: Application) -> str:
    """SHA-256 over items, parties and destination: equal where :func:`same_transaction` holds them equal."""
    return hashlib.sha256(canonical(_deal(application))).hexdigest()


def _deal(application: Application) -> tuple[object, ...]:
    parties = sorted(
        (party.role.value, _folded(party.name), party.country or "") for party in application.parties
    )
    items = sorted(
        (_folded(line.eccn), _folded(line.description), _amount(line.quantity), _amount(line.value))
        for line in application.lines
    )
    return (application.action, application.destination, tuple(parties), tuple(items))


def _amount(value: Decimal | None) -> str:
    return "" if value is None else str(value.normalize())


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())
