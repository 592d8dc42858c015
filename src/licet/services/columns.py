"""What to say of columns that an order file cannot have."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from licet.orders.cells import known_columns

__all__ = ["unknown_columns_text"]

_NAMED = 6


def unknown_columns_text(columns: Sequence[str]) -> str:
    """Which columns are not known, each with the nearest that is."""
    named = []
    for name in columns[:_NAMED]:
        near = get_close_matches(name.strip().lower(), known_columns(), 1, 0.6)
        named.append(f"\u201c{name}\u201d" + (f" (did you mean \u201c{near[0]}\u201d?)" if near else ""))
    more = f" and {len(columns) - _NAMED} more" if len(columns) > _NAMED else ""
    return (
        f"Licet does not know the column {', '.join(named)}{more}. Rename or remove it, then upload the file again. "
        "The columns of an order file are described in `licet help orders`."
    )
