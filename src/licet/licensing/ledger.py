"""The ledger of a license: double-entry postings of quantity and value, line by line.

What a license grants comes out of ``authorized`` (which so goes below zero) into ``available``; from there it is
reserved, shipped or adjusted. Every event moves amounts from account to account, so that the postings of each
event add up to zero, and so do all accounts of a line at every instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from licet.events.decoding import read
from licet.events.kinds import Kind
from licet.licensing.scope import LicensedParty, LicenseLine, LicenseScope

__all__ = [
    "NOTHING",
    "Adjustment",
    "Draw",
    "Drawn",
    "Ledger",
    "LedgerAccount",
    "LedgerAmount",
    "Posting",
    "granting",
    "opened",
    "read_postings",
    "regranted",
    "regranting",
    "transfer",
]


class LedgerAccount(StrEnum):
    """Where quantity and value stand. All accounts of a line together are zero."""

    AUTHORIZED = "authorized"
    """The granting side: minus what the license grants."""
    AVAILABLE = "available"
    """Not yet reserved or shipped. Its value is below zero by what the shipping tolerance has covered."""
    RESERVED = "reserved"
    SHIPPED = "shipped"
    ADJUSTED = "adjusted"
    """What two persons have put right: above zero uses up, below zero gives back."""


@dataclass(frozen=True, slots=True)
class LedgerAmount:
    """A quantity in the unit of its line, and a value in US dollars. A line without quantity counts none.

    >>> LedgerAmount(Decimal(2), Decimal("3.50")) + LedgerAmount(Decimal(1), Decimal("0.50"))
    LedgerAmount(quantity=Decimal('3'), value=Decimal('4.00'))
    """

    quantity: Decimal = Decimal(0)
    value: Decimal = Decimal(0)

    def __add__(self, other: LedgerAmount) -> LedgerAmount:
        return LedgerAmount(self.quantity + other.quantity, self.value + other.value)

    def __sub__(self, other: LedgerAmount) -> LedgerAmount:
        return LedgerAmount(self.quantity - other.quantity, self.value - other.value)

    def __neg__(self) -> LedgerAmount:
        return LedgerAmount(-self.quantity, -self.value)

    @property
    def is_nothing(self) -> bool:
        return self.quantity == 0 and self.value == 0


NOTHING = LedgerAmount()


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of a movement: so much more (or, below zero, less) on an account of a line."""

    line: int
    account: LedgerAccount
    amount: LedgerAmount


def transfer(
    line: int, amount: LedgerAmount, source: LedgerAccount, target: LedgerAccount
) -> tuple[Posting, Posting]:
    """Both sides of a movement."""
    return Posting(line, source, -amount), Posting(line, target, amount)


