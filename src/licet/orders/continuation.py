"""An order book uploaded again: which of its lines are lines of the upload before, and what passes on to them.

A line is the same line where its reference (``id``) names one line in both uploads, or where reference and content
together do. All that was done to it passes on; a release rests on fingerprints, and lapses where the content changed.
Lines that cannot be told apart (copies under one reference, lines without any) get the holds of every line of their
group, and no clearance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import polars as pl

from licet.events.event import Event
from licet.events.kinds import Kind

__all__ = ["Continuation", "LineChange", "LineHistory", "compare_uploads"]

LineHistory = Sequence[tuple[int, Event]]
"""What was done to a line, each event with its place in the log."""


class LineChange(StrEnum):
    """What became of a line from one upload to the next."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    UNCLEAR = "not told apart"
    GONE = "gone"


def compare_uploads(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The lines of two uploads side by side. Each table has ``row``, ``id`` and ``line``, the hash of its cells.

    Gives ``later`` (whether a line is of the later upload), ``row``, ``pair`` (the row of the same line in the other
    upload), ``group`` (of lines that may be one another) and ``change`` (a :class:`LineChange`; null for lines of the
    earlier upload that the later one has).
    """
    named = pl.col("id").is_not_null() & (pl.col("id") != "")
    both = pl.concat(
        table.select(
            later=pl.lit(later),
            row=pl.col("row").cast(pl.Int64),
            id=pl.col("id").cast(pl.String).str.strip_chars(),
            line=pl.col("line"),
        )
        for later, table in ((False, before), (True, after))
    ).with_columns(named=named)
    key = pl.when("named").then("id:" + pl.col("id")).otherwise("line:" + pl.col("line"))
    both = both.with_columns(group=key.rank("dense"))
    by_id = _pairs(both.filter("named"), ["group"])
    rest = both.filter("named").join(by_id, on=["later", "row"], how="anti")
    by_content = _pairs(rest, ["group", "line"])
    found = both.join(pl.concat([by_id, by_content]), on=["later", "row"], how="left", maintain_order="left")
    return found.with_columns(change=_change()).select("later", "row", "pair", "group", "change")


def _pairs(lines: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Lines of which there is exactly one of its kind in either upload: ``later``, ``row``, ``pair`` and ``same``."""
    single = lines.filter(pl.len().over([*by, "later"]) == 1)
    earlier, later = single.filter(~pl.col("later")), single.filter("later")
    pairs = earlier.join(later, on=by, suffix="_later")
    same = pl.lit(value=True) if "line" in by else pl.col("line").eq_missing(pl.col("line_later"))
    return pl.concat(
        [
            pairs.select(later=pl.lit(value=False), row="row", pair="row_later", same=same),
            pairs.select(later=pl.lit(value=True), row="row_later", pair="row", same=same),
        ]
    )


def _change() -> pl.Expr:
    """What became of a line, by its pair and by whether the other upload has its group."""
    there = pl.col("later").n_unique().over("group") == 2  # noqa: PLR2004  # it is in both uploads
    paired = pl.when("same").then(pl.lit(LineChange.SAME.value)).otherwise(pl.lit(LineChange.CHANGED.value))
    later = (
        pl.when(pl.col("pair").is_not_null())
        .then(paired)
        .when(there)
        .then(pl.lit(LineChange.UNCLEAR.value))
        .otherwise(pl.lit(LineChange.NEW.value))
    )
    return pl.when("later").then(later).when(~there).then(pl.lit(LineChange.GONE.value))


@dataclass(frozen=True)
class Continuation:
    """That a book continues an earlier one. ``earlier``: its key; ``lines``: of :func:`compare_uploads`."""

    earlier: str
    lines: pl.DataFrame

    @cached_property
    def changes(self) -> pl.DataFrame:
        """By ``row`` of the later book, the ``change`` since the earlier one."""
        return self.lines.filter("later").select("row", "change")

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many lines are new, changed, the same, not told apart, and gone."""
        found = dict(self.lines["change"].drop_nulls().value_counts().iter_rows())
        return {change.value: found.get(change.value, 0) for change in LineChange}

    def rows(self, change: LineChange) -> pl.DataFrame:
        """The lines with a change: ``row``, and as ``pair`` the row in the other upload."""
        return self.lines.filter(pl.col("change") == change.value).select("row", "pair")

    def passed_on(self, histories: Mapping[int, LineHistory]) -> dict[int, LineHistory]:
        """By row of the later book, what passes on of what was done to lines of the earlier one."""
        if not histories:
            return {}
        earlier = self.lines.filter(~pl.col("later") & pl.col("row").is_in(sorted(histories)))
        found: dict[int, LineHistory] = {
            pair: histories[row] for row, pair in earlier.select("row", "pair").drop_nulls().iter_rows()
        }
        holds: dict[int, list[tuple[int, Event]]] = defaultdict(list)
        for row, group in earlier.select("row", "group").iter_rows():
            holds[group] += _last_hold(histories[row])
        unclear = self.lines.filter(
            pl.col("later") & pl.col("pair").is_null() & pl.col("group").is_in(sorted(holds))
        )
        for row, group in unclear.select("row", "group").iter_rows():
            if holds[group]:
                found[row] = sorted(holds[group], key=lambda item: item[0])
        return found


def _last_hold(history: LineHistory) -> Iterable[tuple[int, Event]]:
    held = [item for item in history if item[1].kind is Kind.LINE_HELD]
    return held[-1:]
