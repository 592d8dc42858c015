"""Sales in columns: every path of the wire format as codes into a dictionary of its values.

Lines are the rows of the first frame; parties, owners and listings stand in frames of their own, each row
pointing to the row above it, sorted by it. A value that is unknown is ``None`` in the dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from licet.model.listing import ListEntry

__all__ = [
    "ABOVE",
    "SHARE_SCALE",
    "TRUTH_VALUES",
    "Column",
    "Frame",
    "Lines",
    "Truths",
    "code_of",
    "column_of",
    "ranges",
]

Truths = NDArray[np.uint8]
"""Three-valued truth by row: 0 false, 1 unknown, 2 true, so that Kleene's "and" is the lesser of two."""

TRUTH_VALUES = (False, None, True)
"""The dictionary of a column of truths: the code of each is its place."""

ABOVE = {"party": "line", "owner": "party", "party.listing": "party", "owner.listing": "owner"}
"""The frame above each frame."""

SHARE_SCALE = 10**6
"""Shares of ownership are kept as whole millionths of a percent, so that sums are exact."""


def code_of(truth: bool | None) -> int:
    """The code of a truth in :data:`Truths`."""
    return TRUTH_VALUES.index(truth)


@dataclass(frozen=True, slots=True)
class Column:
    """``values[codes[i]]`` is the value of row ``i``; codes may be of any whole type."""

    codes: NDArray[np.integer]
    values: Sequence[object]

    def take(self, rows: NDArray[np.intp]) -> Column:
        return Column(self.codes[rows], self.values)


def column_of(values: Sequence[object]) -> Column:
    """A column of Python values; equal values of one type share a code."""
    seen: dict[tuple[type, object], int] = {}
    codes = np.fromiter(
        (seen.setdefault((type(value), value), len(seen)) for value in values), np.intp, len(values)
    )
    return Column(codes, tuple(value for _, value in seen))


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows of one kind. ``parent``: the row of the frame above, ascending; None for the lines.

    Owners only: ``up`` is how many rows before this one the owner stands that it owns (0: it owns the party
    itself), and ``share`` its share in millionths of a percent (negative: unknown).
    """

    size: int
    columns: Mapping[str, Column]
    parent: NDArray[np.intp] | None = None
    up: NDArray[np.intp] | None = None
    share: NDArray[np.int64] | None = None

    def take(self, rows: NDArray[np.intp], parent: NDArray[np.intp] | None) -> Frame:
        """Some rows; of owners, all those of a party or none."""
        up = None if self.up is None else self.up[rows]
        share = None if self.share is None else self.share[rows]
        columns = {path: column.take(rows) for path, column in self.columns.items()}
        return Frame(len(rows), columns, parent, up, share)


@dataclass(frozen=True, slots=True)
class Lines:
    """Some sales in columns: the frame ``line`` and, where there are such rows, the frames below it.

    ``entries``: the list entries to which listings point (their column ``listing.entry`` holds the place here).
    """

    frames: Mapping[str, Frame]
    entries: Sequence[ListEntry] = field(default=())

    @property
    def size(self) -> int:
        return self.frames["line"].size

    def line_of(self, name: str) -> NDArray[np.intp]:
        """By row of a frame below the lines, the line it hangs on."""
        parent = self.frames[name].parent
        assert parent is not None
        above = ABOVE[name]
        return parent if above == "line" else self.line_of(above)[parent]

    def take(self, rows: NDArray[np.intp]) -> Lines:
        """Some of the lines (ascending), with all that hangs on them."""
        taken: dict[str, Frame] = {"line": self.frames["line"].take(rows, None)}
        places = {"line": rows}
        for name, above in ABOVE.items():
            frame = self.frames.get(name)
            if frame is not None:
                assert frame.parent is not None
                parent, places[name] = ranges(frame.parent, places[above])
                taken[name] = frame.take(places[name], parent)
        return replace(self, frames=taken)


def ranges(parent: NDArray[np.intp], wanted: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows that hang on each of the wanted rows: for each its place among the wanted, and itself.

    Both arrays ascend.
    """
    first = np.searchsorted(parent, wanted, "left")
    counts = np.searchsorted(parent, wanted, "right") - first
    owner = np.repeat(np.arange(len(wanted)), counts)
    skipped = np.cumsum(counts) - counts
    within = np.arange(counts.sum()) - np.repeat(skipped, counts)
    return owner, np.repeat(first, counts) + within