@dataclass(frozen=True, slots=True)
class Draw:
    """What is to be reserved or shipped: so much of a line, where to, to whom, for what.

    ``quantity`` None: on a line without quantity alone; ``parties``: those of the shipment, by role, with the
    ultimate consignee among them; ``unit``: None is the unit of the line.
    """

    line: int
    quantity: Decimal | None
    value: Decimal
    destination: str
    parties: tuple[LicensedParty, ...]
    end_use: str
    unit: str | None = None

    @property
    def amount(self) -> LedgerAmount:
        return LedgerAmount(self.quantity or Decimal(0), self.value)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reservation or a shipment on record.

    ``left``: of a reservation what is neither shipped nor released, of a shipment what is not reversed.
    ``itn``: the Internal Transaction Number of the export filing; ``reference``: one's own, such as an invoice.
    ``reship``: a reservation for the same consignee after the carrier failed to deliver (15 CFR 758.4(c)).
    """

    drawn_id: str
    draw: Draw
    on: date
    left: LedgerAmount
    itn: str | None = None
    reference: str | None = None
    reship: bool = False


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A correction that one person proposes and another confirms. ``confirmed`` None: neither yes nor no."""

    adjustment_id: str
    line: int
    amount: LedgerAmount
    document: str | None
    proposed_on: date
    confirmed: bool | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Balances, and the reservations, shipments and adjustments behind them, by their ids."""

    balances: Mapping[tuple[int, LedgerAccount], LedgerAmount] = field(default_factory=dict)
    reservations: Mapping[str, Drawn] = field(default_factory=dict)
    shipments: Mapping[str, Drawn] = field(default_factory=dict)
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)

    def balance(self, line: int, account: LedgerAccount) -> LedgerAmount:
        return self.balances.get((line, account), NOTHING)

    def gone(self, line: int) -> LedgerAmount:
        """What has left under a line, with what was put right."""
        return self.balance(line, LedgerAccount.SHIPPED) + self.balance(line, LedgerAccount.ADJUSTED)

    def used(self, line: int) -> LedgerAmount:
        """What can no longer be drawn: gone, or reserved."""
        return self.gone(line) + self.balance(line, LedgerAccount.RESERVED)

    def all_shipped(self, lines: Iterable[LicenseLine]) -> bool:
        """Whether the full quantity of every line has left. A line without quantity never has."""
        counted = tuple(lines)
        return bool(counted) and all(
            line.quantity is not None and self.gone(line.number).quantity >= line.quantity for line in counted
        )

    def posted(self, postings: Iterable[Posting]) -> Ledger:
        """With some postings more. ValueError when they do not add up to zero line by line."""
        balances, sums = dict(self.balances), dict[int, LedgerAmount]()
        for posting in postings:
            key = (posting.line, posting.account)
            balances[key] = balances.get(key, NOTHING) + posting.amount
            sums[posting.line] = sums.get(posting.line, NOTHING) + posting.amount
        crooked = [line for line, total in sums.items() if not total.is_nothing]
        if crooked:
            raise ValueError(f"postings of line {crooked[0]} do not add up to zero")
        return replace(self, balances=MappingProxyType(balances))

    def after(self, kind: Kind, payload: Mapping[str, Any], day: date) -> Ledger:
        """After an event of the ledger; other kinds change nothing."""
        handler = _HANDLERS.get(kind)
        if handler is None:
            return self
        return handler(self.posted(read_postings(payload)), payload, day)


def read_postings(payload: Mapping[str, Any]) -> tuple[Posting, ...]:
    """The postings that an event carries; none where it carries none."""
    return tuple(read(Posting, item) for item in payload.get("postings", ()))


def opened(scope: LicenseScope) -> Ledger:
    """The ledger of a license that was just issued."""
    return Ledger().posted(granting(scope.lines))


def regranted(ledger: Ledger, before: LicenseScope, after: LicenseScope) -> Ledger:
    """The ledger after the scope was changed: what is granted more or less is posted, nothing else moves."""
    return ledger.posted(regranting(before, after))


def regranting(before: LicenseScope, after: LicenseScope) -> Iterator[Posting]:
    """The postings by which a change of scope grants more or less."""
    old = {line.number: line for line in before.lines}
    for line in after.lines:
        yield from _granted(line.number, _grant(line) - _grant(old.get(line.number)))


def granting(lines: Iterable[LicenseLine]) -> Iterator[Posting]:
    """The postings by which a license begins."""
    for line in lines:
        yield from _granted(line.number, _grant(line))


def _granted(line: int, amount: LedgerAmount) -> tuple[Posting, ...]:
    if amount.is_nothing:
        return ()
    return transfer(line, amount, LedgerAccount.AUTHORIZED, LedgerAccount.AVAILABLE)


def _grant(line: LicenseLine | None) -> LedgerAmount:
    return NOTHING if line is None else LedgerAmount(line.quantity or Decimal(0), line.value)


def _with(kept: Mapping[str, Any], key: str, value: object) -> Mapping[str, Any]:
    return MappingProxyType({**kept, key: value})


def _drawn(payload: Mapping[str, Any], day: date) -> Drawn:
    draw = read(Draw, payload["draw"])
    on = date.fromisoformat(payload["on"]) if payload.get("on") else day
    reship = bool(payload.get("reship"))
    return Drawn(
        payload["posting_id"], draw, on, draw.amount, payload.get("itn"), payload.get("reference"), reship
    )


def _less(kept: Mapping[str, Any], key: str, amount: LedgerAmount) -> Mapping[str, Any]:
    item = kept[key]
    return _with(kept, key, replace(item, left=item.left - amount))


def _reserved(ledger: Ledger, payload: Mapping[str, Any], day: date) -> Ledger:
    made = _drawn(payload, day)
    return replace(ledger, reservations=_with(ledger.reservations, made.drawn_id, made))


def _released(ledger: Ledger, payload: Mapping[str, Any], _day: date) -> Ledger:
    amount = read(LedgerAmount, payload["amount"])
    return replace(ledger, reservations=_less(ledger.reservations, payload["posting_id"], amount))


def _shipped(ledger: Ledger, payload: Mapping[str, Any], day: date) -> Ledger:
    made = _drawn(payload, day)
    shipped = replace(ledger, shipments=_with(ledger.shipments, made.drawn_id, made))
    reservation = payload["reservation"]
    if reservation is None:
        return shipped
    taken = -sum(
        (
            read_posting.amount
            for read_posting in read_postings(payload)
            if read_posting.account is LedgerAccount.RESERVED
        ),
        NOTHING,
    )
    return replace(shipped, reservations=_less(shipped.reservations, reservation, taken))


def _reversed(ledger: Ledger, payload: Mapping[str, Any], day: date) -> Ledger:
    amount, shipment = read(LedgerAmount, payload["amount"]), payload["shipment"]
    less = replace(ledger, shipments=_less(ledger.shipments, shipment, amount))
    return _reserved(less, payload, day) if payload["reship"] else less


def _proposed(ledger: Ledger, payload: Mapping[str, Any], day: date) -> Ledger:
    amount = read(LedgerAmount, payload["amount"])
    made = Adjustment(payload["posting_id"], payload["line"], amount, payload["document"], day)
    return replace(ledger, adjustments=_with(ledger.adjustments, made.adjustment_id, made))


def _answered(*, confirmed: bool) -> _Handler:
    def answer(ledger: Ledger, payload: Mapping[str, Any], _day: date) -> Ledger:
        key = payload["posting_id"]
        made = replace(ledger.adjustments[key], confirmed=confirmed)
        return replace(ledger, adjustments=_with(ledger.adjustments, key, made))

    return answer


_Handler = Callable[[Ledger, Mapping[str, Any], date], Ledger]
_HANDLERS: Mapping[Kind, _Handler] = MappingProxyType(
    {
        Kind.RESERVED: _reserved,
        Kind.RELEASED_RESERVATION: _released,
        Kind.SHIPPED: _shipped,
        Kind.REVERSED: _reversed,
        Kind.ADJUSTMENT_PROPOSED: _proposed,
        Kind.ADJUSTED: _answered(confirmed=True),
        Kind.ADJUSTMENT_REJECTED: _answered(confirmed=False),
    }
)
