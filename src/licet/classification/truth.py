"""Comparisons and connectives in three values: None is unknown, and only what is known decides.

What is compared is a number, an amount between bounds, or None.
"""

from __future__ import annotations

from collections.abc import Iterable

from licet.classification.amounts import Amount, Measure

__all__ = ["all_of", "any_of", "at_least", "at_most", "below", "more_than", "negated"]

Truth = bool | None


def at_least(value: Measure, limit: float) -> Truth:
    """Whether a number is the limit or more; of an amount between bounds, whether every value of it is.

    >>> at_least(Amount(2, 4), 2), at_least(Amount(2, 4), 3), at_least(Amount(2, 4, high_in=False), 4)
    (True, None, False)
    """
    if value is None:
        return None
    if not isinstance(value, Amount):
        return value >= limit
    if value.low >= limit:
        return True
    return False if value.high < limit or (value.high == limit and not value.high_in) else None


def more_than(value: Measure, limit: float) -> Truth:
    """Whether a number exceeds the limit; of an amount between bounds, whether every value of it does."""
    if value is None:
        return None
    if not isinstance(value, Amount):
        return value > limit
    if value.low > limit or (value.low == limit and not value.low_in):
        return True
    return False if value.high <= limit else None


def at_most(value: Measure, limit: float) -> Truth:
    """Whether a number is the limit or less."""
    return negated(more_than(value, limit))


def below(value: Measure, limit: float) -> Truth:
    """Whether a number is less than the limit."""
    return negated(at_least(value, limit))


def negated(truth: Truth) -> Truth:
    """Not; unknown stays unknown."""
    return None if truth is None else not truth


def all_of(truths: Iterable[Truth]) -> Truth:
    """And: false where one is false, unknown where one is open."""
    found = list(truths)
    return False if False in found else None if None in found else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Or: true where one is true, unknown where one is open."""
    found = list(truths)
    return True if True in found else None if None in found else False
