"""A license that the authority issued, put on record by the exporter who holds it, as its paper says.

Nobody plays the authority: the license begins on the record with what was issued and what is used up so far, and
from then on is reserved, shipped and reconciled like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.events.refusal import Refusal, need
from licet.events.roles import UserAction
from licet.licensing.days import day_of
from licet.licensing.ledger import LedgerAccount, LedgerAmount, Posting, opened, transfer
from licet.licensing.license import LicenseCondition
from licet.licensing.move import allow
from licet.licensing.scope import LicenseScope
from licet.licensing.tolerance import overdrawn
from licet.licensing.validity import Validity

__all__ = ["UsedSoFar", "record_license"]


@dataclass(frozen=True, slots=True)
class UsedSoFar:
    """What was shipped on a line before the license was put on record; value in US dollars."""

    line: int
    quantity: Decimal | None
    value: Decimal


def record_license(
    number: str,
    act: Act,
    *,
    licensee: str,
    scope: LicenseScope,
    issued_on: date,
    valid_until: date,
    conditions: Sequence[LicenseCondition] = (),
    riders: Sequence[str] = (),
    used: Iterable[UsedSoFar] = (),
    document: str | None = None,
) -> Event:
    """Put a license on record. ``document``: the SHA-256 of the paper, which is kept.

    Refusals: ``number``, ``issued``, ``validity``, ``scope``, and those of an overdrawn ledger.
    """
    allow(act, UserAction.RECORD_LICENSE, act.actor.organization, frozenset())
    day = day_of(act.at)
    need(bool(number.strip()), "number", "a license has a number")
    need(issued_on <= day, "issued", f"it is to be issued only on {issued_on}")
    need(
        issued_on <= valid_until, "validity", f"it ends on {valid_until}, before it was issued ({issued_on})"
    )
    need(bool(scope.lines and scope.parties), "scope", "a license names items and parties")
    postings = _postings(scope, used)
    over = overdrawn(scope, opened(scope).posted(postings))
    if over is not None:
        raise over
    return Event.of(
        act,
        Kind.ISSUED,
        number,
        act.actor.organization,
        case_id="",
        licensee=licensee,
        scope=scope,
        validity=Validity(valid_until, valid_until, "as the license says"),
        conditions=tuple(conditions),
        riders=tuple(riders),
        replaces=None,
        issued_on=issued_on,
        postings=postings,
        document=document,
        action=UserAction.RECORD_LICENSE,
    )


def _postings(scope: LicenseScope, used: Iterable[UsedSoFar]) -> tuple[Posting, ...]:
    found: list[Posting] = []
    for far in used:
        line = scope.line(far.line)
        if line is None:
            raise Refusal("scope", f"the license has no line {far.line}")
        amount = LedgerAmount(far.quantity or Decimal(0), far.value)
        if not amount.is_nothing:
            found += transfer(far.line, amount, LedgerAccount.AVAILABLE, LedgerAccount.SHIPPED)
    return tuple(found)
