"""Whole numbers in addresses, queries and forms: bounded, so that databases can hold them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

__all__ = ["RowNumber", "whole_number"]

_MOST_DIGITS = 15
RowNumber = Annotated[int, Path(ge=0, lt=10**_MOST_DIGITS)]
"""The number of a row, in an address."""


def whole_number(text: str) -> int | None:
    """A number from 0 up, of at most 15 digits; None for anything else.

    >>> whole_number("12"), whole_number("9" * 16), whole_number("-1")
    (12, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
