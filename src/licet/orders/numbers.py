"""Numbers of an order book, told apart only as far as some rule does.

A rule asks of a number whether it is at most or at least some limit. Between two limits all numbers are alike,
so a column of a million values becomes a handful of places. What a double cannot tell apart from a limit is
read as an exact decimal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from licet.model.field import FieldType
from licet.model.fields import FIELDS
from licet.model.wire import AMBIGUOUS
from licet.orders.cells import Cell, field_of_column, read_cell
from licet.rules.checks import conditions_of, nodes
from licet.rules.condition import AtLeast, AtMost, Is
from licet.rules.rulebook import Rulebook
from licet.rules.vocabulary import FactKind, FactSpec

__all__ = ["holds_numbers", "limits", "numbered"]

_NUMBERS = frozenset({FieldType.AMOUNT, FieldType.PERCENT})
_HUNDRED = 100.0


def holds_numbers(path: str, vocabulary: Mapping[str, FactSpec]) -> bool:
    """Whether a path holds numbers."""
    spec = vocabulary.get(path.removeprefix("facts.")) if path.startswith("facts.") else None
    field = field_of_column(path)
    return (field is not None and field.type in _NUMBERS) or (
        spec is not None and spec.kind is FactKind.NUMBER
    )


def limits(book: Rulebook) -> dict[str, tuple[Decimal, ...]]:
    """By path, the numbers that some rule compares it with, in order."""
    found = {path: set(cuts) for path, cuts in book.resolvers.control_limits.items()}
    for rule in book.rules:
        for node in (node for tree in conditions_of(rule) for node in nodes(tree)):
            match node:
                case AtMost(field, Decimal() | int() as limit) | AtLeast(field, Decimal() | int() as limit):
                    found.setdefault(field.path, set()).add(Decimal(limit))
                case Is(field, Decimal() | int() as value) if not isinstance(value, bool):
                    found.setdefault(field.path, set()).add(Decimal(value))
                case _:
                    pass
    for path, other in FIELDS.stand_ins.items():
        found.setdefault(other, set()).update(found.get(path, ()))
    return {path: tuple(sorted(values)) for path, values in found.items()}


def numbered(
    path: str, texts: pa.Array, cuts: Sequence[Decimal], vocabulary: Mapping[str, FactSpec]
) -> tuple[dict[int, Cell], NDArray[np.intp], tuple[Decimal | None, ...]]:
    """What is wrong with some of the texts, the place of each text, and a number that stands for each place.

    Place 0 is unknown; then come, in turn, the numbers below the first limit, the limit itself, and so on.
    """
    floats = pl.Series(texts).cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    ends = np.array([float(cut) for cut in cuts])
    places = (1 + 2 * np.searchsorted(ends, floats, "left")).astype(np.intp)
    doubtful = ~np.isfinite(floats) | (floats < 0) | np.isin(floats, ends)
    field = field_of_column(path)
    if field is not None and field.type is FieldType.PERCENT:
        doubtful |= floats > _HUNDRED
    elif pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type):
        two_readings = pl.Series(texts).cast(pl.String).str.contains(f"^(?:{AMBIGUOUS.pattern})$")
        doubtful |= two_readings.fill_null(value=False).to_numpy()
    wrong: dict[int, Cell] = {}
    for code in np.flatnonzero(doubtful).tolist():
        cell = read_cell(path, texts[code].as_py(), vocabulary)
        places[code] = _place(cell.value, cuts)
        if cell.problem is not None:
            wrong[code] = cell
    return wrong, places, (None, *_standing(cuts))


def _place(value: object, cuts: Sequence[Decimal]) -> int:
    if not isinstance(value, Decimal):
        return 0
    below = sum(cut < value for cut in cuts)
    return 1 + 2 * below + (below < len(cuts) and cuts[below] == value)


def _standing(cuts: Sequence[Decimal]) -> list[Decimal]:
    """A number for every place: below the first limit, the limit, between it and the next, and so on."""
    if not cuts:
        return [Decimal(1)]
    between = [(low + high) / 2 for low, high in pairwise(cuts)]
    found = [cuts[0] - 1]
    for cut, after in zip(cuts, [*between, cuts[-1] + 1], strict=True):
        found += [cut, after]
    return found
