"""An order book in columns: its lines, the parties named in them, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from licet.engine.batch.columns import Lines
from licet.errors import LicetError
from licet.model.transaction import Disposition

__all__ = ["BadLine", "OrderBook", "PartyKey", "UnknownColumnsError", "UnreadableOrdersError"]


class UnreadableOrdersError(LicetError, ValueError):
    """An order file of which no line can be read; the text says why."""


class UnknownColumnsError(UnreadableOrdersError):
    """An order file with ``columns`` that no order file has."""

    def __init__(self, message: str, columns: tuple[str, ...]) -> None:
        super().__init__(message)
        self.columns = columns


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be answered. ``row``: its number in the file, from 1; ``key``: the column at fault."""

    row: int
    key: str
    problem: str


@dataclass(frozen=True, slots=True)
class PartyKey:
    """A party by what screening reads of it, and what was decided about its hits."""

    name: str | None
    country: str | None
    address: str | None
    dispositions: tuple[Disposition, ...] = ()


@dataclass(frozen=True)
class OrderBook:
    """The readable lines of an order file.

    ``labels``: by line its ``row`` in the file and what reports name it by (``id``, ``customer``, ``product``,
    ``ship_date``, ``destination``, ``eccn``, ``value_usd``), and ``decided``: what people decided about hits of its
    parties. ``days``: the day each is asked about, as ordinals.
    ``orders``: by row of the file the number of its order, empty where it has none; empty: no row has one.
    ``incomplete``: the orders of which lines are not in the file or cannot be read.
    ``parties``: the distinct parties; ``party_of``: the place of each row of the frame ``party`` among them.
    """

    labels: pl.DataFrame
    lines: Lines
    days: NDArray[np.int64]
    parties: tuple[PartyKey, ...]
    party_of: NDArray[np.intp]
    bad: tuple[BadLine, ...]
    orders: tuple[str, ...] = ()
    incomplete: frozenset[str] = frozenset()

    @property
    def first_day(self) -> date:
        """The earliest day asked about."""
        return date.fromordinal(int(self.days.min())) if len(self.days) else date.max
