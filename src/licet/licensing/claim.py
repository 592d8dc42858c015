"""A sale that claims a license: answered with the record of it, where records are at hand.

What a record says is worked out in :mod:`licet.licensing.authority`, which only sales need that claim a license.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.engine.order_answer import OrderAnswer
from licet.model.lists import ListsUsed
from licet.model.order import Order
from licet.model.transaction import Transaction
from licet.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from licet.licensing.license import License

__all__ = ["NOT_ON_RECORD", "LicenseOf", "answer_order", "answer_sale", "claimed_license"]

LicenseOf = Callable[[str], "License | None"]
"""Gives the license of a number as its record stands; None when none is on record."""

Answering = Callable[[Transaction, LicenseOf | None], Determination]
"""Answers a transaction, with a record of licenses or with licenses as stated."""

NOT_ON_RECORD = "license_not_on_record"
"""The caveat of an answer for whose license records were at hand, and had none of that number."""


def claimed_license(sale: Transaction) -> str | None:
    """The number of the license that a sale claims; None when it claims none."""
    number = sale.facts.get("license_number")
    return number if isinstance(number, str) else None


def answer_sale(
    sale: Transaction,
    book: Rulebook,
    lists: tuple[ListsUsed, ...],
    license_of: LicenseOf | None = None,
    policy: AnswerPolicy = AnswerPolicy(),
) -> Determination:
    """Answer a screened sale, with the record of the license that it claims where records are at hand."""
    number = claimed_license(sale)
    if license_of is None or number is None:
        return determine(sale, book, lists, policy)
    from licet.licensing.authority import answer_by_record  # noqa: PLC0415 - few sales claim a license

    return answer_by_record(sale, book, lists, policy, license_of(number), number)


def answer_order(order: Order, answer: Answering, license_of: LicenseOf | None = None) -> OrderAnswer:
    """Answer the lines in turn. What a line draws from a license is no longer there for the lines after it.

    ``answer``: answers a transaction with a record of licenses; ``license_of``: gives it, None: as stated.
    """
    found: list[Determination] = []
    for number, line in enumerate(order.lines):
        before = [other.transaction for other in order.lines[:number]]
        found.append(answer(line.transaction, _drawn(license_of, before)))
    return OrderAnswer(order, tuple(found))


def _drawn(license_of: LicenseOf | None, before: Sequence[Transaction]) -> LicenseOf | None:
    """The records as they would stand after earlier lines were shipped."""
    if license_of is None or not any(claimed_license(sale) for sale in before):
        return license_of
    from licet.licensing.authority import after_sale  # noqa: PLC0415 - few orders claim a license

    def record(number: str) -> License | None:
        found = license_of(number)
        for sale in before:
            if found is not None and claimed_license(sale) == number:
                found = after_sale(found, sale)
        return found

    return record
