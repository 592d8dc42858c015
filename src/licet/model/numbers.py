"""Numbers as people and programs write them, bounded, so that none of them costs more than a moment to work with."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from licet.errors import LicetError

__all__ = ["LARGEST", "MOST_DIGITS", "NumberRangeError", "bounded_number", "percent_of"]

LARGEST = 10**18
"""The largest number of a transaction, in whatever unit; the published schema says the same."""
MOST_DIGITS = 40
"""Digits of a number, before and after the point together, zeros written out."""
_LONGEST = 100
_RANGE = f"must be at most {LARGEST:.0e} and have at most {MOST_DIGITS} digits"


class NumberRangeError(LicetError, ValueError):
    """A number with more digits than any quantity or price has; the text says what is accepted."""

    def __init__(self) -> None:
        super().__init__(_RANGE)


def bounded_number(text: str) -> Decimal:
    """A finite number of at most 40 digits and at most 1e18, either sign.

    ``1e999999999`` is ten letters, but written out it fills the memory; so the exponent is read before anything
    computes with the number. Raises NumberRangeError, and ValueError for what is no number at all.

    >>> bounded_number("12.50")
    Decimal('12.50')
    >>> bounded_number("1e999999999")
    Traceback (most recent call last):
    licet.model.numbers.NumberRangeError: must be at most 1e+18 and have at most 40 digits
    """
    if len(text) > _LONGEST:
        raise NumberRangeError
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no number") from error
    if not value.is_finite():
        raise ValueError(f"{text!r} is no number")
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    whole = max(value.adjusted() + 1, 1)
    after_point = max(-exponent, 0)
    if whole + after_point > MOST_DIGITS or abs(value) > LARGEST:
        raise NumberRangeError
    return value


def percent_of(text: str) -> Decimal:
    """A number from 0 to 100, with or without its sign. Raises ValueError.

    >>> percent_of("37.5 %"), percent_of("100")
    (Decimal('37.5'), Decimal('100'))
    """
    value = bounded_number(text.strip().removesuffix("%").rstrip())
    if not 0 <= value <= 100:  # noqa: PLR2004
        raise ValueError(f"{text!r} is not a number from 0 to 100")
    return value
