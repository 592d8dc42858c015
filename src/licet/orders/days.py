"""Whether an order book says for which days it is asked about."""

from __future__ import annotations

import json
from pathlib import Path

from licet.orders.flat import table_of

__all__ = ["has_days"]

_DAYS = frozenset({"as_of", "ship_date"})


def has_days(path: Path) -> bool:
    """Whether a flat file has a column with days, or some line of a nested one a key.

    Raises :class:`~licet.orders.book.UnreadableOrdersError`, or OSError.
    """
    if path.suffix.lower() not in {".jsonl", ".ndjson"}:
        return not _DAYS.isdisjoint(table_of(path, rows=0).columns)
    with path.open("rb") as lines:
        return any(_says_day(line) for line in lines)


def _says_day(line: bytes) -> bool:
    try:
        found = json.loads(line)
    except ValueError:
        return False
    return isinstance(found, dict) and any(found.get(name) is not None for name in _DAYS)
