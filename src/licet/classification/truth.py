"""Comparisons and connectives in three values: None is unknown, and only what is known decides."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["all_of", "any_of", "at_least", "below", "more_than", "negated"]

Truth = bool | None


def at_least(value: float | None, limit: float) -> Truth:
    """Whether a number is the limit or more."""
    return None if value is None else value >= limit


def more_than(value: float | None, limit: float) -> Truth:
    """Whether a number exceeds the limit."""
    return None if value is None else value > limit


def below(value: float | None, limit: float) -> Truth:
    """Whether a number is less than the limit."""
    return None if value is None else value < limit


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
